import * as z from 'zod';
import { ItemExistsError, ItemNotFoundError } from '../../lib/administration/errors.ts';
import { AttributeStoreError, VersionConflictError } from '../../lib/errors.ts';
import { CommandError, UsageError } from '../frame/command-error.ts';

export type ApiRequest = {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Below the API's address, each segment encoded already. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string | number | undefined>> | undefined;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>> | undefined;
};

const problem = z.looseObject({ type: z.string().default(''), detail: z.string().optional() });

/** How long one answer may take. */
const longestAnswerMs = 30_000;

/**
 * Asks the admin API; a write carries an idempotency key, so that an answer that got lost does no harm.
 * @throws ItemNotFoundError, ItemExistsError, VersionConflictError; AttributeStoreError while the API is busy or away;
 * CommandError for what else it refuses
 */
export const createApiRequest = (url: string, token: string | undefined) => {
  if (!/^https?:\/\//.test(url)) {
    throw new UsageError(
      `--api takes the address of the admin API, such as https://hooks.example.com/admin, not "${url}"`,
    );
  }
  if (token === undefined || token === '') {
    throw new UsageError('the admin API wants an access token: set CLAIMS_API_TOKEN');
  }
  return async ({ method, path, query = {}, body, headers = {} }: ApiRequest): Promise<unknown> => {
    const address = new URL(`${url.replace(/\/$/, '')}${path}`);
    for (const [name, value] of Object.entries(query)) {
      if (value !== undefined) {
        address.searchParams.set(name, String(value));
      }
    }
    const answer = await fetch(address, {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(method === 'GET' ? {} : { 'idempotency-key': crypto.randomUUID() }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(longestAnswerMs),
    }).catch((error: unknown) => {
      throw new AttributeStoreError(`The admin API at ${url} does not answer.`, { cause: error });
    });
    const text = await answer.text();
    if (answer.ok) {
      return text === '' ? undefined : JSON.parse(text);
    }
    throw toError(answer.status, text, url);
  };
};

const toError = (status: number, text: string, url: string): Error => {
  const { type, detail } = readProblem(text);
  const message = detail ?? `The admin API at ${url} answered ${status}.`;
  switch (type.replace('urn:custom-claims:problem:', '')) {
    case 'item_not_found':
      return new ItemNotFoundError(message);
    case 'item_exists':
      return new ItemExistsError(message);
    case 'version_conflict':
      return new VersionConflictError(message);
  }
  if (status === 401 || status === 403) {
    return new CommandError(`${message} Check CLAIMS_API_TOKEN: its audience, its scopes, whether it has expired.`);
  }
  return status === 429 || status === 502 || status === 503 || status === 504
    ? new AttributeStoreError(message)
    : new CommandError(message);
};

const readProblem = (text: string): z.output<typeof problem> => {
  try {
    return problem.parse(JSON.parse(text));
  } catch {
    return { type: '' };
  }
};
