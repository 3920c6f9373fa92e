import { metricQuery, ownNamespace, stackAlarms, type Watch } from './alarm.ts';
import type { Settings } from './settings.ts';
import { ref } from './statement.ts';

/** What our metric filter counts: API Gateway keeps no metric of the calls that it throttles. */
export const throttledMetric = 'ThrottledRequests';

const apiQuery = (metric: string) =>
  metricQuery('total', ['AWS/ApiGateway', metric, 'Sum'], { ApiId: ref('HttpApi'), Stage: ref('HttpApiStage') }, true);

const watches = ({ stage, serverErrorThreshold, clientErrorThreshold }: Settings): readonly Watch[] => [
  {
    name: 'api-5xx',
    meaning: 'The HTTP API answered with server errors: its own, or those of a function.',
    threshold: serverErrorThreshold,
    queries: [apiQuery('5xx')],
  },
  {
    name: 'api-429',
    meaning: 'The HTTP API refused calls before any function saw them: the throttle of a route, or of the account.',
    threshold: 1,
    queries: [metricQuery('total', [ownNamespace, throttledMetric, 'Sum'], { stage }, true)],
  },
  {
    name: 'api-4xx',
    meaning: 'The HTTP API answered with unusually many client errors, throttled calls among them.',
    threshold: clientErrorThreshold,
    queries: [apiQuery('4xx')],
  },
];

/**
 * The alarms of the HTTP API, which also see what never reaches a function, and the filter that counts throttled calls
 * in the access log.
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-metrics.html
 */
export const apiAlarms = (settings: Settings) => ({
  ThrottledRequestsFilter: {
    Type: 'AWS::Logs::MetricFilter',
    Properties: {
      LogGroupName: ref('HttpApiLogGroup'),
      FilterPattern: '{ $.status = "429" }',
      MetricTransformations: [
        {
          MetricNamespace: ownNamespace,
          MetricName: throttledMetric,
          MetricValue: '1',
          Dimensions: [{ Key: 'stage', Value: '$.stage' }],
        },
      ],
    },
  },
  ...stackAlarms(watches(settings), settings),
});
