import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import policy from '../claims.config.ts';
import { hooks } from '../functions/hooks.ts';
import ownInstances from '../hooks.config.ts';
import { previewConsent } from '../lib/administration/consent-preview.ts';
import { createDynamoDBAttributeStore } from '../lib/attributes/dynamodb-attribute-store.ts';
import type { HookInstances } from '../lib/hook-instance.ts';
import { createTables } from './create-tables.ts';
import { startEmbeddedDynamoDB } from './embedded-dynamodb.ts';
import { startFront } from './front.ts';
import { serveFunctions } from './functions.ts';
import { adminAudience } from './identity-provider/resource-servers.ts';
import { startIdentityProvider } from './identity-provider/start-identity-provider.ts';
import { ensureSecrets, machineSecret, secretForHook, secretsPath } from './local-secrets.ts';
import type { Ports } from './options.ts';
import { startParameterStore } from './parameter-store.ts';
import { requireFreePorts } from './ports.ts';
import { seedDemoData } from './seed.ts';

/** Where things run, and what somebody needs to talk to them. Holds a secret: never printed. */
export type WorldFacts = {
  readonly hooks: string;
  readonly issuer: string;
  readonly dynamodb: string;
  readonly parameterStore: string;
  /** For a shell, so that `claims` works on this world. */
  readonly environment: Readonly<Record<string, string>>;
  readonly machineSecret: string;
};

export type World = {
  readonly facts: WorldFacts;
  /** Settles when a part of it ends by itself. */
  readonly ended: Promise<Error>;
  close(): Promise<void>;
};

export type WorldOptions = {
  /** A copy of the service, and what its hooks.config.ts holds; default: this repository. */
  readonly service?: { readonly directory: string; readonly instances: HookInstances } | undefined;
  readonly ports: Ports;
  /** Where the data survives a restart; absent: in memory. */
  readonly data?: string | undefined;
  /** Takes edits of claims.config.ts and hooks.config.ts into account at once; default: not. */
  readonly watch?: boolean | undefined;
  /** What the Actions and the identity provider have to say. */
  readonly log: (line: string) => void;
  /** What serverless-offline and the functions write. */
  readonly functionsLog: (line: string) => void;
};

const tables = { attributes: 'custom-claims-local-attributes', changes: 'custom-claims-local-changes' };
const localFolder = fileURLToPath(new URL('../.local', import.meta.url));

const statusClaim = (): Record<string, string> =>
  policy.housekeeping?.status === false ? {} : { STATUS_CLAIM: `${policy.namespace ?? ''}claims_status` };

/** Starts everything, in the order in which one needs the other, and stops it in reverse. */
export const startWorld = async (options: WorldOptions): Promise<World> => {
  const { ports, data, watch = false, log, functionsLog, service } = options;
  const instances = service?.instances ?? ownInstances;
  await requireFreePorts(ports);
  const folder = data ?? localFolder;
  mkdirSync(folder, { recursive: true });
  await using parts = new AsyncDisposableStack();
  const started = <Part extends { close(): Promise<unknown> }>(part: Part): Part => {
    parts.defer(async () => void (await part.close()));
    return part;
  };

  const front = started(await startFront({ port: ports.port, functionsPort: ports['functions-port'] }));
  const dynamodb = await startEmbeddedDynamoDB({
    port: ports['dynamodb-port'],
    ...(data === undefined ? {} : { directory: join(data, 'dynamodb') }),
  });
  parts.defer(() => dynamodb.stop());
  await createTables(dynamodb.endpoint, tables);
  const store = createDynamoDBAttributeStore({
    endpoint: dynamodb.endpoint,
    table: tables.attributes,
    changesTable: tables.changes,
  });
  await seedDemoData(store);
  store.close();

  const parameters = started(await startParameterStore({ file: join(folder, 'secrets.json') }));
  ensureSecrets(parameters, instances);
  const login = Object.entries(instances).find(([, { hook }]) => hook === 'auth0/post-login');
  const actionSecrets = (hook: string) => () => ({
    CLAIMS_URL: `${front.url}/${hook}`,
    CLAIMS_SECRET: secretForHook(parameters, instances, hook),
    ...statusClaim(),
  });
  const identityProvider = started(
    await startIdentityProvider({
      port: ports['idp-port'],
      front: front.url,
      machineSecret: machineSecret(parameters),
      secrets: {
        postLogin: actionSecrets('auth0/post-login'),
        credentialsExchange: actionSecrets('auth0/credentials-exchange'),
      },
      askedClaims: (client, scopes, audience) =>
        login
          ? previewConsent({ policy, hooks, instances }, { instance: login[0], client, scopes, audiences: [audience] })
          : [],
      log,
    }),
  );

  const environment = {
    ATTRIBUTES_TABLE: tables.attributes,
    CHANGES_TABLE: tables.changes,
    DYNAMODB_ENDPOINT: dynamodb.endpoint,
    SSM_ENDPOINT: parameters.url,
    SECRETS_PATH: secretsPath,
    GROUP_CACHE_SECONDS: '0',
    ADMIN_ISSUER: identityProvider.url,
    ADMIN_AUDIENCE: adminAudience,
    ADMIN_JWKS_URI: `${identityProvider.url}/.well-known/jwks.json`,
    ADMIN_CLIENT_ID: 'console',
  };
  const functions = started(
    await serveFunctions({
      directory: service?.directory,
      httpPort: ports['functions-port'],
      lambdaPort: ports['lambda-port'],
      environment,
      watch,
      log: functionsLog,
    }),
  );
  front.ready();
  const running = parts.move();
  return {
    facts: {
      hooks: front.url,
      issuer: identityProvider.url,
      dynamodb: dynamodb.endpoint,
      parameterStore: parameters.url,
      environment,
      machineSecret: machineSecret(parameters),
    },
    ended: functions.ended,
    close: () => running.disposeAsync(),
  };
};
