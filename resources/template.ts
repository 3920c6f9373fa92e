import { adminAlarms } from './admin-alarms.ts';
import { alarmTopic, hookAlarms } from './alarms.ts';
import { apiAlarms } from './api-alarms.ts';
import { canaryResources } from './canary.ts';
import { dashboard } from './dashboard.ts';
import { enabledHookFunctions, type HookFunction } from './enabled-functions.ts';
import { tableEncryption } from './encryption.ts';
import { readFragments } from './function-fragment.ts';
import { liveAlias } from './live-alias.ts';
import { adminRole, hookRole } from './roles.ts';
import type { Settings } from './settings.ts';
import { cognitoOutputs, userPoolPermissions, userPoolProtection } from './user-pools.ts';

const adminFunctionNames = ({ admin }: Settings): readonly string[] =>
  admin ? Object.keys(readFragments('admin')) : [];

/** Cognito invokes its function directly; a stack of it alone, without the administration, has no HTTP API. */
const hasApi = (hooks: readonly HookFunction[], { admin }: Settings): boolean =>
  admin || hooks.some(({ fragment }) => (fragment.events ?? []).length > 0);

/** The part of the CloudFormation template that follows from which hooks are enabled. */
export const generatedResources = (settings: Settings) => {
  const hooks = enabledHookFunctions();
  return {
    Resources: Object.assign(
      {},
      ...hooks.map((hook) => hookRole(hook, settings)),
      ...adminFunctionNames(settings).map((name) => adminRole(name, settings)),
      ...hooks.map((hook) => userPoolPermissions(hook)),
      alarmTopic(settings),
      ...hooks.map((hook) => hookAlarms(hook, settings)),
      ...adminFunctionNames(settings).map((name) => adminAlarms(name, settings)),
      hasApi(hooks, settings) ? apiAlarms(settings) : {},
      canaryResources(hooks, settings),
      dashboard(hooks, settings, hasApi(hooks, settings)),
    ),
    Outputs: cognitoOutputs(hooks, settings),
    extensions: { ...tableEncryption(settings), ...userPoolProtection(settings) },
  };
};

/** The live alias of each hook's function, for plugins/live-alias.cjs. */
export const liveAliases = (settings: Settings) =>
  Object.fromEntries(enabledHookFunctions().map((hook) => [hook.name, liveAlias(hook, settings)]));
