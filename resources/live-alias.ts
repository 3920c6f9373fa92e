import { InvalidConfigurationError } from '../lib/errors.ts';
import type { HookFunction } from './enabled-functions.ts';
import { aliasLogicalId } from './names.ts';
import type { Settings } from './settings.ts';
import { ref } from './statement.ts';

/** The alias that IdPs and API Gateway call: what it points to can be moved, and moved back, without them. */
export const liveAliasName = 'live';

/** Below this deadline a cold start alone can lose the token. */
const coldStartMs = 1000;

const refuseColdStarts = ({ name, hooks }: HookFunction, { coldStarts, provisionedConcurrency }: Settings): void => {
  const tight = hooks.find(({ limits }) => limits.deadlineMs < coldStartMs);
  if (tight && coldStarts === 'refuse' && provisionedConcurrency === 0) {
    throw new InvalidConfigurationError(
      `The function "${name}" has ${tight.limits.deadlineMs} ms, which a cold start alone can take. Set the parameter provisionedConcurrency to 1 or more for this stage (serverless.yml, params), or coldStarts: allow where a lost login does not matter.`,
    );
  }
};

export type LiveAlias = {
  readonly name: string;
  readonly logicalId: string;
  readonly properties: Readonly<Record<string, unknown>>;
  readonly updatePolicy?: unknown;
};

/** What plugins/live-alias.cjs adds to the alias of a function, beside the function's version. */
export const liveAlias = (hook: HookFunction, settings: Settings): LiveAlias => {
  refuseColdStarts(hook, settings);
  const { provisionedConcurrency, deployment } = settings;
  return {
    name: liveAliasName,
    logicalId: aliasLogicalId(hook.name),
    properties:
      provisionedConcurrency > 0
        ? { ProvisionedConcurrencyConfig: { ProvisionedConcurrentExecutions: provisionedConcurrency } }
        : {},
    ...(deployment !== 'AllAtOnce' && {
      updatePolicy: {
        CodeDeployLambdaAliasUpdate: {
          ApplicationName: ref('CanaryApplication'),
          DeploymentGroupName: ref(`${aliasLogicalId(hook.name)}DeploymentGroup`),
        },
      },
    }),
  };
};
