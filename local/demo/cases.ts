import { machineClient } from '../identity-provider/clients.ts';

/** Somebody whose tokens the demo shows, once for each scope. */
export type DemoCase = {
  readonly name: string;
  /** What is to be seen. */
  readonly shows: string;
  readonly client: string;
  /** Absent: the client itself, by client credentials. */
  readonly sub?: string;
  readonly organization?: string;
};

/** The scopes that `claims.config.ts` composes claims of. */
export const demoScopes = ['order', 'inventory'] as const;

export const demoCases: readonly DemoCase[] = [
  {
    name: 'maria',
    shows: 'her own attributes win over those of her groups; flags of all are joined',
    client: 'shop',
    sub: 'auth0|maria',
  },
  {
    name: 'maria-reports',
    shows: 'the same person at a client that is entitled to inventory only: what is requested is not granted',
    client: 'shop-reports',
    sub: 'auth0|maria',
  },
  {
    name: 'gregor',
    shows: 'no entry of his own: everything comes from groups, the lower precedence number first',
    client: 'shop',
    sub: 'auth0|gregor',
  },
  {
    name: 'omar-acme',
    shows: 'an admin in the organization Acme',
    client: 'shop',
    sub: 'auth0|omar',
    organization: 'org_acme',
  },
  {
    name: 'omar-globex',
    shows: 'the same person, a customer in the organization Globex',
    client: 'shop',
    sub: 'auth0|omar',
    organization: 'org_globex',
  },
  { name: 'una', shows: 'unknown to the directory: the defaults of the policy', client: 'shop', sub: 'auth0|una' },
  { name: 'bruno', shows: 'blocked: no token, whatever else is stored', client: 'shop', sub: 'auth0|bruno' },
  { name: machineClient, shows: 'a machine, by client credentials', client: machineClient },
];
