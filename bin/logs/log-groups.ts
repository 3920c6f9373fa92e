import type { HookInstances } from '../../lib/hook-instance.ts';
import { logGroupName, serviceName } from '../../resources/names.ts';

/** Cognito's versions share one function; every other hook has its own, named as it is. */
const functionOf = (hook: string): string =>
  hook.startsWith('cognito/') ? 'cognito-pre-token-generation' : hook.replace('/', '-');

/** The log groups of the deployed functions, each once; of one instance or hook, where it is named. */
export const hookLogGroups = (instances: HookInstances, stage: string, named?: string): readonly string[] => [
  ...new Set(
    Object.entries(instances)
      .filter(([instance, { hook }]) => named === undefined || instance === named || hook === named)
      .map(([, { hook }]) => logGroupName({ service: serviceName, stage }, functionOf(hook))),
  ),
];

export const adminLogGroup = (stage: string): string => logGroupName({ service: serviceName, stage }, 'admin');
