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

/** The page on which one picks who to be; there are no passwords here. */
export const loginPage = (options: {
  readonly client: string;
  readonly scopes: string;
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
</style>
<h1>Log in to ${escapeHtml(options.client)}</h1>
<p>It asks for: ${escapeHtml(options.scopes || 'nothing')}. This is the local identity provider: pick who to be.</p>
${options.accounts
  .flatMap((account) => {
    if (options.organization !== undefined) return [choice(account, options.organization)];
    return [undefined, ...(account.organizations ?? [])].map((organization) => choice(account, organization));
  })
  .join('')}
</html>
`;
