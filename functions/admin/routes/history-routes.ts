import { createRoute, OpenAPIHono } from '@hono/zod-openapi';
import type * as z from 'zod';
import type { Administration } from '../../../lib/administration/administration.ts';
import { type AdminEnvironment, requireScope } from '../operator.ts';
import { refuseInvalid } from '../refuse-invalid.ts';
import { body, json, refusals, sendWritten, writeRefusals, writtenResponse } from '../responses.ts';
import { changePage, putBackBody } from '../schemas/item.ts';
import { toChangePage } from '../to-item-document.ts';
import { writeOf } from '../write-of.ts';
import { type ItemCollection, idOf, itemKeyOf } from './item-key-of.ts';
import { itemParams, paging, writeHeaders } from './parameters.ts';

/** What happened to an item: history, put back, revoke, forget. */
export const historyRoutes = (administration: Administration, collection: ItemCollection) => {
  const keyOf = ({ realm, id }: z.output<typeof itemParams>) => itemKeyOf(collection, realm, idOf(id));
  const tags = [collection];
  return new OpenAPIHono<AdminEnvironment>({ defaultHook: refuseInvalid })
    .openapi(
      createRoute({
        method: 'get',
        path: '/{id}/history',
        tags,
        summary: 'The changes of an item, newest first, with the content before and after',
        middleware: requireScope('claims:audit'),
        request: { params: itemParams, query: paging },
        responses: { 200: json(changePage, 'A page of changes'), ...refusals },
      }),
      async (c) => {
        const page = await administration.history(keyOf(c.req.valid('param')), c.req.valid('query'));
        return c.json(toChangePage(page), 200);
      },
    )
    .openapi(
      createRoute({
        method: 'post',
        path: '/{id}/put-back',
        tags,
        summary: 'Make the content of an earlier version the current one, as a new version',
        middleware: requireScope('claims:write'),
        request: {
          params: itemParams,
          headers: writeHeaders,
          body: body(putBackBody),
        },
        responses: { 200: writtenResponse, ...writeRefusals },
      }),
      async (c) => {
        const { version } = c.req.valid('json');
        return sendWritten(c, await administration.putBack(keyOf(c.req.valid('param')), version, await writeOf(c)));
      },
    )
    .openapi(
      createRoute({
        method: 'post',
        path: '/{id}/revoke',
        tags,
        summary:
          'Raise the epoch: APIs that check it refuse the tokens that were issued before (users, clients; also one that was never stored, unless the policy denies those)',
        middleware: requireScope('claims:write'),
        request: { params: itemParams, headers: writeHeaders },
        responses: { 200: writtenResponse, ...writeRefusals },
      }),
      async (c) => sendWritten(c, await administration.revoke(keyOf(c.req.valid('param')), await writeOf(c))),
    )
    .openapi(
      createRoute({
        method: 'post',
        path: '/{id}/forget',
        tags,
        summary: 'Erase an item and its history for good; cannot be undone',
        middleware: [requireScope('claims:write'), requireScope('claims:audit')] as const,
        request: { params: itemParams },
        responses: { 204: { description: 'Nothing is left' }, ...refusals },
      }),
      async (c) => {
        await administration.forget(keyOf(c.req.valid('param')), { by: c.get('operator').subject });
        return c.body(null, 204);
      },
    );
};
