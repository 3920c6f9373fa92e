import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import * as z from 'zod/mini';
import type { AttributeReader } from '../../lib/attributes/attribute-store.ts';
import { createMemoryAttributeStore } from '../../lib/attributes/memory-attribute-store.ts';
import { type ClaimsPolicy, defineClaims } from '../../lib/claims/policy.ts';
import type { HookInstances } from '../../lib/hook-instance.ts';
import { httpHookHandler } from '../../lib/lambda/http-hook-handler.ts';
import { staticSecrets } from '../../lib/secrets/static-secrets.ts';
import type { HttpReply, TokenHook } from '../../lib/token-hook.ts';
import type { Answer } from './hook-fixture.ts';
import { lambdaContext } from './lambda-context.ts';

/** Everybody gets one claim in every token. */
export const oneClaimPolicy = defineClaims({
  namespace: 'https://claims.example.com/',
  claims: { user_role: { schema: z.string(), default: 'customer', description: 'What the person may do' } },
  scopes: {},
  always: ['user_role'],
  unknownSubject: 'defaults',
});

export type HookUnderTest = {
  call(event: APIGatewayProxyEventV2): Promise<Answer>;
  /** How often the store was read. */
  readonly loads: () => number;
  /** All log lines so far. */
  readonly log: () => string;
};

/** The real entry of an HTTP hook, with a store in memory that counts, and a log that can be read. */
export const startHook = async ({
  hook,
  instances,
  policy = oneClaimPolicy,
  secrets = {},
  reader = createMemoryAttributeStore(),
}: {
  readonly hook: TokenHook<never, HttpReply> | TokenHook;
  readonly instances: HookInstances;
  readonly policy?: ClaimsPolicy;
  readonly secrets?: Readonly<Record<string, readonly string[]>>;
  readonly reader?: AttributeReader;
}): Promise<HookUnderTest> => {
  let loads = 0;
  const lines: string[] = [];
  const handler = await httpHookHandler({
    hook: hook as TokenHook<unknown, HttpReply>,
    policy,
    instances,
    overrides: {
      reader: {
        load: (...query) => {
          loads += 1;
          return reader.load(...query);
        },
      },
      secrets: staticSecrets(secrets),
      write: (line) => lines.push(line),
    },
  });
  return {
    call: async (event) => {
      const { statusCode = 200, headers = {}, body = '' } = await handler(event, lambdaContext());
      const texts = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), String(value)]);
      return { kind: 'http', status: statusCode, headers: Object.fromEntries(texts), body };
    },
    loads: () => loads,
    log: () => lines.join('\n'),
  };
};
