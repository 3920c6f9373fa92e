import { parseArgs } from 'node:util';
import { toTable } from './demo/print.ts';
import { runDemo } from './demo/run-demo.ts';
import { freePorts } from './ports.ts';
import { requireNode } from './require-node.ts';
import { startWorld } from './world.ts';
import { findRunningWorld } from './world-file.ts';

const usage = `npm run demo [-- --json]: logs demo users in and shows the claims in their tokens

Uses the world of "npm start" if it runs, else one of its own for as long as it takes.
`;

const note = (text: string): void => void process.stderr.write(`${text}\n`);

const run = async (): Promise<void> => {
  requireNode();
  const { values } = parseArgs({
    options: { json: { type: 'boolean', default: false }, help: { type: 'boolean', short: 'h' } },
  });
  if (values.help) return note(usage);
  const running = await findRunningWorld();
  if (!running) note('No world of "npm start" runs: starting one for the demo.');
  const own = running
    ? undefined
    : await startWorld({ ports: await freePorts(), log: note, functionsLog: () => undefined });
  try {
    const facts = running ?? own?.facts;
    if (!facts) return;
    const results = await runDemo(facts);
    process.stdout.write(
      values.json ? `${JSON.stringify(results, null, 2)}\n` : `${results.map(toTable).join('\n')}\n`,
    );
    if (!values.json) note('Every token was verified against the keys of the identity provider.');
  } finally {
    await own?.close();
  }
};

try {
  await run();
} catch (error) {
  note(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
