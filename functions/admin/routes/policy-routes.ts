import { createRoute, OpenAPIHono } from '@hono/zod-openapi';
import * as z from 'zod';
import type { Administration } from '../../../lib/administration/administration.ts';
import type { CatalogueEntry } from '../../../lib/administration/catalogue.ts';
import { type AdminEnvironment, requireScope } from '../operator.ts';
import { refuseInvalid } from '../refuse-invalid.ts';
import { json, refusals } from '../responses.ts';
import { type CatalogueDocument, catalogueSchema, reviewSchema } from '../schemas/policy.ts';
import { realmParams } from './parameters.ts';

const tags = ['policy'];

/** JSON has no `undefined`: a claim without a default has no such member. */
const toCatalogueDocument = ({ default: preset, ...entry }: CatalogueEntry): CatalogueDocument['claims'][number] => ({
  ...entry,
  ...(preset === undefined ? {} : { default: preset }),
});

/** The policy as people read it: the data dictionary, and the review of a realm. */
export const policyRoutes = (administration: Administration) =>
  new OpenAPIHono<AdminEnvironment>({ defaultHook: refuseInvalid })
    .openapi(
      createRoute({
        method: 'get',
        path: '/realms',
        tags,
        summary: 'The realms of the hook instances',
        middleware: requireScope('claims:read'),
        responses: { 200: json(z.object({ realms: z.array(z.string()).readonly() }), 'All of them'), ...refusals },
      }),
      (c) => c.json({ realms: administration.realms() }, 200),
    )
    .openapi(
      createRoute({
        method: 'get',
        path: '/catalogue',
        tags,
        summary: 'The claims of the policy: meaning, schema, sensitivity, sources, scopes, name at each IdP',
        middleware: requireScope('claims:read'),
        responses: { 200: json(catalogueSchema, 'The catalogue'), ...refusals },
      }),
      (c) =>
        c.json({ scopes: administration.scopes(), claims: administration.catalogue().map(toCatalogueDocument) }, 200),
    )
    .openapi(
      createRoute({
        method: 'get',
        path: '/realms/{realm}/review',
        tags,
        summary: 'Which groups grant which claims, sensitive claims, claims never released, policy findings',
        middleware: requireScope('claims:audit'),
        request: { params: realmParams },
        responses: { 200: json(reviewSchema, 'The review'), ...refusals },
      }),
      async (c) => c.json(await administration.review(c.req.valid('param').realm), 200),
    );
