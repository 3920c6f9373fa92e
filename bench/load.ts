import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import autocannon from 'autocannon';
import { Webhook } from 'standardwebhooks';
import instances from '../hooks.config.ts';
import { freePorts } from '../local/ports.ts';
import { startWorld } from '../local/world.ts';
import { printTable } from './report.ts';

/*
 * `npm run bench:load [-- seconds]`: the served hooks of the local world under rising concurrency, every request signed
 * anew by the reference library of Standard Webhooks. Fails when any answer is an error.
 */

const seconds = Number(process.argv[2] ?? 60);
const connections = [1, 4, 16, 64] as const;

const body = readFileSync(new URL('../test/fixtures/events/auth0/post-login.json', import.meta.url), 'utf8');

/** The resident memory of the processes that serve the functions, in MiB. */
const servedMemory = (): number => {
  const processes = execFileSync('ps', ['-eo', 'ppid=,rss=,args='], { encoding: 'utf8' })
    .split('\n')
    .map((line) => /^ *(\d+) +(\d+) (.*)$/.exec(line))
    .filter((match) => match !== null)
    .filter(([, parent, , command]) => Number(parent) === process.pid && command?.includes('offline'));
  return processes.reduce((sum, [, , kilobytes]) => sum + Number(kilobytes), 0) / 1024;
};

const secretOf = async (parameterStore: string, path: string): Promise<string> => {
  const proof = Object.values(instances).find(({ hook }) => hook === 'auth0/post-login')?.proof;
  if (!proof || !('secret' in proof))
    throw new Error('hooks.config.ts has no instance of auth0/post-login with a secret.');
  const response = await fetch(parameterStore, {
    method: 'POST',
    headers: { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': 'AmazonSSM.GetParameters' },
    body: JSON.stringify({ Names: [`${path}/${proof.secret}`], WithDecryption: true }),
  });
  const { Parameters } = (await response.json()) as { Parameters: readonly { Value: string }[] };
  return (JSON.parse(Parameters[0]?.Value ?? '{}') as { current: string }).current;
};

const world = await startWorld({ ports: await freePorts(), log: () => undefined, functionsLog: () => undefined });
try {
  const { hooks, parameterStore, environment } = world.facts;
  const webhook = new Webhook(await secretOf(parameterStore, environment['SECRETS_PATH'] ?? ''));
  const signed = () => {
    const id = randomUUID();
    const now = new Date();
    return {
      'content-type': 'application/json',
      'webhook-id': id,
      'webhook-timestamp': String(Math.floor(now.getTime() / 1000)),
      'webhook-signature': webhook.sign(id, now, body),
    };
  };
  const run = (count: number, duration: number) =>
    autocannon({
      url: `${hooks}/auth0/post-login`,
      method: 'POST',
      body,
      connections: count,
      duration,
      requests: [{ setupRequest: (request) => ({ ...request, headers: signed() }) }],
    });
  await run(4, 3);
  const before = servedMemory();
  const rows: string[][] = [];
  let failed = 0;
  for (const count of connections) {
    const { requests, latency, errors, non2xx, timeouts } = await run(
      count,
      Math.max(1, Math.round(seconds / connections.length)),
    );
    failed += errors + non2xx + timeouts;
    rows.push(
      [count, requests.average, latency.p50, latency.p99, latency.p99_9, errors + non2xx + timeouts].map((value) =>
        String(value),
      ),
    );
  }
  printTable({
    title: `Load on auth0/post-login as npm start serves it, ${seconds} s`,
    head: ['connections', 'answers/s', 'p50 ms', 'p99 ms', 'p99.9 ms', 'errors'],
    rows,
  });
  process.stdout.write(
    `memory of the functions' process: ${before.toFixed(0)} MiB before, ${servedMemory().toFixed(0)} MiB after\n`,
  );
  if (failed > 0) {
    process.stderr.write(`${failed} answers were errors.\n`);
    process.exitCode = 1;
  }
} finally {
  await world.close();
}
