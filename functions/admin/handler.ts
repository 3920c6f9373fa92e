import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Hono } from 'hono';
import { handle } from 'hono/aws-lambda';
import policy from '../../claims.config.ts';
import instances from '../../hooks.config.ts';
import { toPreviewSources } from '../../lib/administration/preview-sources.ts';
import { createDynamoDBAttributeStore } from '../../lib/attributes/dynamodb-attribute-store.ts';
import { InvalidConfigurationError } from '../../lib/errors.ts';
import { readEnvironment } from '../../lib/lambda/environment.ts';
import sources from '../../sources.config.ts';
import { hooks } from '../hooks.ts';
import { createAdminApp } from './app.ts';
import { createAuditLog, createFaultLog } from './audit-log.ts';
import { problem } from './problem.ts';
import { readAdminSettings } from './settings.ts';

const log = { write: (line: string) => void process.stdout.write(`${line}\n`), now: Date.now };
const onFault = createFaultLog(log);

const createApp = (): Hono => {
  const { attributesTable, dynamodbEndpoint, region } = readEnvironment(process.env);
  const changesTable = process.env['CHANGES_TABLE'];
  if (!changesTable) {
    throw new InvalidConfigurationError(
      'The environment variable CHANGES_TABLE is missing: the table with the changes.',
    );
  }
  const store = createDynamoDBAttributeStore({
    table: attributesTable,
    changesTable,
    endpoint: dynamodbEndpoint,
    region,
    groupCacheSeconds: 0,
  });
  const services = { store, policy, hooks, instances, record: createAuditLog(log), sources: toPreviewSources(sources) };
  const consoleDirectory = [process.env['LAMBDA_TASK_ROOT'] ?? '', process.cwd()]
    .map((root) => join(root, 'console', 'dist'))
    .find((directory) => existsSync(directory));
  return new Hono().route('/', createAdminApp(services, readAdminSettings(process.env), { onFault, consoleDirectory }));
};

/** Module initialisation never throws: a wrong setting is logged, and every call says that the service is not set up. */
const appOrFault = (): Hono => {
  try {
    return createApp();
  } catch (error) {
    onFault(error);
    const title = 'Not configured';
    return new Hono().all('*', (c) => problem(c, 503, 'invalid_configuration', { title, detail: 'The log says why.' }));
  }
};

export const admin = handle(appOrFault());
