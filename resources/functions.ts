import { enabledHookFunctions, type HookFunction } from './enabled-functions.ts';
import { adminEnvironment, hookEnvironment } from './environment.ts';
import { readFragments } from './function-fragment.ts';
import { functionName, roleLogicalId } from './names.ts';
import { secretsOf } from './roles.ts';
import type { Settings } from './settings.ts';

const toFunction = (hook: HookFunction, settings: Settings) => ({
  ...hook.fragment,
  name: functionName(settings, hook.name),
  role: roleLogicalId(hook.name),
  environment: hookEnvironment(settings, secretsOf(hook).length > 0),
  ...(settings.reservedConcurrency > 0 && { reservedConcurrency: settings.reservedConcurrency }),
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
        },
      ])
    : [];

/** `functions` of serverless.yml: the enabled hooks, and the administration where the stage wants it. */
export const serverlessFunctions = (settings: Settings) =>
  Object.fromEntries([
    ...enabledHookFunctions().map((hook) => [hook.name, toFunction(hook, settings)]),
    ...adminFunctions(settings),
  ]);
