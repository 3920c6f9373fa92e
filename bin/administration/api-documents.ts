import * as z from 'zod';
import { parseMembershipId } from '../../functions/admin/path-id.ts';
import type { Change, Item, ItemContent } from '../../lib/attributes/item.ts';
import { CommandError } from '../frame/command-error.ts';
import { itemRecord, toItem } from '../transfer/item-record.ts';

const document = z.looseObject({ kind: z.string(), id: z.string() });
const page = z.object({ entries: z.array(z.unknown()), next: z.string().optional() });
const notice = z.object({
  kind: z.enum(['undeclared', 'computed', 'never_released', 'unknown_group']),
  attribute: z.string(),
  text: z.string(),
  declaration: z.string().optional(),
});
const written = z.object({ item: z.unknown(), notices: z.array(notice) });

const content = z.object({
  attributes: z.record(z.string(), z.json()),
  groups: z.array(z.string()).optional(),
  organization: z.string().optional(),
  precedence: z.number().optional(),
  email: z.string().optional(),
  blocked: z.boolean().optional(),
}) satisfies z.ZodType<ItemContent>;

const change = z.object({
  version: z.number(),
  at: z.string(),
  by: z.string(),
  action: z.enum(['put', 'delete', 'revoke']),
  before: content.optional(),
  after: content.optional(),
}) satisfies z.ZodType<Change>;

/** An item as the API shows it, as the store has it. */
export const readItemDocument = (answer: unknown): Item => {
  const { kind, id, ...rest } = expected(document, answer);
  return toItem(expected(itemRecord, { kind, ...rest, ...keyParts(kind, id) }));
};

export const readItemPage = (answer: unknown): { entries: readonly Item[]; next?: string | undefined } => {
  const { entries, next } = expected(page, answer);
  return { entries: entries.map(readItemDocument), next };
};

export const readChangePage = (answer: unknown): { entries: readonly Change[]; next?: string | undefined } => {
  const { entries, next } = expected(page, answer);
  return { entries: entries.map((entry) => expected(change, entry)), next };
};

export const readWritten = (answer: unknown) => {
  const { item, notices } = expected(written, answer);
  return { item: readItemDocument(item), notices, replayed: false };
};

const keyParts = (kind: string, id: string): Readonly<Record<string, unknown>> => {
  switch (kind) {
    case 'user':
      return { subject: id };
    case 'member':
      return parseMembershipId(id) ?? {};
    case 'group':
      return { name: id };
    case 'hook':
      return { instance: id };
    default:
      return { id };
  }
};

const expected = <Schema extends z.ZodType>(schema: Schema, answer: unknown): z.output<Schema> => {
  const parsed = schema.safeParse(answer);
  if (!parsed.success) {
    throw new CommandError(
      'the admin API answered something else than expected: is it of the same version as this command?',
    );
  }
  return parsed.data;
};
