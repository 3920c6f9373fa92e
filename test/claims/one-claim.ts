import * as z from 'zod/mini';
import type { ClaimsPolicy } from '../../lib/claims/policy.ts';
import type { SubjectAttributes } from '../../lib/claims/subject-attributes.ts';
import type { HookLimits } from '../../lib/token-hook.ts';
import type { TokenRequest } from '../../lib/token-request.ts';
import { decided, nobody } from '../support/decision.ts';

export const description = 'For the tests';

/** The smallest policy: one claim that is always released. */
export const base = {
  namespace: 'https://c.example/',
  claims: { role: { schema: z.string(), description } },
  scopes: {},
  always: ['role'],
  unknownSubject: 'defaults',
} as const satisfies ClaimsPolicy;

export const known: SubjectAttributes = { ...nobody, user: { attributes: { role: 'r' }, version: 3, epoch: 4 } };

export const run = (
  policy: ClaimsPolicy,
  request: Partial<TokenRequest> = {},
  attributes: SubjectAttributes = known,
  limits: Partial<HookLimits> = {},
) => decided(policy, request, attributes, limits);
