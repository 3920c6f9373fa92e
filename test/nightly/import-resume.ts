import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { paginateScan } from '@aws-sdk/client-dynamodb';
import { scanItems } from '../../bin/transfer/scan-items.ts';
import { createDynamoDBAttributeStore } from '../../lib/attributes/dynamodb-attribute-store.ts';
import { startTestDynamoDB, type TestDynamoDB } from '../support/dynamodb.ts';
import { differencesFrom, type ImportRun, runImportUntil, writeUsers } from '../support/interrupted-import.ts';

/**
 * Imports 200,000 users (or as many as the first argument says) into the embedded store, kills the import twice without
 * warning, goes on, and looks at every item and every change: nothing may be lost, doubled or altered.
 */
const count = Number(process.argv[2] ?? 200_000);

const countChanges = async ({ client, tables }: TestDynamoDB): Promise<number> => {
  let changes = 0;
  for await (const { Count = 0 } of paginateScan({ client }, { TableName: tables.changes, Select: 'COUNT' })) {
    changes += Count;
  }
  return changes;
};

const directory = await mkdtemp(join(tmpdir(), 'claims-nightly-'));
const dynamodb = await startTestDynamoDB();
try {
  const file = join(directory, 'users.ndjson');
  await writeUsers(file, count);
  const begun = performance.now();
  const runs: ImportRun[] = [];
  for (const killAt of [count * 0.3, count * 0.6, undefined]) {
    const run = await runImportUntil(file, dynamodb, { killAt });
    runs.push(run);
    console.log(
      `${run.killed ? 'killed' : `ended with ${run.code}`} after ${Math.round((performance.now() - begun) / 1000)} s, ${Math.round(run.peakMegabytes)} MB at most; ${run.stderr.trim()}`,
    );
  }
  const seconds = (performance.now() - begun) / 1000;
  console.log(runs.at(-1)?.stdout.trim());

  const store = createDynamoDBAttributeStore({
    endpoint: dynamodb.endpoint,
    table: dynamodb.tables.attributes,
    changesTable: dynamodb.tables.changes,
  });
  const { found, wrong } = await differencesFrom(scanItems(store), count);
  const changes = await countChanges(dynamodb);
  store.close();
  // A change whose copy the kill prevented is still in its item; the next writer copies it.
  console.log(
    `${count} rows, ${found} items, ${wrong.length} lost, doubled or altered, ${changes} changes copied; ${Math.round(count / seconds)} rows per second over all, ${Math.round(Math.max(...runs.map(({ peakMegabytes }) => peakMegabytes)))} MB at most`,
  );
  for (const line of wrong.slice(0, 20)) {
    console.error(line);
  }
  const killed = runs.filter((run) => run.killed).length;
  process.exitCode =
    wrong.length === 0 && found === count && changes <= count && killed === 2 && runs.at(-1)?.code === 0 ? 0 : 1;
} finally {
  await dynamodb.stop();
  await rm(directory, { recursive: true });
}
