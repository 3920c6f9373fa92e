import { createRoute, OpenAPIHono } from '@hono/zod-openapi';
import * as z from 'zod';
import type { Administration } from '../../../lib/administration/administration.ts';
import { type AdminEnvironment, requireScope } from '../operator.ts';
import { refuseInvalid } from '../refuse-invalid.ts';
import { body, json, refusals } from '../responses.ts';
import { consentSchema, previewQuery, previewSchema } from '../schemas/preview.ts';
import { toPreviewDocument } from '../to-preview-document.ts';

const middleware = requireScope('claims:read');
const tags = ['preview'];
const spaceSeparated = z.string().default('').describe('Separated by spaces, as in OAuth');

const consentQuery = z.object({
  instance: z.string(),
  client: z.string(),
  scope: spaceSeparated,
  audience: spaceSeparated,
});

const words = (text: string): readonly string[] => text.split(' ').filter((word) => word !== '');

/** What a token request would get: for an administrator with values, for a consent screen without. */
export const previewRoutes = (administration: Administration) =>
  new OpenAPIHono<AdminEnvironment>({ defaultHook: refuseInvalid })
    .openapi(
      createRoute({
        method: 'post',
        path: '/preview',
        tags,
        summary:
          'The tokens of a hypothetical token request, by the production decision, with the reason of every claim',
        middleware,
        request: { body: body(previewQuery) },
        responses: { 200: json(previewSchema, 'The decision'), ...refusals },
      }),
      async (c) => c.json(toPreviewDocument(await administration.preview(c.req.valid('json'))), 200),
    )
    .openapi(
      createRoute({
        method: 'get',
        path: '/consent',
        tags,
        summary: 'For consent screens: the claims that a client and scopes would get, described, without values',
        middleware,
        request: { query: consentQuery },
        responses: { 200: json(consentSchema, 'The claims'), ...refusals },
      }),
      (c) => {
        const { instance, client, scope, audience } = c.req.valid('query');
        const query = { instance, client, scopes: words(scope), audiences: words(audience) };
        return c.json({ claims: administration.consent(query) }, 200);
      },
    );
