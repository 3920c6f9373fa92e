import middy from '@middy/core';
import type { APIGatewayProxyStructuredResultV2, Context } from 'aws-lambda';
import { compilePolicy } from '../claims/compile.ts';
import type { ClaimsPolicy } from '../claims/policy.ts';
import type { HookInstances } from '../hook-instance.ts';
import { createIssueClaims } from '../issue-claims.ts';
import type { AttributeSourceConfig } from '../sources/source-config.ts';
import type { HttpReply, TokenHook } from '../token-hook.ts';
import { createHookServices, type HookServiceOverrides } from './hook-services.ts';
import { toHttpCall } from './to-http-call.ts';
import { toHttpResponse } from './to-http-response.ts';
import { warmUpDuringInit } from './warm-up.ts';
import { writingReplies } from './written-reply.ts';

/** Takes what Lambda hands on; it is parsed before anything of it is used. */
export type HttpHookHandler = (event: unknown, context: Context) => Promise<APIGatewayProxyStructuredResultV2>;

/**
 * The Lambda entry of a token hook that its IdP calls over HTTP (HTTP API, payload format 2.0). Await it where the module
 * loads: by then the store's connection is open and the secrets are read, if that takes at most a second. Never rejects.
 *
 * @example export const postLogin = await httpHookHandler({ hook: auth0PostLogin, policy, instances, sources });
 */
export const httpHookHandler = async <Event>({
  hook,
  policy,
  instances,
  sources,
  overrides,
}: {
  readonly hook: TokenHook<Event, HttpReply>;
  readonly policy: ClaimsPolicy;
  readonly instances: HookInstances;
  readonly sources?: readonly AttributeSourceConfig[];
  readonly overrides?: HookServiceOverrides;
}): Promise<HttpHookHandler> => {
  const candidates = Object.entries(instances)
    .filter(([, settings]) => settings.hook === hook.name)
    .map(([name, settings]) => ({ name, settings }));
  const services = await createHookServices({
    instances: candidates.map(({ settings }) => settings),
    policy,
    sources,
    overrides,
  });
  const issueClaims = createIssueClaims({
    ...services,
    hook: writingReplies(hook),
    compiled: compilePolicy(policy, hook.limits),
    candidates,
  });
  await warmUpDuringInit(services, candidates);

  const answer = async (event: unknown, context: Context) => {
    const correlationId = context.awsRequestId;
    return toHttpResponse(
      await issueClaims({
        ...toHttpCall(event),
        correlationId,
        remainingMs: context.getRemainingTimeInMillis(),
      }),
      correlationId,
    );
  };
  // The deadline is kept by issueClaims, in the hook's own encoding; middy's would throw.
  return middy(answer, { timeoutEarlyInMillis: 0 });
};
