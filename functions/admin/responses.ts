import type { Context } from 'hono';
import * as z from 'zod';
import type { Written } from '../../lib/administration/write-item.ts';
import { writtenSchema } from './schemas/item.ts';
import { toItemDocument } from './to-item-document.ts';
import { toETag } from './write-of.ts';

const problemSchema = z
  .looseObject({ type: z.string(), title: z.string(), status: z.number(), detail: z.string().optional() })
  .meta({ id: 'Problem', description: 'RFC 9457' });

const problemContent = { 'application/problem+json': { schema: problemSchema } };

/** The refusals that every route may answer; listed for the OpenAPI document only. */
export const refusals = {
  400: { description: 'The request is not well-formed', content: problemContent },
  401: { description: 'No valid access token', content: problemContent },
  403: { description: 'The access token lacks the scope', content: problemContent },
  404: { description: 'There is no such item', content: problemContent },
} as const;

/** The further refusals of a write. */
export const writeRefusals = {
  ...refusals,
  409: { description: 'It exists already', content: problemContent },
  412: { description: 'Somebody else changed it in the meantime', content: problemContent },
  413: { description: 'The item would exceed 32 KB', content: problemContent },
  422: {
    description: 'A value is refused, or an idempotency key was used for another request',
    content: problemContent,
  },
  428: { description: 'If-Match or If-None-Match is missing', content: problemContent },
} as const;

export const json = <Schema extends z.ZodType>(schema: Schema, description: string) => ({
  description,
  content: { 'application/json': { schema } },
});

export const body = <Schema extends z.ZodType>(schema: Schema) => ({
  required: true,
  content: { 'application/json': { schema } },
});

export const writtenResponse = json(writtenSchema, 'The item as it is now');

const headersOf = ({ item, replayed }: Written): Record<string, string> => ({
  etag: toETag(item.version),
  ...(replayed ? { 'idempotency-replayed': 'true' } : {}),
});

/** Answers a write with the item, its ETag and the notices. */
export const sendWritten = (c: Context, written: Written) =>
  c.json({ item: toItemDocument(written.item), notices: written.notices }, 200, headersOf(written));

export const sendCreated = (c: Context, written: Written) =>
  c.json({ item: toItemDocument(written.item), notices: written.notices }, 201, headersOf(written));
