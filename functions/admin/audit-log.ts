import type { RecordChange } from '../../lib/administration/services.ts';
import { ClaimsError } from '../../lib/errors.ts';

type LogOptions = { readonly write: (line: string) => void; readonly now: () => number };

const logLine = ({ write, now }: LogOptions, level: 'INFO' | 'ERROR', message: string, members: object): void =>
  write(JSON.stringify({ timestamp: new Date(now()).toISOString(), level, message, ...members }));

/**
 * One JSON line per change: who, what, which names, from which version to which; never a value. `write` gets the line
 * (standard output, which Lambda takes to CloudWatch Logs).
 */
export const createAuditLog =
  (options: LogOptions): RecordChange =>
  (record) =>
    logLine(options, 'INFO', 'change', record);

/** One JSON line per fault of the service; only errors of ours may speak, as others could quote a value. */
export const createFaultLog =
  (options: LogOptions) =>
  (error: unknown): void =>
    logLine(options, 'ERROR', 'fault', {
      event: 'fault',
      ...(error instanceof ClaimsError
        ? { code: error.code, detail: error.message }
        : { code: 'internal_error', name: error instanceof Error ? error.name : typeof error }),
    });
