import { createHmac } from 'node:crypto';
import type { Subject } from '../token-request.ts';

/** How a subject appears in the log: under a keyed hash, so that lines can be joined but not read back; or as it is. */
export type SubjectLogging = { readonly as: 'hmac'; readonly key: string } | { readonly as: 'plain' };

export const subjectInLog = ({ kind, id }: Subject, logging: SubjectLogging): string =>
  logging.as === 'plain'
    ? `${kind}:${id}`
    : `${kind}:${createHmac('sha256', logging.key).update(id).digest('hex').slice(0, 32)}`;
