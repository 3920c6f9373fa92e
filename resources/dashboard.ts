import { ownNamespace } from './alarm.ts';
import { throttledMetric } from './api-alarms.ts';
import { type HookFunction, hookNamesOf } from './enabled-functions.ts';
import { functionName } from './names.ts';
import type { Settings } from './settings.ts';
import { sub } from './statement.ts';

type Series = readonly unknown[];

const outcomes = ['Issued', 'Denied', 'Failed', 'Degraded', 'Stale', 'Unchanged', 'WouldDeny', 'WouldFail', 'Rejected'];

const graph = (title: string, metrics: readonly Series[], x: number, y: number, stat: string) => ({
  type: 'metric',
  x,
  y,
  width: 8,
  height: 6,
  properties: { title, metrics, stat, period: 60, region: `\${AWS::Region}`, view: 'timeSeries' },
});

/** One row per function: what became of the calls, how long they took, how often a new environment started. */
const row = (hook: HookFunction, settings: Settings, index: number) => {
  const own = (metric: string): readonly Series[] =>
    hookNamesOf(hook.name).map((name) => [ownNamespace, metric, 'stage', settings.stage, 'hook', name]);
  const lambda = (metric: string): Series => ['AWS/Lambda', metric, 'FunctionName', functionName(settings, hook.name)];
  const y = index * 6;
  return [
    graph(`${hook.name}: outcomes`, outcomes.flatMap(own), 0, y, 'Sum'),
    graph(
      `${hook.name}: latency (p99, ms)`,
      [...own('Latency'), ...own('StoreLatency'), lambda('Duration')],
      8,
      y,
      'p99',
    ),
    graph(
      `${hook.name}: load`,
      [lambda('Invocations'), lambda('Throttles'), lambda('Errors'), ...own('ColdStarts')],
      16,
      y,
      'Sum',
    ),
  ];
};

/** The HTTP API in front of the functions, and the administration. */
const apiRow = (settings: Settings, index: number) => {
  const y = index * 6;
  const api = (metric: string): Series => [
    'AWS/ApiGateway',
    metric,
    'ApiId',
    `\${HttpApi}`,
    'Stage',
    `\${HttpApiStage}`,
  ];
  const lambda = (metric: string): Series => ['AWS/Lambda', metric, 'FunctionName', functionName(settings, 'admin')];
  const throttled: Series = [ownNamespace, throttledMetric, 'stage', settings.stage];
  return [
    graph('HTTP API: calls and refusals', [...['Count', '4xx', '5xx'].map(api), throttled], 0, y, 'Sum'),
    graph('HTTP API: latency (p99, ms)', ['Latency', 'IntegrationLatency'].map(api), 8, y, 'p99'),
    ...(settings.admin
      ? [graph('administration: load', ['Invocations', 'Throttles', 'Errors'].map(lambda), 16, y, 'Sum')]
      : []),
  ];
};

export const dashboard = (hooks: readonly HookFunction[], settings: Settings, hasApi: boolean) => ({
  Dashboard: {
    Type: 'AWS::CloudWatch::Dashboard',
    Properties: {
      DashboardName: `${settings.service}-${settings.stage}`,
      DashboardBody: sub(
        JSON.stringify({
          widgets: [
            ...hooks.flatMap((hook, index) => row(hook, settings, index)),
            ...(hasApi ? apiRow(settings, hooks.length) : []),
          ],
        }),
      ),
    },
  },
});
