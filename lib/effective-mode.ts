import { createHash } from 'node:crypto';
import type { ModeOverride } from './attributes/item.ts';
import type { HookMode } from './hook-instance.ts';
import type { Subject, TokenRequest } from './token-request.ts';

/** Where a subject stands between 0 and 100: the same at every call, and independent of where it stands elsewhere. */
const percentile = (instance: string, { kind, id }: Subject): number =>
  (createHash('sha256').update(`${instance}\n${kind}\n${id}`).digest().readUInt32BE() / 2 ** 32) * 100;

/**
 * The mode that counts for one token request: the stored override where it applies to this client and this share of
 * subjects, else the configured one.
 */
export const effectiveMode = ({
  instance,
  configured,
  override,
  request,
}: {
  readonly instance: string;
  readonly configured: HookMode;
  readonly override: ModeOverride | undefined;
  readonly request: Pick<TokenRequest, 'subject' | 'client'>;
}): HookMode => {
  if (!override) return configured;
  const { mode, share, clients } = override;
  if (clients && !clients.includes(request.client)) return configured;
  if (share !== undefined && percentile(instance, request.subject) >= share) return configured;
  return mode;
};
