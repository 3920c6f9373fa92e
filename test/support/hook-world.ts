import { createHmac, randomBytes, randomUUID } from 'node:crypto';
import * as z from 'zod/mini';
import type { AttributeReader } from '../../lib/attributes/attribute-store.ts';
import type { Item } from '../../lib/attributes/item.ts';
import { createMemoryAttributeStore } from '../../lib/attributes/memory-attribute-store.ts';
import type { ClaimsPolicy } from '../../lib/claims/policy.ts';
import { defineClaims } from '../../lib/claims/policy.ts';
import type { HookInstance } from '../../lib/hook-instance.ts';
import type { HookServiceOverrides } from '../../lib/lambda/hook-services.ts';
import { httpHookHandler } from '../../lib/lambda/http-hook-handler.ts';
import { staticSecrets } from '../../lib/secrets/static-secrets.ts';
import type { HttpReply, TokenHook } from '../../lib/token-hook.ts';
import { httpApiEvent } from './http-api-event.ts';
import { lambdaContext } from './lambda-context.ts';
import { type PlainEvent, plainHook } from './plain-hook.ts';

export const namespace = 'https://claims.test/';

/** Values that no log line and no error message may ever show. */
export const canaries = {
  attribute: `canary-attribute-${randomUUID()}`,
  secret: randomBytes(32).toString('base64'),
  subject: `canary-subject-${randomUUID()}`,
} as const;

export const policy = defineClaims({
  namespace,
  claims: {
    role: { schema: z.string(), description: 'Holds the canary' },
    level: { schema: z.string(), default: 'none', description: 'Has a default' },
  },
  scopes: { level: ['level'] },
  always: ['role'],
  unknownSubject: 'defaults',
});

/** Signs as a Standard Webhooks sender does; `secret` is base64, with or without `whsec_`. */
export const signWebhook = (
  body: string,
  { secret = canaries.secret, at = Date.now(), id = randomUUID() } = {},
): Record<string, string> => {
  const timestamp = String(Math.floor(at / 1000));
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
  const signature = createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64');
  return {
    'content-type': 'application/json',
    'webhook-id': id,
    'webhook-timestamp': timestamp,
    'webhook-signature': `v1,${signature}`,
  };
};

export const item = (key: Item['key'], attributes: Item['attributes'], more: Partial<Item> = {}): Item => ({
  key,
  attributes,
  version: 1,
  epoch: 0,
  updatedAt: '2026-01-01T00:00:00.000Z',
  updatedBy: 'test',
  ...more,
});

const known = item({ kind: 'user', realm: 'main', subject: canaries.subject }, { role: canaries.attribute });

export type WorldOptions = {
  readonly hook?: TokenHook<PlainEvent, HttpReply>;
  readonly policy?: ClaimsPolicy;
  readonly items?: readonly Item[];
  readonly instance?: Partial<HookInstance>;
  readonly instances?: Readonly<Record<string, HookInstance>>;
  readonly overrides?: HookServiceOverrides;
};

export const plainInstance: HookInstance = {
  hook: 'plain/hook',
  realm: 'main',
  proof: { kind: 'standard-webhooks', secret: 'plain' },
  scopes: { from: 'granted' },
  groups: 'both',
  onFailure: 'deny',
  mode: 'enforce',
};

/** A served hook with a store that counts its calls, and the log lines that it wrote. */
export const createHookWorld = async (options: WorldOptions = {}) => {
  const lines: string[] = [];
  const store = createMemoryAttributeStore({ items: [...(options.items ?? [known])] });
  const inner: AttributeReader = options.overrides?.reader ?? store;
  let loads = 0;
  const reader: AttributeReader = {
    ...inner,
    load: (...parameters) => {
      loads += 1;
      return inner.load(...parameters);
    },
  };
  const handler = await httpHookHandler({
    hook: options.hook ?? plainHook(),
    policy: options.policy ?? policy,
    instances: options.instances ?? { plain: { ...plainInstance, ...options.instance } },
    overrides: {
      secrets: staticSecrets({ plain: [canaries.secret] }),
      createIfAbsent: store.createIfAbsent,
      write: (line) => lines.push(line),
      ...options.overrides,
      reader,
    },
  });
  const answer = async (event: unknown, remainingMs?: number) => {
    const response = await handler(event, lambdaContext(remainingMs));
    const text = response.body ?? '';
    return {
      status: response.statusCode,
      headers: response.headers ?? {},
      text,
      body: text === '' ? undefined : JSON.parse(text),
    };
  };
  return {
    store,
    lines,
    records: () => lines.map((line) => JSON.parse(line)),
    loads: () => loads,
    /** Any call. */
    answer,
    /** A signed call with this event. */
    call: (event: unknown, remainingMs?: number) => {
      const body = JSON.stringify(event);
      return answer(httpApiEvent({ path: '/plain', headers: signWebhook(body), body }), remainingMs);
    },
    /** A call with a body and headers as given. */
    send: (body: string, headers: Readonly<Record<string, string>>, base64 = false) =>
      answer(httpApiEvent({ path: '/plain', headers, body, base64 })),
  };
};

export type HookWorld = Awaited<ReturnType<typeof createHookWorld>>;
