import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AttributeReader, AttributesQuery } from '../../lib/attributes/attribute-store.ts';
import { createConnectedAttributeReader } from '../../lib/attributes/dynamodb-attribute-reader.ts';
import { createDynamoDBAttributeStore } from '../../lib/attributes/dynamodb-attribute-store.ts';
import { createDynamoDBConnection } from '../../lib/attributes/dynamodb-connection.ts';
import { createSdkTransport } from '../../lib/attributes/sdk-transport.ts';
import { createSignedTransport } from '../../lib/attributes/signed-transport.ts';
import { ClaimsError } from '../../lib/errors.ts';
import { startTestDynamoDB, type TestDynamoDB } from '../support/dynamodb.ts';
import { type FaultyDynamoDB, startFaultyDynamoDB } from '../support/faulty-dynamodb.ts';
import { storeFaults } from '../support/store-faults.ts';

const groups = Array.from({ length: 12 }, (_, index) => `group ${index}`);
const query: AttributesQuery = {
  realm: 'customers',
  subject: { kind: 'user', id: 'ada' },
  client: 'shop',
  groups,
  directoryGroups: true,
};

/** Shorter than most hooks', and long enough for a busy machine to answer in half of it. */
const deadlineMs = 1500;

describe.each([
  ['the SDK', createSdkTransport],
  ['signed calls', createSignedTransport],
] as const)('faults of the store, met by %s', (_title, createTransport) => {
  let dynamodb: TestDynamoDB;
  let faulty: FaultyDynamoDB;
  const unhandled: unknown[] = [];
  const noteUnhandled = (reason: unknown) => unhandled.push(reason);

  beforeAll(async () => {
    process.on('unhandledRejection', noteUnhandled);
    dynamodb = await startTestDynamoDB();
    faulty = await startFaultyDynamoDB(dynamodb.endpoint);
    const { attributes: table, changes: changesTable } = dynamodb.tables;
    const store = createDynamoDBAttributeStore({ endpoint: dynamodb.endpoint, table, changesTable });
    await store.put(
      { kind: 'user', realm: 'customers', subject: 'ada' },
      { attributes: { canary: 'canary-value' }, groups: ['directory'] },
      { by: 'test', expectedVersion: 0 },
    );
    for (const name of [...groups, 'directory']) {
      await store.put(
        { kind: 'group', realm: 'customers', name },
        { attributes: { canary: 'canary-value' } },
        { by: 'test', expectedVersion: 0 },
      );
    }
    store.close();
  });

  afterAll(async () => {
    await faulty.stop();
    await dynamodb.stop();
    process.off('unhandledRejection', noteUnhandled);
  });

  const load = async (reader: AttributeReader) => {
    const deadline = Date.now() + deadlineMs;
    const outcome = await reader
      .load(query, { signal: AbortSignal.timeout(deadlineMs), deadline })
      .catch((error: unknown) => error);
    return { outcome, late: Date.now() - deadline };
  };

  const complete = { user: { attributes: { canary: 'canary-value' } }, groups: { length: 13 } };

  it.each(storeFaults)('$name: ends within the deadline, and the next call recovers', async (fault) => {
    const connection = createDynamoDBConnection(createTransport({ endpoint: faulty.endpoint }));
    const reader = createConnectedAttributeReader(connection, {
      table: dynamodb.tables.attributes,
      groupCacheSeconds: 0,
    });
    await faulty.recover();
    expect((await load(reader)).outcome).toMatchObject(complete);

    await faulty.inject(fault);
    const { outcome, late } = await load(reader);
    if (fault.outcome === 'recovers') {
      expect(outcome).toMatchObject(complete);
    } else {
      expect(outcome).toBeInstanceOf(ClaimsError);
      expect(fault.outcome).toContain(outcome instanceof ClaimsError && outcome.code);
      expect(String(outcome)).not.toContain('canary-value');
    }
    // Far more than a busy machine's event loop is ever late, far less than any hang of the SDK takes.
    expect(late).toBeLessThan(2000);

    await faulty.recover();
    expect((await load(reader)).outcome).toMatchObject(complete);
    expect(unhandled).toEqual([]);
    connection.close();
  });
});
