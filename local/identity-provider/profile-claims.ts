import type { Account } from './accounts.ts';

/** The claims of OIDC Core s.5.4 that the local identity provider knows, by scope. */
export const claimsOfScope = {
  openid: ['sub'],
  profile: ['name', 'nickname'],
  email: ['email', 'email_verified'],
};

export const allProfileClaims = (account: Account) => ({
  sub: account.sub,
  name: account.name,
  nickname: account.email.split('@')[0],
  email: account.email,
  email_verified: true,
});

export const profileClaims = (account: Account, scopes: readonly string[]): Readonly<Record<string, unknown>> => {
  const names = new Set(
    Object.entries(claimsOfScope).flatMap(([scope, claims]) => (scopes.includes(scope) ? claims : [])),
  );
  return Object.fromEntries(Object.entries(allProfileClaims(account)).filter(([name]) => names.has(name)));
};
