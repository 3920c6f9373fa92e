import type { TokenRequest } from '../token-request.ts';
import type { ClaimValue } from './claim-value.ts';
import type { CompiledPolicy } from './compile.ts';
import type { FoundAttributes } from './found-attributes.ts';
import { mergeClaim } from './merge.ts';
import type { ClaimInput } from './policy.ts';
import type { SubjectAttributes } from './subject-attributes.ts';

/**
 * What the policy's functions see: the request, and every attribute of every source merged (declared ones by their
 * rule), plus the user's `organization`. Made only where the policy has such functions.
 */
export const claimInput = (
  { claims, computes }: Pick<CompiledPolicy, 'claims' | 'computes'>,
  request: TokenRequest,
  found: FoundAttributes,
  { user }: Pick<SubjectAttributes, 'user'>,
): ClaimInput => {
  if (!computes) return { request, attributes: {} };
  // A null prototype, so that an attribute named `__proto__` is only that.
  const attributes: Record<string, ClaimValue> = Object.create(null);
  if (request.subject.kind === 'user' && user?.organization !== undefined && user.deleted !== true) {
    attributes['organization'] = user.organization;
  }
  for (const [key, [highest]] of found.byKey) if (highest !== undefined) attributes[key] = highest.value;
  for (const { merge, definition } of claims) {
    if (definition.value) continue;
    const { value } = mergeClaim(merge, found, request.idpAttributes);
    if (value !== undefined) attributes[merge.key] = value;
  }
  return { request, attributes };
};
