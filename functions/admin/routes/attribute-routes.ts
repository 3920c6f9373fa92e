import { createRoute, OpenAPIHono } from '@hono/zod-openapi';
import * as z from 'zod';
import type { Administration } from '../../../lib/administration/administration.ts';
import { type AdminEnvironment, requireScope } from '../operator.ts';
import { refuseInvalid } from '../refuse-invalid.ts';
import { body, sendWritten, writeRefusals, writtenResponse } from '../responses.ts';
import { jsonValue } from '../schemas/item.ts';
import { writeOf } from '../write-of.ts';
import { type ItemCollection, idOf, itemKeyOf } from './item-key-of.ts';
import { attributeParams, itemParams, memberOfParams, writeHeaders } from './parameters.ts';

const middleware = requireScope('claims:write');
const responses = { 200: writtenResponse, ...writeRefusals };

/** Single changes of an item: one attribute, one group, the block. */
export const attributeRoutes = (administration: Administration, collection: ItemCollection) => {
  const keyOf = ({ realm, id }: z.output<typeof itemParams>) => itemKeyOf(collection, realm, idOf(id));
  const tags = [collection];
  return new OpenAPIHono<AdminEnvironment>({ defaultHook: refuseInvalid })
    .openapi(
      createRoute({
        method: 'put',
        path: '/{id}/attributes/{attribute}',
        tags,
        summary: 'Set one attribute; makes the item where there is none (If-None-Match: *)',
        middleware,
        request: {
          params: attributeParams,
          headers: writeHeaders,
          body: body(z.strictObject({ value: jsonValue })),
        },
        responses,
      }),
      async (c) => {
        const params = c.req.valid('param');
        const { value } = c.req.valid('json');
        const write = await writeOf(c);
        return sendWritten(c, await administration.setAttribute(keyOf(params), idOf(params.attribute), value, write));
      },
    )
    .openapi(
      createRoute({
        method: 'delete',
        path: '/{id}/attributes/{attribute}',
        tags,
        summary: 'Unset one attribute',
        middleware,
        request: { params: attributeParams, headers: writeHeaders },
        responses,
      }),
      async (c) => {
        const params = c.req.valid('param');
        const write = await writeOf(c);
        return sendWritten(c, await administration.unsetAttribute(keyOf(params), idOf(params.attribute), write));
      },
    )
    .openapi(
      createRoute({
        method: 'put',
        path: '/{id}/groups/{group}',
        tags,
        summary: 'Add to a group (users, memberships, clients)',
        middleware,
        request: { params: memberOfParams, headers: writeHeaders },
        responses,
      }),
      async (c) => {
        const params = c.req.valid('param');
        return sendWritten(c, await administration.addGroup(keyOf(params), idOf(params.group), await writeOf(c)));
      },
    )
    .openapi(
      createRoute({
        method: 'delete',
        path: '/{id}/groups/{group}',
        tags,
        summary: 'Remove from a group',
        middleware,
        request: { params: memberOfParams, headers: writeHeaders },
        responses,
      }),
      async (c) => {
        const params = c.req.valid('param');
        return sendWritten(c, await administration.removeGroup(keyOf(params), idOf(params.group), await writeOf(c)));
      },
    )
    .openapi(
      createRoute({
        method: 'put',
        path: '/{id}/blocked',
        tags,
        summary: 'Block or unblock: a blocked user, membership, organization or client gets no token',
        middleware,
        request: { params: itemParams, headers: writeHeaders, body: body(z.strictObject({ blocked: z.boolean() })) },
        responses,
      }),
      async (c) => {
        const { blocked } = c.req.valid('json');
        return sendWritten(c, await administration.setBlocked(keyOf(c.req.valid('param')), blocked, await writeOf(c)));
      },
    );
};
