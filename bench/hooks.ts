import { readFileSync } from 'node:fs';
import * as z from 'zod/mini';
import policy from '../claims.config.ts';
import { compilePolicy } from '../lib/claims/compile.ts';
import { decide } from '../lib/claims/decide.ts';
import { toTokenRequest } from '../lib/to-token-request.ts';
import { hookFixtures } from '../test/support/hooks/index.ts';
import { realm } from '../test/support/vector.ts';
import { type Measured, type MeasureOptions, measure } from './measure.ts';

/** For every hook: its first recorded event parsed and translated, and a decision rendered as its IdP's answer. */
export const measureHooks = async (options: MeasureOptions): Promise<readonly Measured[]> => {
  const results: Measured[] = [];
  for (const { hook, events, settings = {} } of hookFixtures) {
    const file = new URL(`../test/fixtures/events/${hook.idp}/${events[0]}`, import.meta.url);
    const raw: unknown = JSON.parse(readFileSync(file, 'utf8'));
    const parse = () => hook.toTokenRequest(z.parse(hook.event, raw), settings);
    const request = toTokenRequest(parse(), {
      hook: hook.name,
      realm,
      proof: { kind: 'user-pools', userPoolIds: [] },
      scopes: { from: 'assumed', scopes: Object.keys(policy.scopes) },
      groups: 'both',
      onFailure: 'deny',
      mode: 'enforce',
    });
    const attributes = { user_id: 1, user_role: 'admin', company_id: 2, subscription_level: 'gold' };
    const decision = decide(compilePolicy(policy, hook.limits), request, {
      user: { attributes, version: 1 },
      groups: [],
      sources: {},
      freshness: 'fresh',
    });
    if (decision.outcome !== 'issue') throw new Error(`${hook.name}: the benchmark's decision denies.`);
    const event = z.parse(hook.event, raw);
    results.push(await measure(`${hook.name}: parse`, parse, options));
    results.push(await measure(`${hook.name}: render`, () => hook.issue(event, decision), options));
  }
  return results;
};
