/** Hosts that an IdP keeps for itself (Auth0 drops every claim under them) and all hosts below. */
const forbiddenHosts = ['auth0.com', 'webtask.io', 'webtask.run'] as const;

/**
 * What is wrong with a namespace, in words for `claims check`; `undefined` where it is right: an http(s) URL that the
 * adopter owns and that ends in `/` or `#`, so that the claim's key stays apart from it.
 * @see https://www.rfc-editor.org/rfc/rfc7519#section-2 (Collision-Resistant Name)
 */
export const namespaceFault = (namespace: string): string | undefined => {
  if (!URL.canParse(namespace)) return 'is not a URL';
  const { protocol, hostname, username, password } = new URL(namespace);
  if (protocol !== 'https:' && protocol !== 'http:') return 'is not an http or https URL';
  if (username !== '' || password !== '') return 'holds credentials';
  if (!/^https?:\/\/[^\s]+[/#]$/.test(namespace)) return 'does not end in "/" or "#"';
  const host = forbiddenHosts.find((forbidden) => hostname === forbidden || hostname.endsWith(`.${forbidden}`));
  return host === undefined ? undefined : `is on ${host}, which Auth0 keeps for itself`;
};
