import Table from 'cli-table3';
import { demoScopes } from './cases.ts';
import type { DemoOutcome, DemoResult } from './run-demo.ts';

/** Claims of the protocol that are the same for everybody or differ at each run. */
const uninteresting = new Set(['iss', 'iat', 'exp', 'jti', 'client_id', 'nickname', 'sid', 'auth_time', 'at_hash']);

const tokens = [
  ['accessToken', 'access token'],
  ['idToken', 'ID token'],
  ['userinfo', 'userinfo'],
] as const;

type TokenName = (typeof tokens)[number][0];

const claimsOf = (outcome: DemoOutcome, token: TokenName): Readonly<Record<string, unknown>> =>
  (outcome.issued && outcome[token]) || {};

const shown = (value: unknown): string =>
  value === undefined ? '' : typeof value === 'string' ? value : JSON.stringify(value);

const rowsOf = ({ outcomes }: DemoResult) =>
  tokens.flatMap(([token, label]) => {
    const columns = demoScopes.map((scope) => claimsOf(outcomes[scope], token));
    const names = [...new Set(columns.flatMap((claims) => Object.keys(claims)))].filter(
      (name) => !uninteresting.has(name),
    );
    return names.map((name, index) => [
      index === 0 ? label : '',
      name,
      ...columns.map((claims) => shown(claims[name])),
    ]);
  });

const refusalOf = (outcome: DemoOutcome): string =>
  outcome.issued ? 'tokens were issued' : `${outcome.error}: ${outcome.description}`;

/** The decoded tokens of one person, both scopes side by side. */
export const toTable = (result: DemoResult): string => {
  const table = new Table({
    head: ['', 'claim', ...demoScopes.map((scope) => `with scope ${scope}`)],
    style: { head: [], border: [], compact: true },
    wordWrap: true,
    colWidths: [14, 46, 32, 32],
  });
  if (Object.values(result.outcomes).some(({ issued }) => !issued)) {
    table.push(['no token', '', ...demoScopes.map((scope) => refusalOf(result.outcomes[scope]))]);
  }
  table.push(...rowsOf(result));
  const { name, shows, client, organization } = result;
  return `${name} at ${client}${organization ? `, organization ${organization}` : ''}: ${shows}\n${table.toString()}\n`;
};
