import type { TriggerReply } from '../../lib/token-hook.ts';
import type { PreTokenGenerationEvent } from './pre-token-generation-event.ts';

/** The event with our response in place of the one that came in; the incoming one is a template of varying shape. */
export const reply = (event: PreTokenGenerationEvent, response: Readonly<Record<string, unknown>>): TriggerReply => ({
  event: { ...event, response },
});

/** The event as it came: Cognito issues its own tokens. */
export const unchanged = (event: unknown): TriggerReply => ({ event });

/**
 * No token. Cognito shows the person "PreTokenGeneration failed with error <message>." and adds that full stop itself.
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-working-with-lambda-triggers.html
 */
export const deny = ({ message }: { readonly message: string }): TriggerReply => ({
  error: message.replace(/\.$/, ''),
});
