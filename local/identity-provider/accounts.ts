/** A person who can log in at the local identity provider. The directory (DynamoDB) knows them apart from it. */
export type Account = {
  readonly sub: string;
  readonly name: string;
  readonly email: string;
  /** What the login page says about them. */
  readonly note: string;
  /** Auth0's roles, for `event.authorization.roles`. */
  readonly roles?: readonly string[];
  /** Auth0's organizations that the person can log in to. */
  readonly organizations?: readonly string[];
  /** Operators use the console and the admin API; these are the scopes they may have there. */
  readonly operator?: readonly string[];
};

export const accounts: readonly Account[] = [
  {
    sub: 'auth0|maria',
    name: 'Maria Lang',
    email: 'maria@example.com',
    note: 'her own attributes contradict those of her groups',
  },
  {
    sub: 'auth0|gregor',
    name: 'Gregor Hill',
    email: 'gregor@example.com',
    note: 'no entry of his own, only roles that are groups in the directory',
    roles: ['support', 'silver-customers'],
  },
  {
    sub: 'auth0|omar',
    name: 'Omar Reyes',
    email: 'omar@example.com',
    note: 'admin at Acme, customer at Globex',
    organizations: ['org_acme', 'org_globex'],
  },
  { sub: 'auth0|una', name: 'Una Novak', email: 'una@example.com', note: 'unknown to the directory' },
  { sub: 'auth0|bruno', name: 'Bruno Weiss', email: 'bruno@example.com', note: 'blocked in the directory' },
  {
    sub: 'operator|ada',
    name: 'Ada Admin',
    email: 'ada@example.com',
    note: 'reads and changes everything',
    operator: ['claims:read', 'claims:write', 'claims:audit'],
  },
  {
    sub: 'operator|rene',
    name: 'Rene Review',
    email: 'rene@example.com',
    note: 'reads only',
    operator: ['claims:read', 'claims:audit'],
  },
];

export const findAccount = (sub: string): Account | undefined => accounts.find((account) => account.sub === sub);
