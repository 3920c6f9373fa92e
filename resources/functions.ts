import { cognitoFunctionName, enabledHookFunctions, type HookFunction } from './enabled-functions.ts';
import { adminEnvironment, hookEnvironment } from './environment.ts';
import { readFragments } from './function-fragment.ts';
import { functionName, roleLogicalId } from './names.ts';
import type { Settings } from './settings.ts';

/** The trigger of a user pool of this stack; the framework makes the pool, and lets it call the alias. */
const userPoolEvents = ({ name }: HookFunction, { userPool, userPoolTrigger }: Settings) =>
  name === cognitoFunctionName && userPool !== ''
    ? {
        events: [
          { cognitoUserPool: { pool: userPool, trigger: 'PreTokenGeneration', lambdaVersion: userPoolTrigger } },
        ],
      }
    : {};

const operation = ({ xray, reservedConcurrency }: Settings) => ({
  ...(xray && { tracing: 'Active' }),
  ...(reservedConcurrency > 0 && { reservedConcurrency }),
});

const toFunction = (hook: HookFunction, settings: Settings) => ({
  ...hook.fragment,
  ...userPoolEvents(hook, settings),
  name: functionName(settings, hook.name),
  role: roleLogicalId(hook.name),
  environment: hookEnvironment(settings, hook.secrets.length > 0),
  ...operation(settings),
});

const adminFunctions = (settings: Settings) =>
  settings.admin
    ? Object.entries(readFragments('admin')).map(([name, fragment]) => [
        name,
        {
          ...fragment,
          name: functionName(settings, name),
          role: roleLogicalId(name),
          environment: adminEnvironment(settings),
          ...operation(settings),
        },
      ])
    : [];

/** `functions` of serverless.yml: the enabled hooks, and the administration where the stage wants it. */
export const serverlessFunctions = (settings: Settings) =>
  Object.fromEntries([
    ...enabledHookFunctions().map((hook) => [hook.name, toFunction(hook, settings)]),
    ...adminFunctions(settings),
  ]);
