import { alarm, alarmLogicalId, lambdaQuery, metricQuery, ownNamespace, type Query, type Watch } from './alarm.ts';
import type { HookFunction } from './enabled-functions.ts';
import { hookNamesOf } from './enabled-functions.ts';
import { functionName } from './names.ts';
import type { Settings } from './settings.ts';

/** The sum of one of our metrics over every hook that answers in a function; a hook that was not called counts as 0. */
const ownQueries = (metric: string, hook: HookFunction, { stage }: Settings): readonly Query[] =>
  hookNamesOf(hook.name).map((name, index) =>
    metricQuery(`m${index}`, [ownNamespace, metric, 'Sum'], { stage, hook: name }, false),
  );

const sumOf = (queries: readonly Query[]): string => queries.map(({ Id }) => `FILL(${Id}, 0)`).join(' + ');

const total = (metric: string, hook: HookFunction, settings: Settings): readonly Query[] => {
  const queries = ownQueries(metric, hook, settings);
  return [...queries, { Id: 'total', ReturnData: true, Expression: sumOf(queries) }];
};

/**
 * Lambda's errors without those that are answers: Cognito's hook denies by throwing, which it counts as `Thrown`. What is
 * left crashed or ran into Lambda's own timeout.
 */
const crashes = (hook: HookFunction, settings: Settings): readonly Query[] => {
  const errors = lambdaQuery('errors', 'Errors', 'Sum', functionName(settings, hook.name), false);
  const thrown = hook.hooks.some(({ idp }) => idp === 'cognito') ? ownQueries('Thrown', hook, settings) : [];
  const expression = thrown.length === 0 ? 'errors' : `errors - (${sumOf(thrown)})`;
  return [errors, ...thrown, { Id: 'total', ReturnData: true, Expression: expression }];
};

const watches = (hook: HookFunction, settings: Settings): readonly Watch[] => {
  const name = functionName(settings, hook.name);
  const deadlineMs = Math.min(...hook.hooks.map(({ limits }) => limits.deadlineMs));
  return [
    { name: 'crashes', meaning: 'The function crashed or timed out.', threshold: 1, queries: crashes(hook, settings) },
    {
      name: 'throttles',
      meaning: 'Lambda refused calls: the reserved concurrency is used up.',
      threshold: 1,
      queries: [lambdaQuery('total', 'Throttles', 'Sum', name, true)],
    },
    {
      name: 'slow',
      meaning: `1 in 100 calls takes over 80 % of the ${deadlineMs} ms that the hook has.`,
      threshold: deadlineMs * 0.8,
      queries: [lambdaQuery('total', 'Duration', 'p99', name, true)],
      periods: 2,
    },
    {
      name: 'failed',
      meaning: 'A fault of ours: the failure policy answered.',
      threshold: 1,
      queries: total('Failed', hook, settings),
    },
    {
      name: 'unreadable-events',
      meaning: 'The IdP proved who it is and sent an event that the hook cannot read.',
      threshold: 1,
      queries: total('UnreadableEvents', hook, settings),
    },
    {
      name: 'degraded',
      meaning: 'Tokens were issued without our claims.',
      threshold: 1,
      queries: total('Degraded', hook, settings),
    },
    {
      name: 'denied',
      meaning: 'Unusually many denials by the claims policy.',
      threshold: settings.deniedThreshold,
      queries: total('Denied', hook, settings),
    },
    {
      name: 'signature-failures',
      meaning: 'Callers without a valid proof.',
      threshold: settings.signatureFailureThreshold,
      queries: total('SignatureFailures', hook, settings),
    },
    {
      name: 'missing-secrets',
      meaning: 'A secret could not be read from Parameter Store; the log line names the parameter.',
      threshold: 1,
      queries: total('MissingSecrets', hook, settings),
    },
  ];
};

/** The alarms of one hook's function, by logical id. */
export const hookAlarms = (hook: HookFunction, settings: Settings) =>
  Object.fromEntries(
    watches(hook, settings).map((watch) => [
      alarmLogicalId(`${hook.name}-${watch.name}`),
      alarm(`${functionName(settings, hook.name)}-${watch.name}`, watch),
    ]),
  );

/** The alarms that stop a canary and take it back: none that a stranger can set off by calling wrongly. */
export const rollbackAlarms = ({ name }: HookFunction): readonly string[] =>
  ['crashes', 'failed', 'unreadable-events', 'throttles'].map((watch) => alarmLogicalId(`${name}-${watch}`));

/** Where alarms go, by e-mail when the stage names an address. */
export const alarmTopic = ({ alarmEmail, service, stage }: Settings) => ({
  AlarmTopic: {
    Type: 'AWS::SNS::Topic',
    Properties: {
      DisplayName: `${service} ${stage}`,
      ...(alarmEmail !== '' && { Subscription: [{ Protocol: 'email', Endpoint: alarmEmail }] }),
    },
  },
});
