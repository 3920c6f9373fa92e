import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const require = createRequire(import.meta.url);
const root = fileURLToPath(new URL('..', import.meta.url));

export type ServedFunctions = {
  /** Settles when the process ends by itself; it then says why the functions are gone. */
  readonly ended: Promise<Error>;
  close(): Promise<void>;
};

export type ServeOptions = {
  /** The folder of the service; default: this repository. */
  readonly directory?: string | undefined;
  readonly httpPort: number;
  readonly lambdaPort: number;
  /** What the functions find in their environment. */
  readonly environment: Readonly<Record<string, string>>;
  /** Bundles again when claims.config.ts or hooks.config.ts is edited. */
  readonly watch: boolean;
  readonly log: (line: string) => void;
};

const stop = async (child: ChildProcess): Promise<void> => {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), 3000);
  await exited;
  clearTimeout(timer);
};

/** Serves the functions exactly as serverless.yml declares them (stage `local`), with serverless-offline. */
export const serveFunctions = async (options: ServeOptions): Promise<ServedFunctions> => {
  const { directory = root, httpPort, lambdaPort, environment, watch, log } = options;
  const buildFolder = join('.local', 'build', String(httpPort));
  const framework = require.resolve('osls/bin/serverless.js');
  const flags = ['--stage', 'local', '--httpPort', String(httpPort), '--lambdaPort', String(lambdaPort), '--noSponsor'];
  const child = spawn(process.execPath, [framework, 'offline', 'start', ...flags], {
    cwd: directory,
    env: {
      ...process.env,
      ...environment,
      AWS_ACCESS_KEY_ID: 'local',
      AWS_SECRET_ACCESS_KEY: 'local',
      AWS_REGION: 'eu-central-1',
      CLAIMS_BUILD_FOLDER: buildFolder,
      ...(watch ? {} : { CLAIMS_WATCH: 'nothing' }),
      SLS_INTERACTIVE_SETUP_ENABLE: '0',
      SLS_TELEMETRY_DISABLED: '1',
      SLS_NOTIFICATIONS_MODE: 'off',
      NO_COLOR: '1',
      FORCE_COLOR: '0',
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const tail: string[] = [];
  const ready = Promise.withResolvers<void>();
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream }).on('line', (line) => {
      if (line.includes('Server ready')) ready.resolve();
      tail.push(line);
      if (tail.length > 30) tail.shift();
      log(line);
    });
  }
  const ended = once(child, 'exit').then(
    ([code, signal]) => new Error(`serverless-offline ended (${code ?? signal}):\n${tail.join('\n')}`),
  );
  const failed = await Promise.race([ready.promise, ended]);
  if (failed) throw failed;
  return {
    ended,
    close: async () => {
      await stop(child);
      await rm(join(directory, buildFolder), { recursive: true, force: true });
    },
  };
};
