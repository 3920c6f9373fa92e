import type { AttributeReader } from '../attributes/attribute-store.ts';
import { createConnectedAttributeReader } from '../attributes/dynamodb-attribute-reader.ts';
import { createDynamoDBConnection } from '../attributes/dynamodb-connection.ts';
import { createLastKnownGoodReader } from '../attributes/last-known-good-reader.ts';
import { createSignedTransport } from '../attributes/signed-transport.ts';
import type { Authentication } from '../callers/authenticate.ts';
import type { BearerJwtProof, BearerJwtVerifier } from '../callers/bearer-jwt.ts';
import type { ClaimsPolicy } from '../claims/policy.ts';
import type { CreateIfAbsent } from '../create-subject.ts';
import { InvalidConfigurationError, MissingSecretError } from '../errors.ts';
import type { HookInstance, Proof } from '../hook-instance.ts';
import { createModeOverrides, type ModeOverrides } from '../mode-overrides.ts';
import type { DecisionRecord } from '../observability/decision-record.ts';
import { createDecisionRecorder } from '../observability/decision-recorder.ts';
import { createParameterStoreSecrets } from '../secrets/parameter-store-secrets.ts';
import type { Secrets } from '../secrets/secrets.ts';
import { staticSecrets } from '../secrets/static-secrets.ts';
import type { AttributeSource } from '../sources/attribute-source.ts';
import type { AttributeSourceConfig } from '../sources/source-config.ts';
import { type Environment, readEnvironment, readSubjectLogging } from './environment.ts';

/** What takes the place of a part made from the environment: in tests, the contract suite and local runs. */
export type HookServiceOverrides = {
  readonly reader?: AttributeReader;
  readonly secrets?: Secrets;
  readonly sources?: readonly AttributeSource[];
  readonly createIfAbsent?: CreateIfAbsent;
  /** Milliseconds since 1970, for the age of proofs and the log's timestamps; deadlines keep real time. */
  readonly now?: () => number;
  /** Takes the log lines. */
  readonly write?: (line: string) => void;
};

export type HookServices = {
  readonly authentication: Authentication;
  readonly reader: AttributeReader;
  readonly sources: readonly AttributeSource[];
  /** One for all hooks of a process, so that what one of them has seen counts for the others. */
  readonly modeOverrides: ModeOverrides;
  readonly createIfAbsent: CreateIfAbsent | undefined;
  readonly record: (record: DecisionRecord) => void;
  /** Opens the connections and reads secrets and keys. For Lambda's INIT phase; never rejects. */
  warmUp(options: { readonly signal: AbortSignal }): Promise<void>;
};

type Warmable = { warmUp?(options: { readonly signal: AbortSignal }): Promise<void> };

/** What stands for a part that could not be made: the fault is kept and every call meets it. */
const failing = (fault: unknown): { reader: AttributeReader; secrets: Secrets } => ({
  reader: { load: () => Promise.reject(fault) },
  secrets: { get: () => Promise.reject(fault), refresh: async () => false },
});

const toStore = (environment: Environment) => {
  const {
    attributesTable: table,
    dynamodbEndpoint: endpoint,
    groupCacheSeconds,
    lastKnownGoodSeconds,
    region,
  } = environment;
  const connection = createDynamoDBConnection(createSignedTransport({ endpoint, region }));
  const reader = createConnectedAttributeReader(connection, { table, groupCacheSeconds });
  return {
    reader: { ...createLastKnownGoodReader(reader, { seconds: lastKnownGoodSeconds }), warmUp: reader.warmUp },
    // Loaded when it is used: policies without `unknownSubject: 'create'` never evaluate the write path.
    createIfAbsent: async (...parameters: Parameters<CreateIfAbsent>) => {
      const { createCreateIfAbsent } = await import('../attributes/create-if-absent.ts');
      return createCreateIfAbsent(connection, table)(...parameters);
    },
  };
};

const lambdaCredentials = () => {
  const { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey, AWS_SESSION_TOKEN } = process.env;
  if (accessKeyId === undefined || secretAccessKey === undefined) {
    throw new InvalidConfigurationError(
      'AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY are missing. Lambda sets them; elsewhere set them to reach Parameter Store.',
    );
  }
  return { accessKeyId, secretAccessKey, sessionToken: AWS_SESSION_TOKEN };
};

const toSecrets = (names: readonly string[], { secretsPath, ssmEndpoint, region }: Environment, now: () => number) => {
  if (names.length === 0) return staticSecrets({});
  if (secretsPath === undefined) {
    throw new MissingSecretError(
      `The environment variable SECRETS_PATH is missing: the path of the parameters ${names.join(', ')}.`,
    );
  }
  return createParameterStoreSecrets({
    path: secretsPath,
    names,
    region,
    endpoint: ssmEndpoint,
    credentials:
      ssmEndpoint === undefined ? lambdaCredentials : () => ({ accessKeyId: 'local', secretAccessKey: 'local' }),
    now,
  });
};

const attempt = <Part, Substitute>(make: () => Part, substitute: (fault: unknown) => Substitute): Part | Substitute => {
  try {
    return make();
  } catch (fault) {
    return substitute(fault);
  }
};

const secretOfProof = (proof: Proof): readonly string[] => ('secret' in proof ? [proof.secret] : []);

const secretOfSource = (source: AttributeSourceConfig): readonly string[] =>
  source.kind === 'http-json' && source.authorization ? [source.authorization.secret] : [];

/** The code of sources is loaded only where there are any. */
const toSources = async (
  configs: readonly AttributeSourceConfig[],
  secrets: Secrets,
): Promise<readonly AttributeSource[]> => {
  if (configs.length === 0) return [];
  try {
    const { createAttributeSources } = await import('../sources/attribute-sources.ts');
    return createAttributeSources(configs, { secrets });
  } catch (fault) {
    return [{ name: 'misconfigured', load: () => Promise.reject(fault) }];
  }
};

const lazyBearerJwt = (now: () => number): (() => Promise<BearerJwtVerifier>) => {
  let loading: Promise<BearerJwtVerifier> | undefined;
  return () => {
    loading ??= import('../callers/bearer-jwt.ts').then(({ createBearerJwtVerifier }) =>
      createBearerJwtVerifier({ now }),
    );
    return loading;
  };
};

/**
 * Makes every part that the hook instances need, from the environment. Never throws: a part that cannot be made is
 * replaced by one that reports the fault at every call, so that the failure policy decides and not a crash.
 */
export const createHookServices = async ({
  instances,
  policy,
  sources = [],
  overrides = {},
}: {
  readonly instances: readonly HookInstance[];
  readonly policy: Pick<ClaimsPolicy, 'unknownSubject'>;
  readonly sources: readonly AttributeSourceConfig[] | undefined;
  readonly overrides: HookServiceOverrides | undefined;
}): Promise<HookServices> => {
  const { now = Date.now, write = (line) => process.stdout.write(`${line}\n`) } = overrides;
  const environment = attempt(
    () => ({ value: readEnvironment(process.env) }),
    (fault) => ({ fault }),
  );
  const fromEnvironment = <Part>(make: (environment: Environment) => Part): Part => {
    if ('fault' in environment) throw environment.fault;
    return make(environment.value);
  };
  const proofs = instances.map(({ proof }) => proof);
  const names = new Set([...proofs.flatMap(secretOfProof), ...sources.flatMap(secretOfSource)]);
  const store: { reader: AttributeReader & Warmable; createIfAbsent?: CreateIfAbsent } = overrides.reader
    ? { reader: overrides.reader }
    : attempt(() => fromEnvironment(toStore), failing);
  const secrets: Secrets & Warmable =
    overrides.secrets ??
    attempt(
      () => fromEnvironment((settings) => toSecrets([...names], settings, now)),
      (fault) => failing(fault).secrets,
    );
  const bearerJwt = lazyBearerJwt(now);
  const jwtProofs = proofs.filter((proof): proof is BearerJwtProof => proof.kind === 'bearer-jwt');

  return {
    authentication: { secrets, bearerJwt, now },
    reader: store.reader,
    modeOverrides: createModeOverrides(store.reader, now),
    sources: overrides.sources ?? (await toSources(sources, secrets)),
    createIfAbsent: policy.unknownSubject === 'create' ? (overrides.createIfAbsent ?? store.createIfAbsent) : undefined,
    record: createDecisionRecorder({
      write,
      now,
      stage: process.env['STAGE'] ?? 'dev',
      subjects: readSubjectLogging(process.env),
    }),
    warmUp: async (options) => {
      const warming = [
        store.reader.warmUp?.(options),
        secrets.warmUp?.(options),
        ...jwtProofs.map(async (proof) => (await bearerJwt()).prefetch(proof, options)),
      ];
      await Promise.allSettled(warming);
    },
  };
};
