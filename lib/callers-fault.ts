import { ClaimsError, type ErrorCode } from './errors.ts';

const codes: ReadonlySet<ErrorCode> = new Set([
  'unverified_caller',
  'invalid_event',
  'invalid_key',
  'event_too_large',
  'unsupported_content_type',
]);

/** Whether a fault is what the caller did wrong; everything else is a fault of ours. */
export const isCallersFault = (fault: unknown): fault is ClaimsError =>
  fault instanceof ClaimsError && codes.has(fault.code);
