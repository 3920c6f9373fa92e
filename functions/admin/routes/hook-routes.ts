import { createRoute, OpenAPIHono } from '@hono/zod-openapi';
import * as z from 'zod';
import type { Administration } from '../../../lib/administration/administration.ts';
import { type AdminEnvironment, requireScope } from '../operator.ts';
import { refuseInvalid } from '../refuse-invalid.ts';
import { body, json, refusals, sendWritten, writeRefusals, writtenResponse } from '../responses.ts';
import { changePage, itemSchema, modeOverride, putBackBody } from '../schemas/item.ts';
import { toChangePage, toItemDocument } from '../to-item-document.ts';
import { toETag, writeOf } from '../write-of.ts';
import { paging, writeHeaders } from './parameters.ts';

const params = z.object({ instance: z.string().describe('A hook instance of hooks.config.ts') });
const mode = z.enum(['enforce', 'observe', 'off']);
const token = z.enum(['id_token', 'access_token', 'userinfo']);

const instanceSchema = z
  .object({
    instance: z.string(),
    hook: z.string(),
    idp: z.string(),
    realm: z.string(),
    mode,
    tokens: z.array(token).readonly(),
    bytes: z.number().describe('The most that this IdP takes of our claims in one token'),
    scopes: z.enum(['granted', 'requested', 'assumed']),
    groups: z.enum(['directory', 'event', 'both']),
    onFailure: z.enum(['deny', 'issue']),
  })
  .meta({ id: 'HookInstance' });

const tags = ['hooks'];

/** The hook instances of hooks.config.ts, and the run-time override of their mode: the kill switch. */
export const hookRoutes = (administration: Administration) =>
  new OpenAPIHono<AdminEnvironment>({ defaultHook: refuseInvalid })
    .openapi(
      createRoute({
        method: 'get',
        path: '/',
        tags,
        summary: 'The configured hook instances',
        middleware: requireScope('claims:read'),
        responses: { 200: json(z.object({ entries: z.array(instanceSchema) }), 'All of them'), ...refusals },
      }),
      (c) => {
        const entries = administration.targets().map(({ instance, instanceConfig, hook }) => ({
          instance,
          hook: hook.name,
          idp: hook.idp,
          realm: instanceConfig.realm,
          mode: instanceConfig.mode,
          tokens: hook.limits.tokens,
          bytes: hook.limits.bytes,
          scopes: instanceConfig.scopes.from,
          groups: instanceConfig.groups,
          onFailure: instanceConfig.onFailure,
        }));
        return c.json({ entries }, 200);
      },
    )
    .openapi(
      createRoute({
        method: 'get',
        path: '/{instance}/mode',
        tags,
        summary: 'The override of the mode, if it was ever set',
        middleware: requireScope('claims:read'),
        request: { params },
        responses: { 200: json(itemSchema, 'The override'), ...refusals },
      }),
      async (c) => {
        const item = await administration.read({ kind: 'hook', ...c.req.valid('param') });
        return c.json(toItemDocument(item), 200, { etag: toETag(item.version) });
      },
    )
    .openapi(
      createRoute({
        method: 'put',
        path: '/{instance}/mode',
        tags,
        summary: 'Override the mode, for all or for some, without a deployment',
        middleware: requireScope('claims:write'),
        request: { params, headers: writeHeaders, body: body(modeOverride) },
        responses: { 200: writtenResponse, ...writeRefusals },
      }),
      async (c) => {
        const key = { kind: 'hook', ...c.req.valid('param') } as const;
        return sendWritten(c, await administration.setMode(key, c.req.valid('json'), await writeOf(c)));
      },
    )
    .openapi(
      createRoute({
        method: 'delete',
        path: '/{instance}/mode',
        tags,
        summary: 'End the override',
        middleware: requireScope('claims:write'),
        request: { params, headers: writeHeaders },
        responses: { 200: writtenResponse, ...writeRefusals },
      }),
      async (c) => {
        const key = { kind: 'hook', ...c.req.valid('param') } as const;
        return sendWritten(c, await administration.setMode(key, undefined, await writeOf(c)));
      },
    )
    .openapi(
      createRoute({
        method: 'get',
        path: '/{instance}/history',
        tags,
        summary: 'The changes of the override, newest first',
        middleware: requireScope('claims:audit'),
        request: { params, query: paging },
        responses: { 200: json(changePage, 'A page of changes'), ...refusals },
      }),
      async (c) => {
        const key = { kind: 'hook', ...c.req.valid('param') } as const;
        return c.json(toChangePage(await administration.history(key, c.req.valid('query'))), 200);
      },
    )
    .openapi(
      createRoute({
        method: 'post',
        path: '/{instance}/put-back',
        tags,
        summary: 'Make an earlier override the current one, as a new version',
        middleware: requireScope('claims:write'),
        request: { params, headers: writeHeaders, body: body(putBackBody) },
        responses: { 200: writtenResponse, ...writeRefusals },
      }),
      async (c) => {
        const key = { kind: 'hook', ...c.req.valid('param') } as const;
        return sendWritten(c, await administration.putBack(key, c.req.valid('json').version, await writeOf(c)));
      },
    );
