import { ClaimsError, InvalidEventError } from './errors.ts';
import type { Arrival } from './issue-claims.ts';
import { toEvent } from './to-event.ts';
import type { TokenHook } from './token-hook.ts';

/** What the IdP sent, before anything of it is believed; `undefined` where it cannot be read. */
const rawEvent = ({ call, refusedCall }: Arrival): unknown => {
  const sent = call instanceof ClaimsError ? refusedCall : call;
  try {
    return sent && toEvent(sent);
  } catch {
    return undefined;
  }
};

/**
 * The answer by which the IdP goes on as if there were no hook, whoever called and whatever came: at most its own words go
 * back to the caller.
 * @throws InvalidEventError where the IdP wants something back that did not come
 */
export const unchangedReply = <Reply>(
  hook: Pick<TokenHook<never, Reply>, 'name' | 'unchanged'>,
  arrival: Arrival,
): Reply => {
  const reply = hook.unchanged(rawEvent(arrival));
  if (reply === undefined) throw new InvalidEventError(`${hook.name}: the event has nothing to send back unchanged.`);
  return reply;
};
