import { createRoute, OpenAPIHono } from '@hono/zod-openapi';
import * as z from 'zod';
import type { Administration } from '../../../lib/administration/administration.ts';
import { type AdminEnvironment, requireScope } from '../operator.ts';
import { refuseInvalid } from '../refuse-invalid.ts';
import { json, refusals } from '../responses.ts';
import { idOf } from './item-key-of.ts';
import { realmParams } from './parameters.ts';

const params = realmParams.extend({ subject: z.string().describe('The `sub` of the token, encoded like an id') });
const query = z.object({ kind: z.enum(['user', 'client']).default('user') });

const epochSchema = z
  .object({
    epoch: z.number().describe('Tokens whose claims_epoch is lower were revoked'),
    active: z.boolean().describe('false: blocked or deleted, so that no token of the subject is good any more'),
  })
  .meta({ id: 'Epoch' });

/**
 * The revocation counter that an API compares with a token's `claims_epoch`. An API's own machine token needs
 * `claims:epoch` only, which opens nothing else.
 */
export const epochRoutes = (administration: Administration) =>
  new OpenAPIHono<AdminEnvironment>({ defaultHook: refuseInvalid }).openapi(
    createRoute({
      method: 'get',
      path: '/realms/{realm}/epoch/{subject}',
      tags: ['epoch'],
      summary: 'The epoch of a subject; 0 for one that was never stored',
      middleware: requireScope('claims:epoch'),
      request: { params, query },
      responses: { 200: json(epochSchema, 'The epoch, to be cached for a few seconds'), ...refusals },
    }),
    async (c) => {
      const { realm, subject } = c.req.valid('param');
      const { kind } = c.req.valid('query');
      return c.json(await administration.epoch({ kind, realm, id: idOf(subject) }), 200, {
        'cache-control': 'private, max-age=5',
      });
    },
  );
