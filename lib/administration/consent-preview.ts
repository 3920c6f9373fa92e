import { compilePolicy } from '../claims/compile.ts';
import { decide } from '../claims/decide.ts';
import type { ClaimTrace, WithholdReason } from '../claims/decision.ts';
import type { SubjectAttributes } from '../claims/subject-attributes.ts';
import { toTokenRequest } from '../to-token-request.ts';
import { nothingPresent, type TokenKind } from '../token-request.ts';
import type { Services } from './services.ts';
import { findTarget } from './target.ts';

export type ConsentQuery = {
  readonly instance: string;
  readonly client: string;
  readonly scopes: readonly string[];
  readonly audiences?: readonly string[] | undefined;
};

/** One line of a consent screen. */
export type ConsentClaim = {
  readonly claim: string;
  readonly description: string;
  readonly tokens: readonly TokenKind[];
};

/** Reasons that depend on the person and not on the client and its scopes. */
const personal: ReadonlySet<WithholdReason> = new Set<WithholdReason>([
  'no_value',
  'invalid_value',
  'sensitive_value',
  'too_deep',
  'too_long',
  'unsupported_type',
  'over_budget',
]);

const mayReceive = (trace: ClaimTrace): boolean => trace.outcome === 'released' || personal.has(trace.reason);

/** Somebody who is known and has nothing stored: what is left is what client and scopes decide. */
const nobody: SubjectAttributes = {
  user: { attributes: {}, version: 1 },
  groups: [],
  sources: {},
  freshness: 'fresh',
};

/**
 * The claims that a client would get with these scopes, for a consent screen: names and descriptions, no values. It
 * is the production decision for a person without attributes, so that consent and tokens cannot differ.
 * @throws InvalidRequestError when there is no such hook instance
 */
export const previewConsent = (
  { policy, instances, hooks }: Pick<Services, 'policy' | 'instances' | 'hooks'>,
  { instance, client, scopes, audiences = [] }: ConsentQuery,
): readonly ConsentClaim[] => {
  const { instanceConfig, hook } = findTarget({ instances, hooks }, instance);
  const request = toTokenRequest(
    {
      grantType: 'authorization_code',
      subject: { kind: 'user', id: 'consent' },
      client,
      scopes: { granted: scopes, requested: scopes },
      audiences,
      groups: [],
      idpAttributes: {},
      tokens: hook.limits.tokens,
      present: nothingPresent,
    },
    instanceConfig,
  );
  const { trace } = decide(compilePolicy(policy, hook.limits), request, nobody);
  return Object.entries(policy.claims).flatMap(([claim, { description }]) => {
    const tokens = trace.filter((entry) => entry.claim === claim && mayReceive(entry)).map(({ token }) => token);
    return tokens.length === 0 ? [] : [{ claim, description, tokens }];
  });
};
