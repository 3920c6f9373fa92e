import * as z from 'zod';
import { withholdReasons } from '../../../lib/claims/decision.ts';
import { tokenKinds } from '../../../lib/token-request.ts';

const token = z.enum(tokenKinds);
const texts = z.array(z.string()).readonly();
const sensitivity = z.enum(['public', 'internal', 'confidential', 'personal']);

const claim = z
  .object({
    claim: z.string(),
    description: z.string(),
    schema: z.unknown().describe('JSON Schema, draft 2020-12'),
    default: z.unknown().optional(),
    sensitivity: sensitivity.optional(),
    owner: z.string().optional(),
    sources: texts.describe('Where its value may come from, lowest first'),
    merge: z.enum(['override', 'union', 'max', 'min']),
    scopes: texts,
    always: z.boolean(),
    required: z.boolean(),
    tokens: z.array(token).readonly().optional(),
    audiences: texts.optional(),
    clients: texts.optional(),
    grantTypes: texts.optional(),
    priority: z.number(),
    sensitiveValueAllowed: z.string().optional(),
    staleOk: z.boolean(),
    names: z
      .array(
        z.object({
          instance: z.string(),
          hook: z.string(),
          token,
          audience: z.string().optional(),
          name: z.string(),
          refusal: z.object({ reason: z.enum(withholdReasons), detail: z.string() }).optional(),
        }),
      )
      .readonly(),
  })
  .meta({ id: 'CatalogueEntry' });

export const catalogueSchema = z
  .object({ scopes: texts.describe('Every scope that releases a claim'), claims: z.array(claim).readonly() })
  .meta({ id: 'Catalogue' });

const finding = z
  .object({
    severity: z.enum(['error', 'warning', 'info']),
    rule: z.string(),
    claim: z.string().optional(),
    instance: z.string().optional(),
    hook: z.string().optional(),
    message: z.string(),
    remedy: z.string(),
    link: z.string(),
  })
  .meta({ id: 'Finding', description: 'What `claims check` says' });

export const reviewSchema = z
  .object({
    realm: z.string(),
    groups: z
      .array(
        z.object({
          name: z.string(),
          precedence: z.number().optional(),
          version: z.number(),
          claims: texts,
          undeclared: texts,
        }),
      )
      .readonly(),
    complete: z.boolean().describe('false: there are more groups than one review reads'),
    claims: z
      .array(
        z.object({
          claim: z.string(),
          description: z.string(),
          sensitivity: sensitivity.optional(),
          owner: z.string().optional(),
          sensitiveValueAllowed: z.string().optional(),
          scopes: texts,
          always: z.boolean(),
          neverReleased: z.boolean(),
          groups: texts,
        }),
      )
      .readonly(),
    findings: z.array(finding).readonly(),
  })
  .meta({ id: 'Review' });

export type CatalogueDocument = z.output<typeof catalogueSchema>;
export type ReviewDocument = z.output<typeof reviewSchema>;
