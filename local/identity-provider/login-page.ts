import type { Account } from './accounts.ts';

const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);

const choice = (account: Account, organization: string | undefined): string => `
  <form method="post">
    <input type="hidden" name="sub" value="${escapeHtml(account.sub)}">
    <input type="hidden" name="organization" value="${escapeHtml(organization ?? '')}">
    <button>
      <strong>${escapeHtml(account.name)}</strong>${organization ? ` at ${escapeHtml(organization)}` : ''}
      <small>${escapeHtml(account.note)}</small>
    </button>
  </form>`;

/** A claim that the application would learn, for the consent of whoever logs in. */
export type AskedClaim = { readonly claim: string; readonly description: string; readonly tokens: readonly string[] };

const claimsList = (claims: readonly AskedClaim[]): string =>
  claims.length === 0
    ? ''
    : `<p>With these scopes it can learn, as far as it is known about you:</p>
<dl>${claims
        .map(
          ({ claim, description, tokens }) =>
            `<dt>${escapeHtml(claim)}</dt><dd>${escapeHtml(description)} <small>${escapeHtml(tokens.join(', '))}</small></dd>`,
        )
        .join('')}</dl>`;

/** The page on which one picks who to be and so consents; there are no passwords here. */
export const loginPage = (options: {
  readonly client: string;
  readonly scopes: string;
  readonly claims: readonly AskedClaim[];
  readonly accounts: readonly Account[];
  /** Set when the application asked for one: then it is not for the person to choose. */
  readonly organization?: string | undefined;
}): string => `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Log in to ${escapeHtml(options.client)}</title>
<style>
  body { font: 16px/1.4 system-ui, sans-serif; max-width: 28rem; margin: 3rem auto; padding: 0 1rem; }
  button { width: 100%; margin: .25rem 0; padding: .6rem .8rem; text-align: left; font: inherit; cursor: pointer; }
  small { display: block; opacity: .75; }
  dt { font-weight: 600; }
  dd { margin: 0 0 .4rem 1rem; }
</style>
<h1>Log in to ${escapeHtml(options.client)}</h1>
<p>It asks for: ${escapeHtml(options.scopes || 'nothing')}.</p>
${claimsList(options.claims)}
<p>This is the local identity provider: pick who to be. Picking is consenting.</p>
${options.accounts
  .flatMap((account) => {
    if (options.organization !== undefined) return [choice(account, options.organization)];
    return [undefined, ...(account.organizations ?? [])].map((organization) => choice(account, organization));
  })
  .join('')}
<form method="post"><button>Cancel</button></form>
</html>
`;
