import type { Context } from 'hono';
import { HTTPException } from 'hono/http-exception';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { ItemExistsError, ValuesRefusedError } from '../../lib/administration/errors.ts';
import { ClaimsError, type ErrorCode } from '../../lib/errors.ts';

/** What went wrong, for people and machines. @see https://www.rfc-editor.org/rfc/rfc9457 */
export type Problem = {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail?: string | undefined;
  readonly [extension: string]: unknown;
};

/** How an error of ours looks over HTTP; what is not here is a fault of the service. */
const answers: Readonly<Partial<Record<ErrorCode, { readonly status: ContentfulStatusCode; readonly title: string }>>> =
  {
    invalid_request: { status: 400, title: 'Invalid request' },
    invalid_key: { status: 400, title: 'Invalid id' },
    invalid_cursor: { status: 400, title: 'Invalid cursor' },
    unverified_caller: { status: 401, title: 'Not authenticated' },
    item_not_found: { status: 404, title: 'Not found' },
    item_exists: { status: 409, title: 'Exists already' },
    version_conflict: { status: 412, title: 'Changed in the meantime' },
    item_too_large: { status: 413, title: 'Too large' },
    values_refused: { status: 422, title: 'Values refused' },
    request_mismatch: { status: 422, title: 'Idempotency key used before' },
    too_many_groups: { status: 422, title: 'Too many groups' },
    precondition_required: { status: 428, title: 'Precondition required' },
    attribute_store_unavailable: { status: 503, title: 'Store unavailable' },
    source_unavailable: { status: 503, title: 'Source unavailable' },
  };

/** Answers with a problem document. */
export const problem = (
  c: Context,
  status: ContentfulStatusCode,
  code: string,
  members: { readonly title: string; readonly detail?: string; readonly [extension: string]: unknown },
) => {
  const body: Problem = { type: `urn:custom-claims:problem:${code}`, status, ...members };
  return c.body(JSON.stringify(body), status, { 'content-type': 'application/problem+json' });
};

const extensions = (error: ClaimsError): Readonly<Record<string, unknown>> => {
  if (error instanceof ValuesRefusedError) {
    return { refused: error.refused };
  }
  return error instanceof ItemExistsError && error.members ? { members: error.members } : {};
};

/** Turns any error into a problem; only errors of ours speak, a fault of the service says no more than that. */
export const toProblem = (c: Context, error: unknown) => {
  if (error instanceof HTTPException && error.status < 500) {
    return problem(c, error.status, 'invalid_request', { title: 'Invalid request', detail: 'The body is not JSON.' });
  }
  const answer = error instanceof ClaimsError ? answers[error.code] : undefined;
  if (!(error instanceof ClaimsError) || !answer) {
    return problem(c, 500, 'internal_error', { title: 'The service failed', detail: 'The log has the details.' });
  }
  const detail = answer.status >= 500 ? 'Try again in a moment.' : error.message;
  return problem(c, answer.status, error.code, { title: answer.title, detail, ...extensions(error) });
};
