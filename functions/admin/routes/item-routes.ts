import { createRoute, OpenAPIHono } from '@hono/zod-openapi';
import * as z from 'zod';
import type { Administration } from '../../../lib/administration/administration.ts';
import type { ItemContent } from '../../../lib/attributes/item.ts';
import { type AdminEnvironment, requireScope } from '../operator.ts';
import { refuseInvalid } from '../refuse-invalid.ts';
import { body, json, refusals, sendCreated, sendWritten, writeRefusals, writtenResponse } from '../responses.ts';
import { itemSchema } from '../schemas/item.ts';
import { toItemDocument } from '../to-item-document.ts';
import { creationOf, toETag, writeOf } from '../write-of.ts';
import { type ItemCollection, idOf, itemKeyOf } from './item-key-of.ts';
import { creationHeaders, itemParams, realmParams, writeHeaders } from './parameters.ts';

/** Create, read, replace and delete the items of one collection; alike for all but for the content. */
export const itemRoutes = (
  administration: Administration,
  collection: ItemCollection,
  content: z.ZodType<ItemContent, ItemContent>,
) => {
  const keyOf = ({ realm, id }: z.output<typeof itemParams>) => itemKeyOf(collection, realm, idOf(id));
  const tags = [collection];
  const creation = z
    .strictObject({
      id: z.string().describe('As it is, not encoded'),
      content,
      reuse: z.boolean().optional().describe('The id was deleted before, and is meant to be used again'),
    })
    .meta({ description: 'What to create' });
  return new OpenAPIHono<AdminEnvironment>({ defaultHook: refuseInvalid })
    .openapi(
      createRoute({
        method: 'post',
        path: '/',
        tags,
        summary: 'Create an item',
        middleware: requireScope('claims:write'),
        request: { params: realmParams, headers: creationHeaders, body: body(creation) },
        responses: { 201: writtenResponse, ...writeRefusals },
      }),
      async (c) => {
        const { id, content: given, reuse } = c.req.valid('json');
        const key = itemKeyOf(collection, c.req.valid('param').realm, id);
        return sendCreated(c, await administration.create(key, given, { ...(await creationOf(c)), reuse }));
      },
    )
    .openapi(
      createRoute({
        method: 'get',
        path: '/{id}',
        tags,
        summary: 'Read an item; a deleted one is shown as such',
        middleware: requireScope('claims:read'),
        request: { params: itemParams },
        responses: { 200: json(itemSchema, 'The item, with its version as ETag'), ...refusals },
      }),
      async (c) => {
        const item = await administration.read(keyOf(c.req.valid('param')));
        return c.json(toItemDocument(item), 200, { etag: toETag(item.version) });
      },
    )
    .openapi(
      createRoute({
        method: 'put',
        path: '/{id}',
        tags,
        summary: 'Replace the content of an item',
        middleware: requireScope('claims:write'),
        request: { params: itemParams, headers: writeHeaders, body: body(content) },
        responses: { 200: writtenResponse, ...writeRefusals },
      }),
      async (c) => {
        const key = keyOf(c.req.valid('param'));
        return sendWritten(c, await administration.replace(key, c.req.valid('json'), await writeOf(c)));
      },
    )
    .openapi(
      createRoute({
        method: 'delete',
        path: '/{id}',
        tags,
        summary: 'Delete an item; its tombstone stays, and denies tokens to a user or client',
        middleware: requireScope('claims:write'),
        request: { params: itemParams, headers: writeHeaders },
        responses: { 200: writtenResponse, ...writeRefusals },
      }),
      async (c) => sendWritten(c, await administration.delete(keyOf(c.req.valid('param')), await writeOf(c))),
    );
};
