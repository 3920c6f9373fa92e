import '@hono/zod-openapi';
import * as z from 'zod';
import type { Item, ItemContent, ItemKey } from '../../../lib/attributes/item.ts';
import type { ClaimValue } from '../../../lib/claims/claim-value.ts';

/** Any JSON value: what an attribute may hold before the policy has its say. */
export const jsonValue = z
  .custom<ClaimValue>((value) => value !== undefined)
  .openapi('ClaimValue', {
    type: ['string', 'number', 'boolean', 'object', 'array', 'null'],
    description: 'Any JSON value',
  });

const attributes = z.record(z.string(), jsonValue).describe('Stored values by name; the policy makes claims of them');
const groups = z.array(z.string()).max(200).describe('Names of groups, in any order');
const blocked = z.boolean().describe('No token any more, whatever the rest says');
const organization = z.string().describe('The organization, when the token request names none');

export const modeOverride = z
  .strictObject({
    mode: z.enum(['enforce', 'observe', 'off']),
    share: z.number().min(0).max(100).optional().describe('Percent of the subjects, by a stable hash; absent: all'),
    clients: z.array(z.string()).optional().describe('Client ids; absent: all'),
  })
  .meta({ id: 'ModeOverride', description: 'Overrides the mode of a hook instance at run time' });

/** What an administrator sends, by kind of item; unknown members are refused. */
export const contentSchemas = {
  user: z.strictObject({
    attributes,
    groups: groups.optional(),
    organization: organization.optional(),
    email: z.string().optional().describe('To find the person by; no claim'),
    blocked: blocked.optional(),
  }),
  member: z.strictObject({ attributes, groups: groups.optional(), blocked: blocked.optional() }),
  group: z.strictObject({
    attributes,
    precedence: z.int().optional().describe('The lower number wins; a group without one comes last'),
  }),
  org: z.strictObject({ attributes, blocked: blocked.optional() }),
  client: z.strictObject({
    attributes,
    groups: groups.optional(),
    organization: organization.optional(),
    blocked: blocked.optional(),
  }),
} as const satisfies Record<Exclude<ItemKey['kind'], 'hook'>, z.ZodType<ItemContent>>;

const itemContent = z.object({
  attributes: z.record(z.string(), z.unknown()),
  groups: z.array(z.string()).readonly().optional(),
  organization: z.string().optional(),
  precedence: z.number().optional(),
  email: z.string().optional(),
  blocked: z.boolean().optional(),
  mode: modeOverride.extend({ clients: z.array(z.string()).readonly().optional() }).optional(),
});

export const itemSchema = itemContent
  .extend({
    kind: z.enum(['user', 'member', 'group', 'org', 'client', 'hook']),
    realm: z.string().optional(),
    id: z.string().describe('As it stands in the path; a membership is organization:subject'),
    version: z.number().describe('Counts the writes; the ETag'),
    epoch: z.number().describe('Raised when tokens are revoked'),
    deleted: z.boolean().optional().describe('A tombstone'),
    updatedAt: z.string(),
    updatedBy: z.string(),
  })
  .meta({ id: 'Item' });

export const changeSchema = z
  .object({
    version: z.number(),
    at: z.string(),
    by: z.string(),
    action: z.enum(['put', 'delete', 'revoke']),
    before: itemContent.optional(),
    after: itemContent.optional(),
  })
  .meta({ id: 'Change' });

export const changePage = z.object({ entries: z.array(changeSchema), next: z.string().optional() });

export const putBackBody = z.strictObject({ version: z.int().min(1) });

export const noticeSchema = z
  .object({
    kind: z.enum(['undeclared', 'computed', 'never_released', 'unknown_group']),
    attribute: z.string(),
    text: z.string(),
    declaration: z.string().optional().describe('What to paste into claims.config.ts'),
  })
  .meta({ id: 'Notice' });

export const writtenSchema = z
  .object({ item: itemSchema, notices: z.array(noticeSchema).readonly() })
  .meta({ id: 'Written', description: 'The item as it is now, and what its writer should know' });

export type ItemDocument = z.output<typeof itemSchema>;
export type ChangeDocument = z.output<typeof changeSchema>;
export type ContentDocument = Item | ItemContent;
