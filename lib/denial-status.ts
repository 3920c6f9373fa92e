import type { DenyReason } from './claims/decision.ts';

const statuses: Partial<Record<DenyReason, number>> = { unverified_caller: 401, invalid_event: 400, failure: 500 };

/**
 * The HTTP status of a denial at the IdPs to which any error status means "no token": who called wrongly, what was
 * sent wrongly and what failed here differ from a decision about the subject (403).
 */
export const denialStatus = (reason: DenyReason): number => statuses[reason] ?? 403;
