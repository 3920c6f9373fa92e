import type { Settings } from './settings.ts';

/** `service` of serverless.yml, and the region that it deploys to where nothing names one. */
export const serviceName = 'custom-claims';
export const defaultRegion = 'eu-central-1';

type Deployment = Pick<Settings, 'service' | 'stage'>;

/** `auth0-post-login` as part of a CloudFormation logical id: `Auth0PostLogin`. */
export const logicalName = (name: string): string =>
  name.replaceAll(/(?:^|[^a-zA-Z0-9]+)([a-zA-Z0-9])/g, (_, first: string) => first.toUpperCase());

/** The logical id that the Serverless Framework gives a function of this name. */
export const functionLogicalId = (name: string): string =>
  `${name[0]?.toUpperCase()}${name.slice(1).replaceAll('-', 'Dash').replaceAll('_', 'Underscore')}LambdaFunction`;

export const roleLogicalId = (name: string): string => `${logicalName(name)}Role`;
export const aliasLogicalId = (name: string): string => `${logicalName(name)}Alias`;

export const functionName = ({ service, stage }: Deployment, name: string): string => `${service}-${stage}-${name}`;
export const logGroupName = (deployment: Deployment, name: string): string =>
  `/aws/lambda/${functionName(deployment, name)}`;

/** Where the hooks' secrets are, without a slash at the end. */
export const secretsPath = ({ service, stage }: Deployment): string => `/${service}/${stage}/hooks`;
export const tableName = ({ service, stage }: Deployment, table: 'attributes' | 'changes'): string =>
  `${service}-${stage}-${table}`;
