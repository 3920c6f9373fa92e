/**
 * Logto "Custom JWT" script, the same text for user and for machine-to-machine access tokens: asks the custom claims hook
 * (POST /claims) what goes into the token. docs/idps/logto.md explains the set-up.
 *
 * Environment variables: CLAIMS_URL, CLAIMS_KEY; optional: ON_FAILURE (deny | issue), STATUS_CLAIM (name of the claim that
 * says "degraded").
 */
// biome-ignore lint/correctness/noUnusedVariables: Logto calls it by its name
const getCustomJwtClaims = async ({ token, context, environmentVariables: settings, api }) => {
  const machine = token.kind === 'ClientCredentials';
  const request = {
    subject: machine ? token.clientId : token.accountId,
    type: machine ? 'client' : 'user',
    client_id: token.clientId,
    grant_type: machine ? 'client_credentials' : token.gty,
    scope: token.scope,
    audience: token.aud,
    groups: context?.user?.roles?.map(({ name }) => name),
    tokens: ['access_token'],
  };
  let status = 0;
  let answer = {};
  try {
    const response = await fetch(settings.CLAIMS_URL, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-api-key': settings.CLAIMS_KEY },
      body: JSON.stringify(request),
    });
    status = response.status;
    answer = await response.json();
  } catch {
    // No connection, or no JSON: the status says which, and neither is an answer.
  }
  if (status === 200 && answer.outcome === 'issue') return answer.claims.access_token;
  if (status === 200 && answer.outcome === 'unchanged') return {};
  if (status === 403 && answer.error === 'access_denied') return api.denyAccess(answer.error_description);
  console.log(`custom claims: HTTP ${status}`);
  if (settings.ON_FAILURE === 'issue') return settings.STATUS_CLAIM ? { [settings.STATUS_CLAIM]: 'degraded' } : {};
  return api.denyAccess('There is no token at the moment. Please try again later.');
};
