import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hooks } from '../../functions/hooks.ts';
import { allHookInstances, hooksConfigText } from '../support/all-hooks-config.ts';
import {
  type PackagedService,
  type PackageOptions,
  packageService,
  type Resource,
} from '../support/packaged-service.ts';
import { circle, dependencies } from '../support/template-references.ts';

type Members = Readonly<Record<string, unknown>>;
type Statement = { readonly Action: readonly string[]; readonly Resource: unknown; readonly Condition?: unknown };

const customerKey = 'arn:aws:kms:eu-central-1:111111111111:key/0e0e0e0e-0000-4000-8000-000000000000';

/** What is deployed where, with every hook and with the options that a stage may take. */
const deployments: Readonly<Record<string, PackageOptions>> = {
  dev: { stage: 'dev' },
  prod: {
    stage: 'prod',
    params: {
      xray: 'true',
      kmsKeyArn: customerKey,
      provisionedConcurrency: 2,
      userPool: 'customers',
      lastKnownGoodSeconds: 60,
      logSubjects: 'plain',
    },
  },
};

/** Seconds that the IdP waits, from its documentation, rounded up; ours to choose where the IdP would wait longer. */
const secondsOfTheIdp: Readonly<Record<string, number>> = {
  'cognito-pre-token-generation': 5,
  'entra-token-issuance-start': 1,
  'okta-token-inline-hook': 3,
  'supabase-custom-access-token': 5,
  'authgear-jwt-pre-create': 5,
  'authgear-id-token-pre-create': 5,
  'firebase-before-sign-in': 7,
};

describe.each(Object.entries(deployments))('the template of stage %s, every hook enabled', (stage, options) => {
  let service: PackagedService;
  beforeAll(async () => {
    service = await packageService({ ...options, hooksConfig: hooksConfigText(await allHookInstances()) });
  }, 120_000);
  afterAll(() => service?.remove());

  const all = (type: string): readonly (readonly [string, Resource])[] =>
    Object.entries(service.template.Resources).filter(([, { Type }]) => Type === type);
  const functions = () => all('AWS::Lambda::Function');
  const nameOf = ({ Properties }: Resource): string =>
    String(Properties['FunctionName']).replace(`custom-claims-${stage}-`, '');
  const hookFunctions = () => functions().filter(([, resource]) => nameOf(resource) !== 'admin');
  const roleOf = ({ Properties }: Resource): readonly [string, Resource] => {
    const [name] = Object(Properties['Role'])['Fn::GetAtt'];
    const role = service.template.Resources[name];
    if (!role) throw new Error(`no role ${name}`);
    return [name, role];
  };
  const statements = (role: Resource): readonly Statement[] =>
    Object(role.Properties['Policies']).flatMap(
      ({ PolicyDocument }: { readonly PolicyDocument: { readonly Statement: readonly Statement[] } }) =>
        PolicyDocument.Statement,
    );
  const variablesOf = ({ Properties }: Resource): Members => Object(Properties['Environment'])['Variables'];

  it('has a function for every hook, and the administration', () => {
    const names = functions().map(([, resource]) => nameOf(resource));
    const expected = Object.keys(hooks).map((hook) =>
      hook.startsWith('cognito/') ? 'cognito-pre-token-generation' : hook.replaceAll('/', '-'),
    );
    expect([...names].sort()).toEqual([...new Set([...expected, 'admin'])].sort());
    for (const [, { Properties }] of functions()) {
      expect(Properties).toMatchObject({ Runtime: 'nodejs24.x', Architectures: ['arm64'] });
    }
  });

  it('refers only to what is there, waits in no circle, and fits into one stack', () => {
    const { Resources } = service.template;
    for (const [name, needed] of dependencies(service.template)) {
      for (const one of needed) expect(Resources, `${name} refers to ${one}`).toHaveProperty([one]);
    }
    expect(circle(service.template)).toBeUndefined();
    expect(Object.keys(Resources).length).toBeLessThanOrEqual(500);
  });

  it('gives every function a role of its own', () => {
    const roles = functions().map(([, resource]) => roleOf(resource)[0]);
    expect(new Set(roles).size).toBe(roles.length);
  });

  it('lets a hook read the one table and its own secrets, and write nothing', () => {
    const allowed = new Set([
      'logs:CreateLogStream',
      'logs:PutLogEvents',
      'dynamodb:BatchGetItem',
      'dynamodb:GetItem',
      'ssm:GetParameters',
      'kms:Decrypt',
      'xray:PutTraceSegments',
      'xray:PutTelemetryRecords',
    ]);
    for (const [, resource] of hookFunctions()) {
      const granted = statements(roleOf(resource)[1]);
      for (const { Action } of granted) for (const action of Action) expect([...allowed]).toContain(action);
      const tables = granted.filter(({ Action }) => Action.some((action) => action.startsWith('dynamodb:')));
      expect(tables.map(({ Resource }) => Resource)).toEqual([{ 'Fn::GetAtt': ['AttributesTable', 'Arn'] }]);
      const secrets = granted.filter(({ Action }) => Action.includes('ssm:GetParameters'));
      for (const { Resource } of secrets) {
        for (const one of Object(Resource)) {
          expect(one['Fn::Sub']).toBe(
            `arn:\${AWS::Partition}:ssm:\${AWS::Region}:\${AWS::AccountId}:parameter/custom-claims/${stage}/hooks/${nameOf(resource)}`,
          );
        }
      }
    }
  });

  it('lets the administration see no secret of a hook', () => {
    const admin = functions().find(([, resource]) => nameOf(resource) === 'admin')?.[1];
    const actions = statements(roleOf(admin ?? { Type: '', Properties: {} })[1]).flatMap(({ Action }) => Action);
    expect(actions.filter((action) => /^(ssm|secretsmanager|iam|lambda):/.test(action))).toEqual([]);
  });

  it('names every resource: no wildcard but X-Ray and the streams of the own log group', () => {
    for (const [, resource] of functions()) {
      for (const { Action, Resource } of statements(roleOf(resource)[1])) {
        for (const action of Action) expect(action).not.toContain('*');
        if (Action.every((action) => action.startsWith('xray:'))) continue;
        const streams = `log-group:/aws/lambda/${resource.Properties['FunctionName']}:*`;
        expect(JSON.stringify(Resource).replace(streams, '')).not.toContain('*');
      }
    }
  });

  it('holds no secret, and tells a function nothing but where things are', () => {
    const known =
      /^(STAGE|ATTRIBUTES_TABLE|CHANGES_TABLE|GROUP_CACHE_SECONDS|LAST_KNOWN_GOOD_SECONDS|SECRETS_PATH|LOG_SUBJECT_KEY|LOG_SUBJECTS)$/;
    for (const [, resource] of functions()) {
      for (const name of Object.keys(variablesOf(resource))) expect(name).toMatch(known);
      expect(variablesOf(resource)).toMatchObject({ ATTRIBUTES_TABLE: `custom-claims-${stage}-attributes` });
    }
    expect(JSON.stringify(service.template)).not.toMatch(/whsec_|BEGIN [A-Z ]*PRIVATE KEY|AKIA[0-9A-Z]{16}/);
    expect(all('AWS::SSM::Parameter')).toEqual([]);
  });

  it('gives each hook the time that its IdP waits, rounded up to a second', () => {
    for (const [, resource] of hookFunctions()) {
      const name = nameOf(resource);
      const seconds = Number(resource.Properties['Timeout']);
      const served = Object.values(hooks).filter(
        (hook) => (hook.idp === 'cognito' ? 'cognito-pre-token-generation' : hook.name.replaceAll('/', '-')) === name,
      );
      for (const { limits } of served) {
        expect(seconds * 1000, name).toBeGreaterThanOrEqual(limits.deadlineMs);
        expect(seconds * 1000 - limits.deadlineMs, name).toBeLessThanOrEqual(3000);
      }
      if (secondsOfTheIdp[name] !== undefined) expect(seconds, name).toBe(secondsOfTheIdp[name]);
    }
  });

  it('sets concurrency aside for every function', () => {
    for (const [, { Properties }] of functions()) {
      expect(Properties).toHaveProperty('ReservedConcurrentExecutions', 20);
    }
  });

  it('lets nobody call but API Gateway and the named user pools, and only the live alias', () => {
    for (const [name, { Properties }] of all('AWS::Lambda::Permission')) {
      const { Principal, SourceArn, FunctionName } = Properties;
      expect(['apigateway.amazonaws.com', 'cognito-idp.amazonaws.com'], name).toContain(Principal);
      expect(SourceArn, name).toBeDefined();
      if (!JSON.stringify(FunctionName).includes('AdminLambdaFunction')) {
        expect(Object(FunctionName)['Fn::Join']?.[1]?.[1], name).toBe('live');
      }
      if (Principal === 'cognito-idp.amazonaws.com') {
        expect(JSON.stringify(SourceArn), name).toMatch(/userpool\/[\w-]+_\w+"|CognitoUserPoolCustomers/);
      }
    }
    for (const [name, { Properties }] of all('AWS::ApiGatewayV2::Integration')) {
      if (!name.includes('Admin')) expect(JSON.stringify(Properties['IntegrationUri'])).toContain('"live"');
    }
    expect(all('AWS::Lambda::Alias')).toHaveLength(hookFunctions().length);
  });

  it('throttles every route, and sets that only once the routes are there', () => {
    const stageResource = service.template.Resources['HttpApiStage'];
    const routes = all('AWS::ApiGatewayV2::Route');
    expect(Object.keys(Object(stageResource?.Properties['RouteSettings'])).sort()).toEqual(
      routes.map(([, { Properties }]) => Properties['RouteKey']).sort(),
    );
    for (const settings of Object.values(Object(stageResource?.Properties['RouteSettings']))) {
      expect(settings).toMatchObject({ ThrottlingRateLimit: 50, ThrottlingBurstLimit: 100 });
    }
    expect(stageResource?.DependsOn).toEqual(expect.arrayContaining(routes.map(([name]) => name)));
  });

  it('logs the route and never the path, and keeps no log for ever', () => {
    const { Format } = Object(service.template.Resources['HttpApiStage']?.Properties['AccessLogSettings']);
    expect(Object.values(JSON.parse(Format))).toContain('$context.routeKey');
    expect(Format).not.toMatch(/context\.(path|resourcePath|protocol)|querystring|authorizer/i);
    const groups = all('AWS::Logs::LogGroup');
    for (const [, { Properties }] of groups)
      expect(Properties).toHaveProperty('RetentionInDays', stage === 'dev' ? 7 : 90);
    const names = groups.map(([, { Properties }]) => Properties['LogGroupName']);
    for (const [, { Properties }] of functions()) expect(names).toContain(`/aws/lambda/${Properties['FunctionName']}`);
  });

  it('raises every alarm of every hook, to the topic', () => {
    const alarms = new Map(
      all('AWS::CloudWatch::Alarm').map(([, { Properties }]) => [Properties['AlarmName'], Properties]),
    );
    for (const [, resource] of hookFunctions()) {
      const name = String(resource.Properties['FunctionName']);
      for (const watch of [
        'crashes',
        'throttles',
        'slow',
        'failed',
        'unreadable-events',
        'degraded',
        'denied',
        'signature-failures',
        'missing-secrets',
      ]) {
        expect(alarms.get(`${name}-${watch}`), `${name}-${watch}`).toMatchObject({
          AlarmActions: [{ Ref: 'AlarmTopic' }],
        });
      }
      const deadline = Math.min(
        ...Object.values(hooks).flatMap((hook) =>
          nameOf(resource).startsWith(hook.name.replace(/-v\d$/, '').replaceAll('/', '-'))
            ? [hook.limits.deadlineMs]
            : [],
        ),
      );
      expect(alarms.get(`${name}-slow`)).toHaveProperty('Threshold', deadline * 0.8);
      // Only Cognito's function throws its denials; whatever else it throws must not be subtracted.
      const crashes = JSON.stringify(Object(alarms.get(`${name}-crashes`))['Metrics']);
      const own = new Set([...crashes.matchAll(/"CustomClaims","MetricName":"(\w+)"/g)].map(([, metric]) => metric));
      expect([...own], name).toEqual(nameOf(resource).startsWith('cognito-') ? ['Thrown'] : []);
    }
    const [[, dashboard] = ['', undefined], ...others] = all('AWS::CloudWatch::Dashboard');
    expect(others).toEqual([]);
    const { widgets } = JSON.parse(Object(dashboard?.Properties['DashboardBody'])['Fn::Sub']);
    expect(widgets).toHaveLength(hookFunctions().length * 3 + 3);
    const series = widgets.flatMap(({ properties }: { properties: { metrics: unknown[] } }) => properties.metrics);
    expect(series).toContainEqual(['AWS/ApiGateway', '5xx', 'ApiId', `\${HttpApi}`, 'Stage', `\${HttpApiStage}`]);
    expect(series).toContainEqual(['CustomClaims', 'ThrottledRequests', 'stage', stage]);
  });

  const alarmOf = (name: string) =>
    Object(
      all('AWS::CloudWatch::Alarm').find(
        ([, { Properties }]) => Properties['AlarmName'] === `custom-claims-${stage}-${name}`,
      )?.[1].Properties,
    );
  const metricOf = (name: string) => alarmOf(name).Metrics[0].MetricStat.Metric;

  it.each([
    ['api-5xx', '5xx', 5],
    ['api-4xx', '4xx', 100],
  ])('raises %s on what API Gateway counts for the API and its stage', (name, metric, threshold) => {
    expect(alarmOf(name)).toMatchObject({ Threshold: threshold, AlarmActions: [{ Ref: 'AlarmTopic' }] });
    expect(metricOf(name)).toEqual({
      Namespace: 'AWS/ApiGateway',
      MetricName: metric,
      Dimensions: [
        { Name: 'ApiId', Value: { Ref: 'HttpApi' } },
        { Name: 'Stage', Value: { Ref: 'HttpApiStage' } },
      ],
    });
    expect(service.template.Resources['HttpApi']?.Type).toBe('AWS::ApiGatewayV2::Api');
  });

  it('raises api-429 on the throttled calls in the access log, which no function sees', () => {
    const [[, filter] = ['', undefined]] = all('AWS::Logs::MetricFilter');
    const { LogGroupName, FilterPattern, MetricTransformations } = Object(filter?.Properties);
    expect(service.template.Resources[LogGroupName.Ref]?.Type).toBe('AWS::Logs::LogGroup');
    expect(FilterPattern).toBe('{ $.status = "429" }');
    const [{ MetricNamespace, MetricName, MetricValue, Dimensions }] = MetricTransformations;
    expect({ MetricValue, Dimensions }).toEqual({ MetricValue: '1', Dimensions: [{ Key: 'stage', Value: '$.stage' }] });
    const { Format } = Object(service.template.Resources['HttpApiStage']?.Properties['AccessLogSettings']);
    expect(JSON.parse(Format)).toMatchObject({ status: '$context.status', stage });
    expect(metricOf('api-429')).toEqual({
      Namespace: MetricNamespace,
      MetricName,
      Dimensions: [{ Name: 'stage', Value: stage }],
    });
    expect(alarmOf('api-429')).toMatchObject({ Threshold: 1, AlarmActions: [{ Ref: 'AlarmTopic' }] });
  });

  it.each([
    ['admin-errors', 'Errors'],
    ['admin-throttles', 'Throttles'],
  ])('raises %s', (name, metric) => {
    expect(alarmOf(name)).toMatchObject({ Threshold: 1, AlarmActions: [{ Ref: 'AlarmTopic' }] });
    expect(metricOf(name)).toMatchObject({
      MetricName: metric,
      Dimensions: [{ Name: 'FunctionName', Value: `custom-claims-${stage}-admin` }],
    });
  });

  const anchorOf = ({ AlarmDescription }: Members): string | undefined =>
    /docs\/runbook\.md#([\w-]+)\.$/.exec(String(AlarmDescription))?.[1];

  it('sends whoever gets an alarm to a heading of the runbook', () => {
    const runbook = readFileSync(new URL('../../docs/runbook.md', import.meta.url), 'utf8');
    const headings = runbook.split('\n').filter((line) => line.startsWith('## '));
    for (const [, { Properties }] of all('AWS::CloudWatch::Alarm')) {
      expect(headings, String(Properties['AlarmName'])).toContain(`## ${anchorOf(Properties)}`);
    }
  });

  it('keeps the tables: on demand, with point-in-time recovery', () => {
    const tables = all('AWS::DynamoDB::Table');
    expect(tables.map(([name]) => name).sort()).toEqual(['AttributesTable', 'ChangesTable']);
    for (const [, table] of tables) {
      expect(table).toMatchObject({
        DeletionPolicy: 'Retain',
        Properties: {
          BillingMode: 'PAY_PER_REQUEST',
          PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
          DeletionProtectionEnabled: stage !== 'dev',
        },
      });
      expect(Object(table.Properties['SSESpecification'])['KMSMasterKeyId']).toBe(
        stage === 'prod' ? customerKey : undefined,
      );
    }
  });

  it('tells what the set-up pages ask for', () => {
    expect(Object.keys(service.template.Outputs)).toEqual(
      expect.arrayContaining([
        'HttpApiUrl',
        'AttributesTableName',
        'ChangesTableName',
        'SecretsPath',
        'AlarmTopicArn',
        'DashboardUrl',
        'CognitoTriggerArn',
      ]),
    );
  });

  it.runIf(stage === 'prod')('moves traffic in steps, back on an alarm, and keeps environments warm', () => {
    expect(all('AWS::CodeDeploy::DeploymentGroup')).toHaveLength(hookFunctions().length);
    for (const [name, { Properties, UpdatePolicy }] of all('AWS::Lambda::Alias')) {
      expect(UpdatePolicy).toEqual({
        CodeDeployLambdaAliasUpdate: {
          ApplicationName: { Ref: 'CanaryApplication' },
          DeploymentGroupName: { Ref: `${name}DeploymentGroup` },
        },
      });
      expect(Properties).toHaveProperty('ProvisionedConcurrencyConfig.ProvisionedConcurrentExecutions', 2);
    }
    for (const [, { Properties }] of all('AWS::CodeDeploy::DeploymentGroup')) {
      expect(Properties).toMatchObject({
        DeploymentConfigName: 'CodeDeployDefault.LambdaCanary10Percent5Minutes',
        AutoRollbackConfiguration: { Enabled: true },
        AlarmConfiguration: { Enabled: true, Alarms: expect.arrayContaining([expect.anything()]) },
      });
      const watched = Object(Properties['AlarmConfiguration'])['Alarms'].map(
        ({ Name }: { readonly Name: { readonly Ref: string } }) =>
          anchorOf(service.template.Resources[Name.Ref]?.Properties ?? {}),
      );
      // Nothing that a stranger can set off by calling wrongly.
      expect(watched).toEqual(['crashes', 'failed', 'unreadable-events', 'throttles']);
    }
  });

  it.runIf(stage === 'prod')('makes a user pool that calls the alias with V3_0 and outlives the stack', () => {
    const pool = service.template.Resources['CognitoUserPoolCustomers'];
    expect(pool).toMatchObject({
      DeletionPolicy: 'Retain',
      Properties: {
        DeletionProtection: 'ACTIVE',
        LambdaConfig: { PreTokenGenerationConfig: { LambdaVersion: 'V3_0' } },
      },
    });
    expect(JSON.stringify(pool?.Properties['LambdaConfig'])).toContain('"live"');
    expect(service.template.Outputs).toHaveProperty('UserPoolId');
  });

  it('lets old attributes stand in, and logs subjects as they are, only where the stage says so', () => {
    for (const [, resource] of hookFunctions()) {
      const { LAST_KNOWN_GOOD_SECONDS, LOG_SUBJECTS } = variablesOf(resource);
      expect([LAST_KNOWN_GOOD_SECONDS, LOG_SUBJECTS]).toEqual(stage === 'prod' ? ['60', 'plain'] : ['0', undefined]);
    }
  });

  it.runIf(stage === 'prod')('traces with X-Ray', () => {
    for (const [, { Properties }] of functions())
      expect(Properties).toMatchObject({ TracingConfig: { Mode: 'Active' } });
  });
});
