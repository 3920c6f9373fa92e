import { hasStoredClaims, startFaultWorld } from '../../test/faults/fault-world.ts';
import { hookFixtures } from '../../test/support/hooks/index.ts';
import { storeFaults } from '../../test/support/store-faults.ts';
import { printTable, toMarkdown } from '../report.ts';

/**
 * How long each fault of the store keeps a hook from answering, and what it answers: one hook per deadline there is.
 * That every hook does so is what `test/faults/` tests; this prints the figures (`-- --markdown` for docs/faults.md).
 */
const hooks = ['entra/token-issuance-start', 'okta/token-inline-hook', 'auth0/post-login'].map((name) => {
  const fixture = hookFixtures.find(({ hook }) => hook.name === name);
  if (!fixture) throw new Error(`There is no hook "${name}" any more.`);
  return fixture;
});

const world = await startFaultWorld();
const callers = await Promise.all(hooks.map((fixture) => fixture.caller()));

const figures = async (fault: (typeof storeFaults)[number]): Promise<string[]> => {
  const cells: string[] = [];
  for (const [index, fixture] of hooks.entries()) {
    const caller = callers[index];
    if (!caller) throw new Error('A caller is missing.');
    const [denied] = await world.run(fixture, caller, fault);
    if (!denied) throw new Error('A run is missing.');
    const answer = hasStoredClaims(fixture, denied.during.outcome) ? 'claims' : 'failure policy';
    const recovered = hasStoredClaims(fixture, denied.after.outcome) ? '' : ', NOT RECOVERED';
    cells.push(`${answer}, ${denied.durationMs.toFixed(0)} ms${recovered}`);
  }
  return [fault.name, ...cells];
};

const rows: string[][] = [];
for (const fault of storeFaults) rows.push(await figures(fault));
await Promise.all(callers.map((caller) => caller.close?.()));
await world.stop();

const table = {
  title: 'Faults of the store: what the hook answers, and when',
  head: ['fault', ...hooks.map(({ hook }) => `${hook.name} (${hook.limits.deadlineMs} ms)`)],
  rows,
};
if (process.argv.includes('--markdown')) process.stdout.write(toMarkdown(table));
else printTable(table);
