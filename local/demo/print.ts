import Table from 'cli-table3';
import { demoScopes } from './cases.ts';
import type { DemoOutcome, DemoResult } from './run-demo.ts';

/** Claims of the protocol that are the same for everybody or differ at each run. */
const uninteresting = new Set(['iss', 'iat', 'exp', 'jti', 'client_id', 'nickname', 'sub', 'name']);

const tokens = [
  ['accessToken', 'access token'],
  ['idToken', 'ID token'],
  ['userinfo', 'userinfo'],
] as const;

type TokenName = (typeof tokens)[number][0];
type Rows = readonly (readonly string[])[];

const claimsOf = (outcome: DemoOutcome, token: TokenName): Readonly<Record<string, unknown>> =>
  (outcome.issued && outcome[token]) || {};

const shown = (value: unknown): string =>
  value === undefined ? '' : typeof value === 'string' ? value : JSON.stringify(value);

/** The claims of one token, a column for each scope: those of the protocol that matter first, then ours. */
const rowsOf = ({ outcomes }: DemoResult, token: TokenName): Rows => {
  const columns = demoScopes.map((scope) => claimsOf(outcomes[scope], token));
  const names = [...new Set(columns.flatMap((claims) => Object.keys(claims)))];
  return names
    .filter((name) => !uninteresting.has(name) && !(name === 'aud' && token === 'idToken'))
    .toSorted((a, b) => Number(a.includes('/')) - Number(b.includes('/')))
    .map((name) => [name, ...columns.map((claims) => shown(claims[name]))]);
};

const sections = (result: DemoResult): Rows => {
  const shownRows = tokens.map(([token, label]) => ({ label, rows: rowsOf(result, token) }));
  const [access, id, userinfo] = shownRows;
  const same = JSON.stringify(id?.rows) === JSON.stringify(userinfo?.rows);
  const merged = same && id ? [access, { ...id, label: 'ID token and userinfo' }] : shownRows;
  return merged.flatMap((part) =>
    (part?.rows ?? []).map((row, index) => [index === 0 ? (part?.label ?? '') : '', ...row]),
  );
};

const refusalOf = (outcome: DemoOutcome): string =>
  outcome.issued ? 'tokens were issued' : `${outcome.error}: ${outcome.description}`;

/** The decoded tokens of one person, both scopes side by side. */
export const toTable = (result: DemoResult): string => {
  const table = new Table({
    head: ['', 'claim', ...demoScopes.map((scope) => `with scope ${scope}`)],
    style: { head: [], border: [], compact: true },
    wordWrap: true,
    wrapOnWordBoundary: false,
    colWidths: [14, 49, 28, 28],
  });
  if (Object.values(result.outcomes).some(({ issued }) => !issued)) {
    table.push(['no token', '', ...demoScopes.map((scope) => refusalOf(result.outcomes[scope]))]);
  }
  table.push(...sections(result).map((row) => [...row]));
  const { name, shows, client, organization } = result;
  return `${name} at ${client}${organization ? `, organization ${organization}` : ''}: ${shows}\n${table.toString()}\n`;
};
