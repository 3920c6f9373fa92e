import * as z from 'zod';

const encoded = 'Or ~ and its base64url, where it has other characters than A-Z a-z 0-9 . _ @ : -';

export const realmParams = z.object({ realm: z.string().describe('A realm of hooks.config.ts') });
export const itemParams = realmParams.extend({ id: z.string().describe(`The id. ${encoded}`) });
export const attributeParams = itemParams.extend({ attribute: z.string().describe(`The attribute. ${encoded}`) });
export const memberOfParams = itemParams.extend({ group: z.string().describe(`The group's name. ${encoded}`) });

export const paging = z.object({
  limit: z.coerce.number().int().min(1).max(200).default(50).meta({ type: 'integer' }),
  cursor: z.string().optional().describe('`next` of the page before'),
});

const idempotencyKey = z
  .string()
  .optional()
  .describe('Repeating a request with the same key does not repeat the change');

export const creationHeaders = z.object({ 'idempotency-key': idempotencyKey });
export const writeHeaders = creationHeaders.extend({
  'if-match': z.string().optional().describe('The ETag of the item that the change is meant for'),
  'if-none-match': z.string().optional().describe('`*`: there is no item yet'),
});
