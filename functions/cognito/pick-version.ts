import type { TokenHook, TriggerReply } from '../../lib/token-hook.ts';
import type { PreTokenGenerationEvent } from './pre-token-generation-event.ts';
import { cognitoPreTokenGenerationV1 } from './pre-token-generation-v1.ts';
import { cognitoPreTokenGenerationV2 } from './pre-token-generation-v2.ts';
import { cognitoPreTokenGenerationV3 } from './pre-token-generation-v3.ts';

const byVersion: ReadonlyMap<unknown, TokenHook<PreTokenGenerationEvent, TriggerReply>> = new Map([
  ['0', cognitoPreTokenGenerationV1],
  ['1', cognitoPreTokenGenerationV1],
  ['2', cognitoPreTokenGenerationV2],
  ['3', cognitoPreTokenGenerationV3],
]);

/** The hook for the version that the event says it is; `undefined` for what is no pre token generation event. */
export const pickVersion = (event: unknown): TokenHook<PreTokenGenerationEvent, TriggerReply> | undefined =>
  typeof event === 'object' && event !== null && 'version' in event ? byVersion.get(event.version) : undefined;
