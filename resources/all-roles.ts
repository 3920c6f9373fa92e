import { enabledHookFunctions } from './enabled-functions.ts';
import { readFragments } from './function-fragment.ts';
import { adminRole, hookRole } from './roles.ts';
import type { Settings } from './settings.ts';

/** One role per function. */
export const serverlessRoles = (settings: Settings) =>
  Object.assign(
    {},
    ...enabledHookFunctions().map((hook) => hookRole(hook, settings)),
    ...(settings.admin ? Object.keys(readFragments('admin')).map((name) => adminRole(name, settings)) : []),
  );
