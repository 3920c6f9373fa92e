import type { SizeBudget } from '../policy.ts';

/**
 * Named budgets in UTF-8 bytes of our claims in one token. `cookie`: what a 4096-byte cookie leaves beside an RS256
 * token's header, registered claims, signature and base64url. `header`: the same for an 8192-byte header limit, as
 * CloudFront and many servers have it.
 * @see https://www.rfc-editor.org/rfc/rfc6265#section-6.1
 */
const namedBudgets = { cookie: 2200, header: 5000 } as const;

export const budgetBytes = (budget: SizeBudget): number => (typeof budget === 'number' ? budget : namedBudgets[budget]);

/** The length of a string in UTF-8; a lone surrogate counts as the replacement character that encoders write. */
export const utf8Length = (text: string): number => {
  let bytes = text.length;
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    if (unit < 0x80) continue;
    if (unit < 0x800) bytes += 1;
    else {
      bytes += 2;
      const pair = unit >= 0xd800 && unit < 0xdc00 && (text.charCodeAt(index + 1) & 0xfc00) === 0xdc00;
      // Two units, four bytes: the first has just been counted with three.
      if (pair) index += 1;
    }
  }
  return bytes;
};

export type SizedClaim = { readonly bytes: number; readonly priority: number };

/**
 * Which claims have to go so that the rest fits: the lowest priority first, among equals the one declared last.
 * @param claims in the order of the policy; `bytes` of each `"name":value`
 * @returns indexes into `claims`
 */
export const overBudget = (claims: readonly SizedClaim[], budget: number): ReadonlySet<number> => {
  // The braces, and a comma between two members.
  let total = claims.reduce((sum, { bytes }) => sum + bytes + 1, claims.length === 0 ? 2 : 1);
  const dropped = new Set<number>();
  if (total <= budget) return dropped;
  const order = claims.map((_, index) => index).sort((a, b) => priority(claims, a) - priority(claims, b) || b - a);
  for (const index of order) {
    if (total <= budget) break;
    dropped.add(index);
    total -= (claims[index]?.bytes ?? 0) + 1;
  }
  return dropped;
};

const priority = (claims: readonly SizedClaim[], index: number): number => claims[index]?.priority ?? 0;
