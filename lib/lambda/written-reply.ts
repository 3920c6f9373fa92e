import type { HttpReply, TokenHook, TriggerReply } from '../token-hook.ts';

/** A reply whose body is text already. */
export type WrittenReply = Omit<HttpReply, 'body'> & { readonly body?: string };

export const writeReply = ({ body, ...reply }: HttpReply): WrittenReply =>
  body === undefined ? reply : { ...reply, body: JSON.stringify(body) };

/** The hook with its replies written out, so that what cannot be written is a fault of the call like any other. */
export const writingReplies = <Event>(hook: TokenHook<Event, HttpReply>): TokenHook<Event, WrittenReply> => ({
  ...hook,
  issue: (event, decision) => writeReply(hook.issue(event, decision)),
  unchanged: (raw) => {
    const reply = hook.unchanged(raw);
    return reply && writeReply(reply);
  },
  deny: (decision) => writeReply(hook.deny(decision)),
});

/** Lambda writes what a trigger returns when our last word is said, so it is tried before. */
const requireWritable = (reply: TriggerReply): TriggerReply => {
  if ('event' in reply) JSON.stringify(reply.event);
  return reply;
};

/** The trigger hook whose claims can all be written as JSON; what cannot be is a fault of the call like any other. */
export const writableReplies = <Event>(hook: TokenHook<Event, TriggerReply>): TokenHook<Event, TriggerReply> => ({
  ...hook,
  issue: (event, decision) => requireWritable(hook.issue(event, decision)),
});
