import * as z from 'zod';
import { denyReasons, withholdReasons } from '../../../lib/claims/decision.ts';
import { tokenKinds } from '../../../lib/token-request.ts';
import { jsonValue } from './item.ts';

const token = z.enum(tokenKinds);
const perToken = <Schema extends z.ZodType>(schema: Schema) =>
  z.object({ id_token: schema, access_token: schema, userinfo: schema });

export const previewQuery = z
  .strictObject({
    instance: z.string().describe('A hook instance of hooks.config.ts'),
    subject: z.strictObject({ kind: z.enum(['user', 'client']), id: z.string().min(1) }),
    client: z.string(),
    grantType: z.string().optional(),
    scopes: z.array(z.string()).default([]),
    audiences: z.array(z.string()).optional(),
    organization: z.string().optional(),
    groups: z.array(z.string()).optional().describe('Groups that the IdP would name'),
    idpAttributes: z
      .record(z.string(), jsonValue)
      .optional()
      .describe('What the IdP would say of the subject, such as {"app_metadata": {"plan": "gold"}}'),
    tokens: z.array(token).optional(),
  })
  .meta({ id: 'PreviewQuery' });

const source = z
  .object({
    kind: z.enum([
      'default',
      'idp',
      'source',
      'organization',
      'group',
      'user',
      'membership',
      'client',
      'computed',
      'system',
    ]),
    name: z.string().optional(),
    version: z.union([z.number(), z.string()]).optional(),
  })
  .meta({ id: 'ClaimSource', description: 'Where a value came from' });

const trace = z
  .object({
    claim: z.string(),
    token,
    sources: z.array(source).readonly(),
    overrode: z.array(source).readonly(),
    outcome: z.enum(['released', 'withheld']),
    name: z.string().optional(),
    bytes: z.number().optional(),
    reason: z.enum(withholdReasons).optional(),
    detail: z.string().optional(),
  })
  .meta({ id: 'ClaimTrace' });

export const previewSchema = z
  .object({
    instance: z.string(),
    hook: z.string(),
    mode: z.object({ configured: z.string(), effective: z.string() }),
    tokens: z.array(token).readonly(),
    scopes: z.array(z.string()).readonly().describe('The scopes that count as granted'),
    groups: z
      .array(
        z.object({
          name: z.string(),
          version: z.number(),
          precedence: z.number().optional(),
          from: z.enum(['event', 'directory']),
        }),
      )
      .readonly(),
    unknownGroups: z.array(z.string()).readonly(),
    sources: z
      .object({
        answered: z.array(z.string()).readonly(),
        failed: z.array(z.string()).readonly().describe('In production the failure policy answers then'),
        notAsked: z.array(z.string()).readonly().describe('Only the hooks may read the secrets of these'),
      })
      .describe('The additional sources, by name'),
    outcome: z.enum(['issue', 'deny']),
    reason: z.enum(denyReasons).optional(),
    message: z.string().optional().describe('What the user sees when no token is issued'),
    version: z.string(),
    claims: perToken(z.record(z.string(), z.unknown())),
    trace: z.array(trace).readonly(),
    budget: perToken(z.object({ bytes: z.number(), limit: z.number() })),
  })
  .meta({ id: 'Preview', description: 'The decision as production makes it; holds claim values' });

export const consentSchema = z
  .object({
    claims: z
      .array(z.object({ claim: z.string(), description: z.string(), tokens: z.array(token).readonly() }))
      .readonly(),
  })
  .meta({ id: 'Consent', description: 'What a client would get: names and descriptions, no values' });

export type PreviewDocument = z.output<typeof previewSchema>;
