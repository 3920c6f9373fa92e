import { OpenAPIHono } from '@hono/zod-openapi';
import { bodyLimit } from 'hono/body-limit';
import { secureHeaders } from 'hono/secure-headers';
import * as z from 'zod';
import { createAdministration } from '../../lib/administration/administration.ts';
import type { Services } from '../../lib/administration/services.ts';
import { factsOf } from '../hook-facts.ts';
import { tokensOfRequest } from '../request-facts.ts';
import { consoleRoutes } from './console-routes.ts';
import { type AdminEnvironment, authenticateOperator, requireScope } from './operator.ts';
import { problem, toProblem } from './problem.ts';
import { refuseInvalid } from './refuse-invalid.ts';
import { attributeRoutes } from './routes/attribute-routes.ts';
import { epochRoutes } from './routes/epoch-routes.ts';
import { historyRoutes } from './routes/history-routes.ts';
import { hookRoutes } from './routes/hook-routes.ts';
import type { ItemCollection } from './routes/item-key-of.ts';
import { itemRoutes } from './routes/item-routes.ts';
import { listRoutes, memberRoutes } from './routes/list-routes.ts';
import { policyRoutes } from './routes/policy-routes.ts';
import { previewRoutes } from './routes/preview-routes.ts';
import { contentSchemas } from './schemas/item.ts';
import type { AdminSettings } from './settings.ts';

z.config(z.locales.en());

/** More than the largest item (32 KB) in the most verbose encoding. */
const longestBody = 256 * 1024;

const description = `Gives users, groups, organizations and clients their claims, and shows what a token would contain and why.
Every change needs \`If-Match\` with the ETag of what was read (\`If-None-Match: *\` where there is none yet); an
\`Idempotency-Key\` makes it safe to repeat. Errors are problem documents (RFC 9457). A refused value is never stored.`;

/** All routes under /admin. The type is what the console's client is made from. */
const apiOf = (services: Services, settings: AdminSettings) => {
  const administration = createAdministration({
    ...services,
    idpAttributesOf: (hook) => factsOf(hook).idpAttributes,
    tokensOfRequest,
  });
  const all = (collection: ItemCollection, kind: keyof typeof contentSchemas) =>
    new OpenAPIHono<AdminEnvironment>()
      .route('/', itemRoutes(administration, collection, contentSchemas[kind]))
      .route('/', attributeRoutes(administration, collection))
      .route('/', historyRoutes(administration, collection));
  const api = new OpenAPIHono<AdminEnvironment>({ defaultHook: refuseInvalid });
  api.get('/health', (c) => c.json({ status: 'ok' }));
  api.use('*', authenticateOperator(settings));
  api.use('*', bodyLimit({ maxSize: longestBody, onError: (c) => problem(c, 413, 'item_too_large', tooLarge) }));
  return api
    .route('/realms/:realm/users', listRoutes(administration, 'user', 'users'))
    .route('/realms/:realm/users', all('users', 'user'))
    .route('/realms/:realm/groups', listRoutes(administration, 'group', 'groups'))
    .route('/realms/:realm/groups', all('groups', 'group'))
    .route('/realms/:realm/organizations', listRoutes(administration, 'org', 'organizations'))
    .route('/realms/:realm/organizations', all('organizations', 'org'))
    .route('/realms/:realm/clients', listRoutes(administration, 'client', 'clients'))
    .route('/realms/:realm/clients', all('clients', 'client'))
    .route('/realms/:realm/memberships', all('memberships', 'member'))
    .route('/realms/:realm', memberRoutes(administration))
    .route('/hooks', hookRoutes(administration))
    .route('/', previewRoutes(administration))
    .route('/', policyRoutes(administration))
    .route('/', epochRoutes(administration));
};

const tooLarge = { title: 'Too large', detail: `A request has at most ${longestBody} bytes.` };

export type AdminAppOptions = {
  /** Gets the faults that are the service's own, for the log. */
  readonly onFault: (error: unknown) => void;
  /** Where the built console is; without it there is none. */
  readonly consoleDirectory?: string | undefined;
};

/**
 * The admin API as a Hono app under `/admin`: for Lambda, for `npm start`, for tests; and the console under
 * `/console`. Every fault is answered.
 */
export const createAdminApp = (
  services: Services,
  settings: AdminSettings,
  { onFault, consoleDirectory }: AdminAppOptions,
) => {
  const api = apiOf(services, settings);
  api.get('/openapi.json', requireScope('claims:read'), (c) =>
    c.json(
      app.getOpenAPI31Document({
        openapi: '3.1.0',
        info: { title: 'Custom claims: admin API', version: '1', description },
        security: [{ operator: [] }],
      }),
    ),
  );
  const app = new OpenAPIHono<AdminEnvironment>();
  app.openAPIRegistry.registerComponent('securitySchemes', 'operator', {
    type: 'http',
    scheme: 'bearer',
    bearerFormat: 'JWT',
    description: `Access token of ${settings.issuer} for ${settings.audience}, with claims:read, claims:write, claims:audit`,
  });
  app.use('/admin/*', secureHeaders());
  if (consoleDirectory !== undefined) {
    app.route('/console', consoleRoutes(consoleDirectory, settings));
  }
  app.onError((error, c) => {
    const answer = toProblem(c, error);
    if (answer.status >= 500) {
      onFault(error);
    }
    return answer;
  });
  app.notFound((c) => problem(c, 404, 'no_such_route', { title: 'Not found', detail: 'There is no such route.' }));
  return app.route('/admin', api);
};

export type AdminApp = ReturnType<typeof createAdminApp>;
