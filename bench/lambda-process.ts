import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type InvocationResult, startRuntimeApi } from './runtime-api.ts';

/** AWS's runtime interface client, exactly this version; it builds natively, so it is no dependency of ours. */
const clientVersion = '4.0.2';
const clientFolder = join(import.meta.dirname, '../.local/runtime-interface-client');
const client = join(clientFolder, 'node_modules/aws-lambda-ric');

const run = async (command: string, parameters: readonly string[], cwd: string): Promise<void> => {
  const child = spawn(command, parameters, { cwd, stdio: ['ignore', 'inherit', 'inherit'], shell: false });
  const [code] = await once(child, 'exit');
  if (code === 0) return;
  throw new Error(
    `${command} ${parameters.join(' ')} failed with code ${code}. Building AWS's runtime interface client needs cmake, make, a C++ compiler, python3 and xz (apt-get install build-essential cmake python3 xz-utils).`,
  );
};

/** Installs `aws-lambda-ric` into `.local/`, once; a minute or two, because it builds natively. */
export const installRuntimeClient = async (): Promise<void> => {
  if (existsSync(join(client, 'rapid-client.node'))) return;
  await mkdir(clientFolder, { recursive: true });
  await writeFile(
    join(clientFolder, 'package.json'),
    JSON.stringify({
      private: true,
      dependencies: { 'aws-lambda-ric': clientVersion },
      allowScripts: { 'aws-lambda-ric': true },
    }),
  );
  await run('npm', ['install', '--no-audit', '--no-fund'], clientFolder);
  if (!existsSync(join(client, 'rapid-client.node'))) await run('npm', ['rebuild', 'aws-lambda-ric'], clientFolder);
};

export type LambdaProcessOptions = {
  /** Where the function's zip was unpacked. */
  readonly directory: string;
  /** `functions/cognito/handler.preTokenGeneration` */
  readonly handler: string;
  readonly environment: Readonly<Record<string, string>>;
};

export type LambdaProcess = {
  /** Milliseconds from the start of the process until it asks for its first event. */
  readonly initMs: number;
  invoke(event: unknown, options?: { readonly timeoutMs?: number }): Promise<InvocationResult>;
  /** Resident memory in MB. */
  memory(): Promise<number>;
  /** What it wrote so far. */
  readonly log: readonly string[];
  stop(): Promise<void>;
};

/** Runs a packaged function as Lambda does: AWS's client, the environment that Lambda sets, a Runtime API. */
export const startLambdaProcess = async ({
  directory,
  handler,
  environment,
}: LambdaProcessOptions): Promise<LambdaProcess> => {
  const api = await startRuntimeApi();
  const log: string[] = [];
  const started = performance.now();
  const child = spawn(process.execPath, [join(client, 'index.mjs')], {
    cwd: directory,
    env: {
      PATH: process.env['PATH'],
      AWS_LAMBDA_RUNTIME_API: api.address,
      AWS_LAMBDA_FUNCTION_NAME: 'packaged',
      AWS_LAMBDA_FUNCTION_VERSION: '1',
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '1024',
      AWS_LAMBDA_LOG_GROUP_NAME: '/aws/lambda/packaged',
      AWS_LAMBDA_LOG_STREAM_NAME: 'packaged',
      AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
      AWS_REGION: 'eu-central-1',
      AWS_ACCESS_KEY_ID: 'local',
      AWS_SECRET_ACCESS_KEY: 'local',
      LAMBDA_TASK_ROOT: directory,
      _HANDLER: handler,
      ...environment,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (chunk: string) => log.push(...chunk.split('\n').filter(Boolean)));
  }
  const exited = once(child, 'exit');
  const ended = exited.then(([code]) => {
    throw new Error(`The function's process ended with code ${code}:\n${log.join('\n')}`);
  });
  ended.catch(() => undefined);
  await Promise.race([api.initialised, ended]);
  const initMs = performance.now() - started;
  return {
    initMs,
    log,
    invoke: (event, options) => Promise.race([api.invoke(event, options), ended]),
    memory: async () => {
      const status = await readFile(`/proc/${child.pid}/status`, 'utf8');
      return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1024;
    },
    stop: async () => {
      child.kill('SIGKILL');
      await exited;
      await api.close();
    },
  };
};
