import * as z from 'zod/mini';
import type { CheckTarget } from '../../lib/claims/checks/finding.ts';
import type { HookInstance } from '../../lib/hook-instance.ts';
import { defineTokenHook, type HookLimits } from '../../lib/token-hook.ts';
import { referenceLimits } from './reference-limits.ts';
import { vectorRequest } from './vector.ts';

/** An instance that `claims check` has nothing to say about, of a hook that can do everything, but for what is changed. */
export const checkTarget = (
  limits: Partial<HookLimits> = {},
  instanceConfig: Partial<HookInstance> = {},
  instance = 'login',
): CheckTarget => ({
  instance,
  instanceConfig: {
    hook: 'reference/login',
    realm: 'main',
    proof: { kind: 'standard-webhooks', secret: instance },
    scopes: { from: 'granted' },
    groups: 'both',
    onFailure: 'deny',
    mode: 'enforce',
    ...instanceConfig,
  },
  hook: defineTokenHook({
    idp: 'reference',
    name: 'reference/login',
    event: z.unknown(),
    limits: { ...referenceLimits, ...limits },
    toTokenRequest: () => vectorRequest(),
    issue: () => null,
    unchanged: () => null,
    deny: () => null,
  }),
});
