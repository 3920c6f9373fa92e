import * as z from 'zod/mini';
import type { ClaimsSet } from './claims/claim-value.ts';

/**
 * A JSON object that is handed back as it came. What was parsed from JSON is JSON: looking into it again would cost
 * time and could lose members (`z.record` drops `__proto__`).
 */
export const jsonObject = z.custom<ClaimsSet>(
  (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
  'Expected a JSON object',
);
