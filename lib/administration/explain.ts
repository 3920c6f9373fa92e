import type { AttributeReader } from '../attributes/attribute-store.ts';
import type { ModeOverride } from '../attributes/item.ts';
import { type CompiledPolicy, compilePolicy } from '../claims/compile.ts';
import { decide } from '../claims/decide.ts';
import type { ClaimsDecision } from '../claims/decision.ts';
import { utf8Length } from '../claims/guards/size.ts';
import type { ClaimsPolicy } from '../claims/policy.ts';
import { effectiveMode } from '../effective-mode.ts';
import type { HookInstance, HookMode } from '../hook-instance.ts';
import { loadSubjectAttributes } from '../load-subject-attributes.ts';
import type { AttributeSource } from '../sources/attribute-source.ts';
import { toTokenRequest } from '../to-token-request.ts';
import type { HookLimits, TokenHook } from '../token-hook.ts';
import type { IncomingTokenRequest, PerToken, TokenKind, TokenRequest } from '../token-request.ts';

/** A hypothetical token request and everything that it is decided from. */
export type ExplainOptions = {
  readonly policy: ClaimsPolicy;
  readonly instance: string;
  readonly instanceConfig: HookInstance;
  readonly hook: TokenHook;
  readonly incoming: IncomingTokenRequest;
  readonly reader: AttributeReader;
  /** Additional sources, asked beside the table. */
  readonly sources?: readonly AttributeSource[] | undefined;
  readonly signal?: AbortSignal | undefined;
};

/** UTF-8 bytes of our claims in one token, and how many there may be: the hook's limit or the policy's budget. */
export type TokenBudget = { readonly bytes: number; readonly limit: number };

/** A group that counts for the request: from the event, or from the stored items. */
export type ExplainedGroup = {
  readonly name: string;
  readonly version: number;
  readonly precedence?: number | undefined;
  readonly from: 'event' | 'directory';
};

/** What would be issued, and why. `decision` holds claim values; its trace holds none. */
export type Explanation = {
  readonly instance: string;
  readonly hook: string;
  /** `effective` is what counts for this very request; in any mode but `enforce` nothing is injected. */
  readonly mode: {
    readonly configured: HookMode;
    readonly override?: ModeOverride | undefined;
    readonly effective: HookMode;
  };
  readonly request: TokenRequest;
  readonly groups: readonly ExplainedGroup[];
  /** Groups that the event names and nobody has stored. */
  readonly unknownGroups: readonly string[];
  readonly decision: ClaimsDecision;
  readonly budget: PerToken<TokenBudget>;
};

/**
 * Decides a token request as production does (the same translation, the same `decide`), reading consistently, and keeps
 * what a person wants to know about it.
 * @throws what the translation and the reader throw
 */
export const explainTokenRequest = async (options: ExplainOptions): Promise<Explanation> => {
  const { policy, instance, instanceConfig, hook, reader } = options;
  const request = toTokenRequest(options.incoming, instanceConfig);
  const consistentReader: AttributeReader = {
    load: (query, reading) => reader.load({ ...query, consistent: true }, reading),
  };
  const { attributes, modeOverride } = await loadSubjectAttributes(
    { reader: consistentReader, sources: options.sources ?? [] },
    { request, instance, settings: instanceConfig, policy: options.policy },
    { signal: options.signal ?? AbortSignal.timeout(longestReadMs) },
  );
  const compiled = compileOnce(policy, hook.limits);
  const decision = decide(compiled, request, attributes);
  const known = new Set(attributes.groups.map(({ name }) => name));
  const fromEvent = new Set(request.groups);
  return {
    instance,
    hook: hook.name,
    mode: {
      configured: instanceConfig.mode,
      override: modeOverride,
      effective: effectiveMode({ instance, configured: instanceConfig.mode, override: modeOverride, request }),
    },
    request,
    groups: attributes.groups.map(({ name, version, precedence }) => ({
      name,
      version,
      precedence,
      from: fromEvent.has(name) ? 'event' : 'directory',
    })),
    unknownGroups: request.groups.filter((name) => !known.has(name)),
    decision,
    budget: budgetOf(compiled.budget, decision),
  };
};

/** Comparing a policy for a whole directory asks thousands of times for the same two. */
const compileOnce = (policy: ClaimsPolicy, limits: HookLimits): CompiledPolicy => {
  const known = compiledPolicies.get(policy) ?? new WeakMap<HookLimits, CompiledPolicy>();
  compiledPolicies.set(policy, known);
  const compiled = known.get(limits) ?? compilePolicy(policy, limits);
  known.set(limits, compiled);
  return compiled;
};
const compiledPolicies = new WeakMap<ClaimsPolicy, WeakMap<HookLimits, CompiledPolicy>>();

/** A preview waits longer than a login may. */
const longestReadMs = 10_000;

const budgetOf = (limit: number, decision: ClaimsDecision): PerToken<TokenBudget> => {
  const budget = (token: TokenKind): TokenBudget => ({
    bytes: decision.outcome === 'issue' ? utf8Length(JSON.stringify(decision.claims[token])) : 0,
    limit,
  });
  return { id_token: budget('id_token'), access_token: budget('access_token'), userinfo: budget('userinfo') };
};
