import { functionName, logicalName } from './names.ts';
import type { Settings } from './settings.ts';
import { ref, type Value } from './statement.ts';

/** What `lib/observability` writes, by stage and hook. */
export const ownNamespace = 'CustomClaims';

/** Over how long a metric is looked at, in seconds. */
const window = 300;

export type Query = {
  readonly Id: string;
  readonly ReturnData: boolean;
  readonly Expression?: string;
  readonly MetricStat?: unknown;
};

/** What is watched, and from which value on somebody is told. */
export type Watch = {
  /** The end of the alarm's name and its heading in docs/runbook.md. */
  readonly name: string;
  readonly meaning: string;
  readonly threshold: number;
  readonly queries: readonly Query[];
  readonly periods?: number;
};

/** One metric, as an alarm asks for it. */
export const metricQuery = (
  id: string,
  [namespace, metric, stat]: readonly [namespace: string, metric: string, stat: 'Sum' | 'p99'],
  dimensions: Readonly<Record<string, Value>>,
  returned: boolean,
): Query => ({
  Id: id,
  ReturnData: returned,
  MetricStat: {
    Stat: stat,
    Period: window,
    Metric: {
      Namespace: namespace,
      MetricName: metric,
      Dimensions: Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value })),
    },
  },
});

/** A metric that Lambda keeps of a function. */
export const lambdaQuery = (id: string, metric: string, stat: 'Sum' | 'p99', name: string, returned: boolean): Query =>
  metricQuery(id, ['AWS/Lambda', metric, stat], { FunctionName: name }, returned);

export const alarmLogicalId = (name: string): string => `${logicalName(name)}Alarm`;

/** An alarm to the topic. */
export const alarm = (name: string, watch: Watch) => ({
  Type: 'AWS::CloudWatch::Alarm',
  Properties: {
    AlarmName: name,
    AlarmDescription: `${watch.meaning} See docs/runbook.md#${watch.name}.`,
    Metrics: watch.queries,
    ComparisonOperator: 'GreaterThanOrEqualToThreshold',
    Threshold: watch.threshold,
    EvaluationPeriods: watch.periods ?? 1,
    TreatMissingData: 'notBreaching',
    AlarmActions: [ref('AlarmTopic')],
    OKActions: [ref('AlarmTopic')],
  },
});

/** The alarms of what there is one of in a stack, by logical id. */
export const stackAlarms = (watches: readonly Watch[], settings: Settings) =>
  Object.fromEntries(
    watches.map((watch) => [alarmLogicalId(watch.name), alarm(functionName(settings, watch.name), watch)]),
  );
