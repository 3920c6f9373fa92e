import type { ExplainedGroup, Explanation } from '../../lib/administration/explain.ts';
import type { ClaimSource, ClaimTrace } from '../../lib/claims/decision.ts';
import { type TokenKind, tokenKinds } from '../../lib/token-request.ts';
import { formatFacts, formatTable, styled } from '../frame/output.ts';

/** A decision for a person at a terminal: who and what, each claim at each token, bytes against the budget. */
export const formatExplanation = (explanation: Explanation, options: { readonly values: boolean }): string =>
  [formatRequest(explanation), formatOutcome(explanation), formatTrace(explanation, options), formatBudget(explanation)]
    .filter((part) => part !== '')
    .join('\n\n');

/** `group "premium" v3`: where a value came from. */
export const describeSource = ({ kind, name, version }: ClaimSource): string =>
  [kind, name === undefined ? '' : `"${name}"`, version === undefined ? '' : `v${version}`]
    .filter((part) => part !== '')
    .join(' ');

const formatRequest = ({ instance, hook, mode, request, groups, unknownGroups }: Explanation): string =>
  formatFacts([
    ['Hook', `${hook} (instance ${instance}, realm ${request.realm})`],
    ['Mode', mode.effective === 'enforce' ? undefined : `${mode.effective}: nothing is injected, nothing is denied`],
    ['Subject', `${request.subject.kind} ${request.subject.id}`],
    ['Client', request.client === '' ? undefined : request.client],
    ['Grant', request.grantType],
    ['Scopes', describeScopes(request.scopes)],
    ['Audience', request.audiences.length === 0 ? undefined : request.audiences.join(' ')],
    ['Organization', request.organization],
    ['Groups', groups.length === 0 ? undefined : groups.map(describeGroup).join(', ')],
    ['Not stored', unknownGroups.length === 0 ? undefined : `groups ${unknownGroups.join(', ')}`],
  ]);

const describeScopes = ({ granted, requested }: Explanation['request']['scopes']): string => {
  const refused = requested.filter((scope) => !granted.includes(scope));
  const names = granted.length === 0 ? '(none granted)' : granted.join(' ');
  return refused.length === 0 ? names : `${names}; requested without being entitled: ${refused.join(' ')}`;
};

const describeGroup = ({ name, version, precedence }: ExplainedGroup): string =>
  `${name} v${version}${precedence === undefined ? '' : ` (precedence ${precedence})`}`;

const formatOutcome = ({ decision }: Explanation): string =>
  decision.outcome === 'deny'
    ? styled('red', `DENIED: ${decision.reason}. The user may see: ${decision.message}`)
    : formatFacts([
        ['Outcome', `issue${decision.freshness === 'fresh' ? '' : ` (${decision.freshness})`}`],
        ['Added scopes', namesOf(decision.scopes.add)],
        ['Removed scopes', namesOf(decision.scopes.remove)],
        ...tokenKinds.flatMap((token): (readonly [string, string | undefined])[] => [
          [`Suppressed in ${token}`, namesOf(decision.suppress[token])],
          [`Taken out of ${token}`, namesOf(decision.stale[token])],
        ]),
        ['Version', decision.version],
      ]);

const namesOf = (names: readonly string[]): string | undefined => (names.length === 0 ? undefined : names.join(' '));

const formatTrace = ({ decision }: Explanation, { values }: { readonly values: boolean }): string => {
  if (decision.trace.length === 0) {
    return '';
  }
  const claims = decision.outcome === 'issue' ? decision.claims : undefined;
  const rows = new Map<string, { readonly tokens: TokenKind[]; readonly cells: readonly string[] }>();
  for (const entry of decision.trace) {
    const value = entry.outcome === 'released' ? claims?.[entry.token][entry.name] : undefined;
    const cells = [
      entry.outcome === 'released' ? styled('green', 'released') : styled('yellow', 'withheld'),
      ...(values ? [value === undefined ? '' : shorten(JSON.stringify(value))] : []),
      entry.sources.map(describeSource).join(', '),
      entry.overrode.map(describeSource).join(', '),
      entry.outcome === 'released' ? String(entry.bytes) : '',
      describeResult(entry),
    ];
    // One row for all tokens at which the same became of a claim.
    const same = JSON.stringify([entry.claim, cells]);
    const row = rows.get(same) ?? { tokens: [], cells: [entry.claim, ...cells] };
    row.tokens.push(entry.token);
    rows.set(same, row);
  }
  return formatTable(
    ['CLAIM', 'TOKENS', 'OUTCOME', ...(values ? ['VALUE'] : []), 'SOURCE', 'OVERRODE', 'BYTES', 'NAME OR REASON'],
    [...rows.values()].map(({ tokens, cells: [claim = '', ...rest] }) => [claim, tokens.join(' '), ...rest]),
  );
};

const describeResult = (entry: ClaimTrace): string =>
  entry.outcome === 'released'
    ? entry.name
    : `${entry.reason}${entry.detail === undefined ? '' : ` (${entry.detail})`}`;

const shorten = (text: string): string => (text.length > longestValue ? `${text.slice(0, longestValue - 3)}...` : text);
const longestValue = 48;

const formatBudget = ({ decision, budget, request }: Explanation): string =>
  decision.outcome === 'deny'
    ? ''
    : request.tokens.map((token) => formatTokenBudget(token, budget[token].bytes, budget[token].limit)).join('\n');

const formatTokenBudget = (token: TokenKind, bytes: number, limit: number): string => {
  const share = Math.min(1, bytes / limit);
  const filled = Math.ceil(share * barWidth);
  const bar = `${'#'.repeat(filled)}${'.'.repeat(barWidth - filled)}`;
  return `${token.padEnd('access_token'.length)}  [${bar}] ${bytes} of ${limit} bytes`;
};
const barWidth = 24;
