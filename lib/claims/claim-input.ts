import type { TokenRequest } from '../token-request.ts';
import type { ClaimValue } from './claim-value.ts';
import type { CompiledPolicy } from './compile.ts';
import type { FoundAttributes } from './found-attributes.ts';
import { mergeClaim } from './merge.ts';
import type { ClaimInput } from './policy.ts';
import type { SubjectAttributes } from './subject-attributes.ts';

/**
 * What the policy's functions see: the request, and every attribute of every source merged (declared ones by their
 * rule), and as `organization` what the subject's own item names. Made only where the policy has such functions.
 */
export const claimInput = (
  { claims, computes }: Pick<CompiledPolicy, 'claims' | 'computes'>,
  request: TokenRequest,
  found: FoundAttributes,
  { user, client }: Pick<SubjectAttributes, 'user' | 'client'>,
): ClaimInput => {
  if (!computes) return { request, attributes: {} };
  // A null prototype, so that an attribute named `__proto__` is only that.
  const attributes: Record<string, ClaimValue> = Object.create(null);
  for (const [key, [highest]] of found.byKey) if (highest !== undefined) attributes[key] = highest.value;
  for (const { merge, definition } of claims) {
    if (definition.value) continue;
    const { value } = mergeClaim(merge, found, request.idpAttributes);
    if (value !== undefined) attributes[merge.key] = value;
  }
  const own = request.subject.kind === 'user' ? user : client;
  delete attributes['organization'];
  // A deleted subject has been denied by now.
  if (own?.organization !== undefined) attributes['organization'] = own.organization;
  const { present: _, ...seen } = request;
  return { request: seen, attributes };
};
