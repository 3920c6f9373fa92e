import type { ClaimValue } from '../claims/claim-value.ts';
import { InvalidConfigurationError } from '../errors.ts';
import { exchange, type HttpResult } from '../http-exchange.ts';
import { isSecureUrl } from '../is-secure-url.ts';
import type { Secrets } from '../secrets/secrets.ts';
import type { TokenRequest } from '../token-request.ts';
import { createAskedSource, maximumAnswerBytes } from './asked-source.ts';
import type { AttributeSource } from './attribute-source.ts';
import type { GivenAttributes, HttpJsonSourceConfig, SourceAuthorization } from './source-config.ts';

type HttpJsonSourceServices = { readonly secrets: Secrets; readonly clock?: (() => number) | undefined };

/**
 * Attributes from an API of the adopter's.
 * @throws InvalidConfigurationError for a URL that is none, has credentials in it or would send secrets in the clear
 */
export const createHttpJsonSource = (
  config: HttpJsonSourceConfig,
  { secrets, clock = Date.now }: HttpJsonSourceServices,
): AttributeSource => {
  assertUrl(config);
  const { authorization } = config;
  return createAskedSource({
    config,
    clock,
    cacheSeconds: config.cacheSeconds ?? 5,
    toQuestion: (request) => {
      const url = toUrl(config.url, request);
      const body = config.body && JSON.stringify(config.body(request));
      return {
        key: JSON.stringify([url, body]),
        ask: async (signal) => {
          const askAs: AskAs = (headers) => exchange({ ...toMessage(url, body, headers), signal });
          const { status, body: text } = authorization
            ? await askWithSecret(authorization, secrets, askAs, signal)
            : await askAs({});
          return toAttributes(status, text, config.attributes);
        },
      };
    },
  });
};

/** Asks with these headers beside those that every call has. */
type AskAs = (headers: Readonly<Record<string, string>>) => Promise<HttpResult>;

const toMessage = (url: string, body: string | undefined, headers: Readonly<Record<string, string>>) => {
  const common = { url, maximumBytes: maximumAnswerBytes };
  const accepting = { accept: 'application/json', ...headers };
  return body === undefined
    ? { ...common, method: 'GET' as const, headers: accepting }
    : { ...common, method: 'POST' as const, headers: { 'content-type': 'application/json', ...accepting }, body };
};

const placeholders = /\{(\w+)\}/g;

const assertUrl = ({ name, url }: HttpJsonSourceConfig): void => {
  const refuse = (problem: string): never => {
    throw new InvalidConfigurationError(`The source "${name}": its url ${problem}.`);
  };
  const unknown = [...url.matchAll(placeholders)].find(([, field = '']) => !Object.hasOwn(fieldsOf, field));
  if (unknown !== undefined) {
    refuse(`has ${unknown[0]}: expected {subject}, {kind}, {realm}, {client} or {organization}`);
  }
  const parsed = URL.parse(url.replaceAll(placeholders, 'x')) ?? refuse('is not one: expected https://host/path');
  if (parsed.username !== '' || parsed.password !== '') {
    refuse('holds credentials: expected them in the parameter store, by authorization');
  }
  if (parsed.origin !== URL.parse(url.replaceAll(placeholders, 'y'))?.origin) {
    refuse('has a placeholder in its host: expected a fixed one');
  }
  if (!isSecureUrl(parsed.href)) {
    refuse('is not https: people and secrets would cross the network in the clear');
  }
};

const fieldsOf: Readonly<Record<string, (request: TokenRequest) => string>> = {
  subject: ({ subject }) => subject.id,
  kind: ({ subject }) => subject.kind,
  realm: ({ realm }) => realm,
  client: ({ client }) => client,
  organization: ({ organization }) => organization ?? '',
};

const toUrl = (template: string, request: TokenRequest): string => {
  const url = template.replaceAll(placeholders, (_, field: string) =>
    encodeURIComponent(fieldsOf[field]?.(request) ?? ''),
  );
  // A subject `..` would ask another resource than the one that was meant, whether or not its dots are encoded.
  if (url.split(/[/?#]/).some((segment) => segment === '.' || segment === '..')) {
    throw new Error('The subject, client or organization is a relative path: it cannot be asked about.');
  }
  return url;
};

/** The API does not know the secret, or says so for a subject that it keeps from us. */
const refusals: readonly number[] = [401, 403];

/**
 * Asks with the current secret; while the API refuses it, with the one before (the API may not know the new one yet), and
 * with those that the parameter store has by now, which is read again at most every 30 seconds.
 */
const askWithSecret = async (
  authorization: SourceAuthorization,
  secrets: Secrets,
  askAs: AskAs,
  signal: AbortSignal,
): Promise<HttpResult> => {
  const tried = new Set<string>();
  const askWithKnown = async (refused: HttpResult | undefined): Promise<HttpResult | undefined> => {
    let answer = refused;
    for (const secret of await secrets.get(authorization.secret, { signal })) {
      if (tried.has(secret) || (answer && !refusals.includes(answer.status))) continue;
      tried.add(secret);
      answer = await askAs(toHeaders(authorization, secret));
    }
    return answer;
  };
  let answer = await askWithKnown(undefined);
  const isRefused = answer !== undefined && refusals.includes(answer.status);
  if (isRefused && (await secrets.refresh({ signal, because: 'an API refused' }))) {
    answer = await askWithKnown(answer);
  }
  if (answer === undefined) throw new Error('The secret has no value.');
  return answer;
};

const toHeaders = (authorization: SourceAuthorization, secret: string): Readonly<Record<string, string>> => {
  switch (authorization.kind) {
    case 'basic':
      return { authorization: `Basic ${Buffer.from(`${authorization.username}:${secret}`).toString('base64')}` };
    case 'bearer':
      return { authorization: `Bearer ${secret}` };
    case 'header':
      return { [authorization.header]: secret };
  }
};

/** Says what is wrong without quoting the answer, which holds people's attributes. */
const toAttributes = (
  status: number,
  text: string,
  choose: HttpJsonSourceConfig['attributes'],
): GivenAttributes | undefined => {
  if (status === 404 || status === 204) {
    return undefined;
  }
  if (status !== 200) {
    throw new Error(`HTTP ${status}: expected 200, 204 or 404.`);
  }
  const answer = parseObject(text);
  return choose === undefined ? answer : choose(answer);
};

const parseObject = (text: string): Readonly<Record<string, ClaimValue>> => {
  let answer: unknown;
  try {
    answer = JSON.parse(text);
  } catch {
    throw new Error('The answer is not JSON.');
  }
  if (!isObject(answer)) {
    throw new Error('The answer is not a JSON object.');
  }
  return answer;
};

/** What JSON.parse makes of an object can hold nothing but JSON values. */
const isObject = (answer: unknown): answer is Readonly<Record<string, ClaimValue>> =>
  typeof answer === 'object' && answer !== null && !Array.isArray(answer);
