import { ClaimsError } from '../errors.ts';
import type { DecisionRecord } from './decision-record.ts';
import { withheldByReason } from './withheld-claims.ts';

export type Metric = { readonly name: string; readonly unit: 'Count' | 'Milliseconds'; readonly value: number };

const count = (name: string, value: number | boolean): Metric => ({ name, unit: 'Count', value: Number(value) });

const milliseconds = (name: string, value: number | undefined): readonly Metric[] =>
  value === undefined ? [] : [{ name, unit: 'Milliseconds', value }];

/** The metrics of one call. The outcomes are always there, also as 0, so that an alarm can tell a rate. */
export const decisionMetrics = (record: DecisionRecord, coldStart: boolean): readonly Metric[] => {
  const { outcome, answer, decision, fault } = record;
  const code = fault instanceof ClaimsError ? fault.code : undefined;
  return [
    count('Issued', outcome === 'issue'),
    count('Denied', outcome === 'deny'),
    count('Failed', outcome === 'fail'),
    count('Degraded', answer === 'degraded'),
    count('Stale', decision?.outcome === 'issue' && decision.freshness === 'stale'),
    count('SignatureFailures', code === 'unverified_caller'),
    count('MissingSecrets', code === 'missing_secret'),
    count('ColdStarts', coldStart),
    ...milliseconds('Latency', record.durationMs),
    ...milliseconds('StoreLatency', record.loadMs),
    ...(record.roundTrips === undefined ? [] : [count('RoundTrips', record.roundTrips)]),
    ...Object.entries(withheldByReason(decision)).map(([reason, claims]) => count(`Withheld_${reason}`, claims.length)),
  ];
};
