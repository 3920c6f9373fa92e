import type { Context } from 'hono';
import { InvalidRequestError } from '../../lib/administration/errors.ts';
import { requestFingerprint } from '../../lib/administration/request-fingerprint.ts';
import type { Write } from '../../lib/administration/services.ts';
import { ClaimsError } from '../../lib/errors.ts';
import type { AdminEnvironment } from './operator.ts';

/** A write without saying on top of which version. @see https://www.rfc-editor.org/rfc/rfc6585#section-3 */
export class PreconditionRequiredError extends ClaimsError {
  readonly code = 'precondition_required';
}

/** No item has version 0, which means "none yet" elsewhere. */
const etag = /^"([1-9]\d{0,14})"$/;
const longestIdempotencyKey = 255;

/** The version of an item as its entity tag: strong, as a version never has two contents. */
export const toETag = (version: number): string => `"${version}"`;

const expectedVersion = (c: Context): number => {
  const ifMatch = c.req.header('if-match');
  if (c.req.header('if-none-match') === '*') {
    return 0;
  }
  if (ifMatch === undefined) {
    throw new PreconditionRequiredError(
      'Say what you have seen: If-Match with the ETag that came with the item, or If-None-Match: * when there is none yet.',
    );
  }
  const version = etag.exec(ifMatch)?.[1];
  if (version === undefined) {
    throw new InvalidRequestError('If-Match takes one ETag of this API, such as "3".');
  }
  return Number(version);
};

const fingerprint = async (c: Context<AdminEnvironment>): Promise<string | undefined> => {
  const idempotencyKey = c.req.header('idempotency-key');
  if (idempotencyKey === undefined) {
    return undefined;
  }
  if (idempotencyKey === '' || idempotencyKey.length > longestIdempotencyKey) {
    throw new InvalidRequestError(`Idempotency-Key takes 1 to ${longestIdempotencyKey} characters.`);
  }
  return requestFingerprint({
    by: c.get('operator').subject,
    idempotencyKey,
    request: [c.req.method, c.req.path, c.req.header('if-match') ?? '', await c.req.text()],
  });
};

/**
 * Who writes on top of what, from the token and the headers `If-Match`, `If-None-Match` and `Idempotency-Key`.
 * @throws PreconditionRequiredError, InvalidRequestError
 */
export const writeOf = async (c: Context<AdminEnvironment>): Promise<Write> => ({
  by: c.get('operator').subject,
  expectedVersion: expectedVersion(c),
  request: await fingerprint(c),
});

/** The same for a request that makes an item, where the path says what must not be there yet. */
export const creationOf = async (c: Context<AdminEnvironment>): Promise<Write> => ({
  by: c.get('operator').subject,
  expectedVersion: 0,
  request: await fingerprint(c),
});
