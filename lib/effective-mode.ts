import { createHash } from 'node:crypto';
import type { ModeOverride } from './attributes/item.ts';
import type { HookMode } from './hook-instance.ts';
import type { Subject, TokenRequest } from './token-request.ts';

/** Where a subject stands between 0 and 100: the same at every call, and independent of where it stands elsewhere. */
const percentile = (instance: string, { kind, id }: Subject): number =>
  (createHash('sha256').update(`${instance}\n${kind}\n${id}`).digest().readUInt32BE() / 2 ** 32) * 100;

/**
 * The mode that counts for one token request: the stored override where it applies to this client and this share of
 * subjects, else the configured one. An instance that the configuration switches off stays off: it reads no table, so no
 * override reaches it. Nobody knows whose a request is that could not be read (`undefined`): only an override for all
 * applies to it, so that enforcing for a few cannot fail everybody's logins.
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
  readonly request: Pick<TokenRequest, 'subject' | 'client'> | undefined;
}): HookMode => {
  if (configured === 'off' || !override) return configured;
  const { mode, share = 100, clients } = override;
  if (!request) return share >= 100 && !clients ? mode : configured;
  if (clients && !clients.includes(request.client)) return configured;
  if (share < 100 && percentile(instance, request.subject) >= share) return configured;
  return mode;
};
