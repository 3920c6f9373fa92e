import type { ItemContent, ItemKey } from './attributes/item.ts';
import { withinDeadline } from './deadline.ts';
import type { TokenRequest } from './token-request.ts';

/** The one write a hook may do: put an item where there is none. */
export type CreateIfAbsent = (
  key: ItemKey,
  content: ItemContent,
  options: { readonly by: string; readonly signal: AbortSignal },
) => Promise<boolean>;

/** The answer is ready by then; the write gets half of what is left of its time, and never more than this. */
const longestMs = 1_000;

/**
 * `unknownSubject: 'create'`: leaves an item for the subject, so that an administrator finds it. Awaited, because Lambda
 * freezes what is not; the put is conditional, so that an IdP that calls three times creates one item.
 * @returns what went wrong, if anything; nothing of the answer depends on it
 */
export const createSubject = async (
  createIfAbsent: CreateIfAbsent,
  { realm, subject, email }: TokenRequest,
  { hook, remainingMs }: { readonly hook: string; readonly remainingMs: number },
): Promise<unknown> => {
  const key: ItemKey =
    subject.kind === 'user' ? { kind: 'user', realm, subject: subject.id } : { kind: 'client', realm, id: subject.id };
  const content: ItemContent = { attributes: {}, ...(subject.kind === 'user' && email !== undefined && { email }) };
  try {
    await withinDeadline(Math.min(remainingMs / 2, longestMs), (signal) =>
      createIfAbsent(key, content, { by: `hook:${hook}`, signal }),
    );
    return undefined;
  } catch (error) {
    return error;
  }
};
