import type { TokenHook } from '../lib/token-hook.ts';

/** Every token hook there is, by name: for `claims check`, `explain`, the console and the types of `hooks.config.ts`. */
export const hooks = {} as const satisfies Readonly<Record<string, TokenHook>>;

export type HookName = keyof typeof hooks;
