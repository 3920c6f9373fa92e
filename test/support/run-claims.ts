import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { TestDynamoDB } from './dynamodb.ts';

export type ClaimsRun = { readonly code: number | null; readonly stdout: string; readonly stderr: string };

export type RunOptions = {
  readonly env?: Readonly<Record<string, string>> | undefined;
  readonly cwd?: string | undefined;
  readonly input?: string | undefined;
};

const root = fileURLToPath(new URL('../../', import.meta.url));

/** Runs the real `claims` command as a process of its own, without a terminal. */
export const runClaims = async (args: readonly string[], options: RunOptions = {}): Promise<ClaimsRun> => {
  const child = spawn(process.execPath, [`${root}bin/claims.ts`, ...args], {
    cwd: options.cwd ?? root,
    // Nothing of the developer's own shell may decide what a test sees.
    env: { PATH: process.env['PATH'], HOME: process.env['HOME'], CLAIMS_BY: 'tester', ...options.env },
  });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (chunk) => {
    stdout += chunk;
  });
  child.stderr.setEncoding('utf8').on('data', (chunk) => {
    stderr += chunk;
  });
  child.stdin.end(options.input ?? '');
  const code = await new Promise<number | null>((resolve) => {
    child.on('close', resolve);
  });
  return { code, stdout, stderr };
};

/** The environment that points the command at a test's own tables. */
export const tableEnvironment = ({ endpoint, tables }: Pick<TestDynamoDB, 'endpoint' | 'tables'>) => ({
  ATTRIBUTES_TABLE: tables.attributes,
  CHANGES_TABLE: tables.changes,
  DYNAMODB_ENDPOINT: endpoint,
});
