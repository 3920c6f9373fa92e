import { spawn } from 'node:child_process';
import { createWriteStream, existsSync, readFileSync } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import * as z from 'zod';
import type { Item } from '../../lib/attributes/item.ts';
import { type ClaimsRun, tableEnvironment } from './run-claims.ts';

/** The user of row `index` (from 0), the same at every run. */
export const importedUser = (index: number) => ({
  kind: 'user' as const,
  realm: 'customers',
  subject: `auth0|${index}`,
  attributes: { user_id: index, department: `department-${index % 50}`, feature_flags: ['beta', `f${index % 7}`] },
  groups: [`group-${index % 20}`],
  email: `user${index}@example.com`,
});

/** Writes an import file of so many users. */
export const writeUsers = async (file: string, count: number): Promise<void> => {
  function* lines() {
    for (let index = 0; index < count; index += 1) {
      yield `${JSON.stringify(importedUser(index))}\n`;
    }
  }
  await pipeline(Readable.from(lines()), createWriteStream(file));
};

export type ImportRun = ClaimsRun & { readonly peakMegabytes: number; readonly killed: boolean };

const state = z.object({ done: z.int() });
const command = fileURLToPath(new URL('../../bin/claims.ts', import.meta.url));

/** Runs the real import, and kills it without warning as soon as `killAt` rows are done. */
export const runImportUntil = async (
  file: string,
  database: Parameters<typeof tableEnvironment>[0],
  {
    killAt,
    concurrency = 32,
  }: { readonly killAt?: number | undefined; readonly concurrency?: number | undefined } = {},
): Promise<ImportRun> => {
  const args = ['import', file, '--realm', 'customers', '--concurrency', String(concurrency)];
  const child = spawn(process.execPath, [command, ...args], {
    env: { PATH: process.env['PATH'], CLAIMS_BY: 'import', ...tableEnvironment(database) },
  });
  const run = { stdout: '', stderr: '', peakMegabytes: 0, killed: false };
  child.stdout.setEncoding('utf8').on('data', (chunk) => {
    run.stdout += chunk;
  });
  child.stderr.setEncoding('utf8').on('data', (chunk) => {
    run.stderr += chunk;
  });
  const closed = new Promise<number | null>((resolve) => {
    child.on('close', resolve);
  });
  const watch = async (): Promise<void> => {
    while (child.exitCode === null && child.signalCode === null) {
      run.peakMegabytes = Math.max(run.peakMegabytes, peakMegabytes(child.pid));
      if (killAt !== undefined && !run.killed && doneOf(`${file}.claims-import`) >= killAt) {
        run.killed = child.kill('SIGKILL');
      }
      await delay(20);
    }
  };
  const [code] = await Promise.all([closed, watch()]);
  return { ...run, code };
};

/** What is wrong with an imported item: lost, doubled (another version than the first) or changed. */
export const differencesFrom = async (
  items: AsyncIterable<Item>,
  count: number,
): Promise<{ readonly found: number; readonly wrong: readonly string[] }> => {
  const missing = new Set(Array.from({ length: count }, (_, index) => index));
  const wrong: string[] = [];
  let found = 0;
  for await (const item of items) {
    found += 1;
    const index = item.key.kind === 'user' ? Number(item.key.subject.slice('auth0|'.length)) : Number.NaN;
    const { kind: _kind, realm: _realm, subject: _subject, ...content } = importedUser(index);
    const { attributes, groups, email, version } = item;
    if (
      !missing.delete(index) ||
      version !== 1 ||
      JSON.stringify(sorted({ attributes, groups, email })) !== JSON.stringify(sorted(content))
    ) {
      wrong.push(`${JSON.stringify(item.key)} at version ${version}`);
    }
  }
  return { found, wrong: [...wrong, ...[...missing].map((index) => `user ${index} is missing`)] };
};

const sorted = (value: unknown): unknown => {
  if (Array.isArray(value)) {
    return value.map(sorted);
  }
  return typeof value === 'object' && value !== null
    ? Object.fromEntries(
        Object.entries(value)
          .map(([name, member]): [string, unknown] => [name, sorted(member)])
          .toSorted(([a], [b]) => (a < b ? -1 : 1)),
      )
    : value;
};

const doneOf = (file: string): number =>
  existsSync(file) ? (state.safeParse(JSON.parse(readFileSync(file, 'utf8'))).data?.done ?? 0) : 0;

/** The most resident memory so far, as Linux tells it; elsewhere 0. */
const peakMegabytes = (pid: number | undefined): number => {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    return Number(/VmHWM:\s+(\d+) kB/.exec(status)?.[1] ?? 0) / 1024;
  } catch {
    return 0;
  }
};
