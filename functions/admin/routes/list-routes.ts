import { createRoute, OpenAPIHono } from '@hono/zod-openapi';
import * as z from 'zod';
import type { Administration } from '../../../lib/administration/administration.ts';
import type { ListedKind } from '../../../lib/administration/find-items.ts';
import type { Page } from '../../../lib/attributes/attribute-store.ts';
import type { Item } from '../../../lib/attributes/item.ts';
import { type AdminEnvironment, requireScope } from '../operator.ts';
import { refuseInvalid } from '../refuse-invalid.ts';
import { json, refusals } from '../responses.ts';
import { itemSchema } from '../schemas/item.ts';
import { toItemDocument } from '../to-item-document.ts';
import { idOf } from './item-key-of.ts';
import { itemParams, paging, realmParams } from './parameters.ts';

const page = z
  .object({ entries: z.array(itemSchema), next: z.string().optional().describe('`cursor` of the next page') })
  .meta({ id: 'ItemPage' });

const toPage = ({ entries, next }: Page<Item>): z.output<typeof page> => ({
  entries: entries.map(toItemDocument),
  ...(next === undefined ? {} : { next }),
});

const middleware = requireScope('claims:read');
const search = paging.extend({ email: z.string().optional().describe('Users with this e-mail address, without case') });
const scanned = 'Reads the table page by page: a page may be empty and still have a next one';

/** The items of a realm, page by page. */
export const listRoutes = (administration: Administration, kind: ListedKind, tag: string) =>
  new OpenAPIHono<AdminEnvironment>({ defaultHook: refuseInvalid }).openapi(
    createRoute({
      method: 'get',
      path: '/',
      tags: [tag],
      summary: 'List items; users can be found by e-mail address',
      middleware,
      request: { params: realmParams, query: search },
      responses: { 200: json(page, 'A page of items'), ...refusals },
    }),
    async (c) => {
      const { realm } = c.req.valid('param');
      const { email, limit, cursor } = c.req.valid('query');
      if (email !== undefined && kind === 'user') {
        return c.json(toPage({ entries: await administration.findUsers(realm, email) }), 200);
      }
      return c.json(toPage(await administration.list(kind, realm, { limit, cursor })), 200);
    },
  );

/** Who is in a group, who is in an organization. */
export const memberRoutes = (administration: Administration) =>
  new OpenAPIHono<AdminEnvironment>({ defaultHook: refuseInvalid })
    .openapi(
      createRoute({
        method: 'get',
        path: '/groups/{id}/members',
        tags: ['groups'],
        summary: 'Users, memberships and clients whose item names the group',
        description: scanned,
        middleware,
        request: { params: itemParams, query: paging },
        responses: { 200: json(page, 'A page of items'), ...refusals },
      }),
      async (c) => {
        const { realm, id } = c.req.valid('param');
        return c.json(toPage(await administration.groupMembers(realm, idOf(id), c.req.valid('query'))), 200);
      },
    )
    .openapi(
      createRoute({
        method: 'get',
        path: '/organizations/{id}/members',
        tags: ['organizations'],
        summary: 'The memberships of an organization',
        description: scanned,
        middleware,
        request: { params: itemParams, query: paging },
        responses: { 200: json(page, 'A page of memberships'), ...refusals },
      }),
      async (c) => {
        const { realm, id } = c.req.valid('param');
        return c.json(toPage(await administration.organizationMembers(realm, idOf(id), c.req.valid('query'))), 200);
      },
    );
