import * as z from 'zod';
import { InvalidConfigurationError } from '../lib/errors.ts';

/** `--param` on the command line gives text. */
const flag = z.union([z.boolean(), z.stringbool()]);
const count = z.coerce.number().int().min(0);

/** What `serverless.yml` decides per stage (`params`), checked. */
const parameters = z.object({
  /** Concurrent executions that are set aside for each function, so that a flood at one starves no other; 0: none. */
  reservedConcurrency: count,
  /** Execution environments that are kept warm for each hook; 0: none. */
  provisionedConcurrency: count,
  /** Requests per second of each route, and how many may come at once. */
  throttleRate: count.min(1),
  throttleBurst: count.min(1),
  /** Whether a hook with under a second may start cold (`allow`), or needs provisioned concurrency. */
  coldStarts: z.enum(['refuse', 'allow']),
  /** How long groups and organizations are served from a function's memory; 0: not at all. */
  groupCacheSeconds: count,
  /** How old attributes may be that stand in while DynamoDB does not answer, at most 300; 0: none do. */
  lastKnownGoodSeconds: count.max(300),
  /** Whether subjects are logged under a keyed hash or as they are: then the log holds personal data. */
  logSubjects: z.enum(['hashed', 'plain']),
  /** How many denials, and calls without a valid proof, in five minutes are unusual. */
  deniedThreshold: count.min(1),
  signatureFailureThreshold: count.min(1),
  /** How many answers with 5xx, and with 4xx, of the whole HTTP API in five minutes are unusual. */
  serverErrorThreshold: count.min(1),
  clientErrorThreshold: count.min(1),
  /** Who gets the alarms; empty: whoever subscribes to the topic. */
  alarmEmail: z.union([z.literal(''), z.email()]),
  /** The name of a Cognito user pool that this stack makes and attaches; empty: none. */
  userPool: z.string().regex(/^\w*$/),
  userPoolTrigger: z.enum(['V1_0', 'V2_0', 'V3_0']),
  xray: flag,
  /** The ARN of a customer managed key for the table and the secrets; empty: AWS's own keys. */
  kmsKeyArn: z.string(),
  /** Whether the admin API is deployed, and whose tokens it takes. */
  admin: flag,
  adminIssuer: z.string(),
  adminAudience: z.string(),
  adminJwksUri: z.string(),
  /** Separated by commas; empty: RS256, PS256, ES256 and EdDSA. */
  adminAlgorithms: z.string(),
  adminClientId: z.string(),
  /** A CodeDeploy configuration such as `LambdaCanary10Percent5Minutes`; `AllAtOnce`: no canary. */
  deployment: z.string().regex(/^(AllAtOnce|Lambda(Canary|Linear)\w+)$/),
});

const settings = parameters.extend({ service: z.string(), stage: z.string().regex(/^[a-z0-9-]+$/) });

const consistent = settings.check(
  z.refine(
    ({ reservedConcurrency, provisionedConcurrency }) =>
      reservedConcurrency === 0 || provisionedConcurrency <= reservedConcurrency,
    {
      path: ['provisionedConcurrency'],
      error:
        'is greater than reservedConcurrency, which AWS refuses in the middle of the deployment: raise reservedConcurrency to at least as much, or set it to 0',
    },
  ),
);

export const parameterNames = Object.keys(parameters.shape);
export type Settings = z.infer<typeof settings>;

/** @throws InvalidConfigurationError naming the parameter */
export const parseSettings = (given: unknown): Settings => {
  const parsed = consistent.safeParse(given);
  if (parsed.success) return parsed.data;
  throw new InvalidConfigurationError(
    `serverless.yml: a parameter of this stage ("params") is not usable:\n${z.prettifyError(parsed.error)}`,
  );
};
