import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import { listen } from '../../local/listen.ts';

const program = createRequire(import.meta.url).resolve('cognito-local/lib/bin/start.js');

export type CognitoLocal = {
  readonly endpoint: string;
  readonly client: CognitoIdentityProviderClient;
  stop(): Promise<void>;
};

const freePort = async (): Promise<number> => {
  const { port, close } = await listen(createServer(), 0);
  await close();
  return port;
};

const untilUp = async (endpoint: string): Promise<void> => {
  for (let attempt = 0; attempt < 200; attempt += 1) {
    const answer = await fetch(`${endpoint}/health`).catch(() => undefined);
    if (answer?.ok) return;
    await delay(50);
  }
  throw new Error('cognito-local does not answer.');
};

/**
 * Starts `cognito-local`: a user pools API with pools in files of its own. It calls the functions of `triggers` at
 * `lambdaEndpoint`, for every pool. `pools` are there from the start, under these ids.
 */
export const startCognitoLocal = async (
  triggers: Readonly<Record<string, string>> = {},
  lambdaEndpoint = 'http://127.0.0.1:1',
  pools: readonly string[] = [],
): Promise<CognitoLocal> => {
  const directory = await mkdtemp(join(tmpdir(), 'cognito-local-'));
  const port = await freePort();
  const endpoint = `http://127.0.0.1:${port}`;
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  await mkdir(join(directory, '.cognito/db'), { recursive: true });
  await Promise.all(pools.map((id) => writeFile(join(directory, `.cognito/db/${id}.json`), '{}')));
  await writeFile(
    join(directory, '.cognito/config.json'),
    JSON.stringify({
      LambdaClient: { credentials, region: 'local', endpoint: lambdaEndpoint },
      TriggerFunctions: triggers,
      TokenConfig: { IssuerDomain: endpoint },
      // People log in by name, as pools do that say nothing else.
      UserPoolDefaults: { UsernameAttributes: [] },
    }),
  );
  const server = spawn(process.execPath, [program], {
    cwd: directory,
    env: { ...process.env, PORT: String(port), HOST: '127.0.0.1', AWS_SDK_JS_SUPPRESS_MAINTENANCE_MODE_MESSAGE: '1' },
    stdio: 'ignore',
  });
  const exited = once(server, 'exit');
  await untilUp(endpoint);
  const client = new CognitoIdentityProviderClient({ endpoint, region: 'local', credentials });
  return {
    endpoint,
    client,
    stop: async () => {
      client.destroy();
      server.kill();
      await exited;
      await rm(directory, { recursive: true, force: true });
    },
  };
};
