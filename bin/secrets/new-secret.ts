import { randomBytes } from 'node:crypto';
import { webhookKeys } from '../../lib/callers/standard-webhooks.ts';
import { UsageError } from '../frame/command-error.ts';
import type { NamedSecret } from './find-secret.ts';

const shortest = 16;

/** Whose key it is that signs: these IdPs make it themselves, and take none. */
const makers: Readonly<Record<string, string>> = { zitadel: 'ZITADEL', authgear: 'Authgear' };

const signsStandardWebhooks = ({ instances }: NamedSecret): boolean =>
  instances.some(({ proof }) => proof.kind === 'standard-webhooks');

/** 256 bits from the system's generator, in the form that the proof wants. */
export const newSecret = (secret: NamedSecret): string =>
  signsStandardWebhooks(secret) ? `whsec_${randomBytes(32).toString('base64')}` : randomBytes(32).toString('base64url');

/** @throws UsageError where only the other side can make the secret */
export const requireOwnSecret = ({ instances, source }: NamedSecret): void => {
  const maker = instances.map(({ hook }) => makers[hook.split('/')[0] ?? '']).find((name) => name !== undefined);
  if (maker !== undefined) {
    throw new UsageError(`${maker} makes this key itself: pipe it into this command with --value-from-stdin`);
  }
  if (source !== undefined) {
    throw new UsageError(
      `the API behind "${source}" gives this secret: pipe it into this command with --value-from-stdin`,
    );
  }
};

/** A secret that came from elsewhere, without the line break at its end. @throws UsageError, never with the value */
export const checkedSecret = (text: string, secret: NamedSecret): string => {
  const value = text.replace(/\r?\n$/, '');
  if (value.length < shortest) {
    throw new UsageError(
      `expected a secret of at least ${shortest} characters on standard input, and got ${value.length}: printf %s "$KEY" | claims secret rotate ...`,
    );
  }
  // What a header can carry (RFC 9110 s.5.5), which is also what the IdPs' own keys are made of.
  if (!/^[\x21-\x7e]+(?: +[\x21-\x7e]+)*$/.test(value)) {
    throw new UsageError('the secret on standard input has line breaks or characters that no header can carry');
  }
  if (signsStandardWebhooks(secret)) webhookKeys(value, secret.name);
  return value;
};
