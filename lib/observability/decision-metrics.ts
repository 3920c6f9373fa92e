import { isCallersFault } from '../callers-fault.ts';
import { ClaimsError } from '../errors.ts';
import type { DecisionRecord } from './decision-record.ts';
import { withheldByReason } from './withheld-claims.ts';

export type Metric = { readonly name: string; readonly unit: 'Count' | 'Milliseconds'; readonly value: number };

const count = (name: string, value: number | boolean): Metric => ({ name, unit: 'Count', value: Number(value) });

const milliseconds = (name: string, value: number | undefined): readonly Metric[] =>
  value === undefined ? [] : [{ name, unit: 'Milliseconds', value }];

/**
 * What became of the call, for people: a denial or a fault counts as `Denied` or `Failed` only where the IdP was told so.
 * Anybody can call wrongly, so that is no failure of ours; but an event of a caller who proved who it is and that cannot be
 * read may be the IdP's new format, and then nobody logs in.
 */
const outcomes = ({ mode, outcome, answer, fault, instance }: DecisionRecord): readonly Metric[] => {
  const callers = isCallersFault(fault);
  const denied = outcome === 'deny';
  const failed = outcome === 'fail' && !callers;
  const told = answer !== 'unchanged';
  return [
    count('Issued', answer === 'claims'),
    count('Unchanged', !told),
    count('Denied', denied && told),
    count('Failed', failed && told),
    count('Rejected', callers),
    count('UnreadableEvents', callers && fault.code === 'invalid_event' && instance !== undefined),
    ...(mode === 'enforce' ? [] : [count('WouldDeny', denied && !told), count('WouldFail', failed && !told)]),
  ];
};

/** The metrics of one call. The outcomes are always there, also as 0, so that an alarm can tell a rate. */
export const decisionMetrics = (record: DecisionRecord, coldStart: boolean): readonly Metric[] => {
  const { answer, decision, fault, thrown } = record;
  const code = fault instanceof ClaimsError ? fault.code : undefined;
  return [
    ...outcomes(record),
    ...(thrown === undefined ? [] : [count('Thrown', thrown)]),
    count('Degraded', answer === 'degraded'),
    count('Stale', answer === 'claims' && decision?.outcome === 'issue' && decision.freshness === 'stale'),
    count('SignatureFailures', code === 'unverified_caller'),
    count('MissingSecrets', code === 'missing_secret'),
    count('ColdStarts', coldStart),
    ...milliseconds('Latency', record.durationMs),
    ...milliseconds('StoreLatency', record.loadMs),
    ...(record.roundTrips === undefined ? [] : [count('RoundTrips', record.roundTrips)]),
    ...Object.entries(withheldByReason(decision)).map(([reason, claims]) => count(`Withheld_${reason}`, claims.length)),
  ];
};
