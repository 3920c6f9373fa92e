import { createCreateIfAbsent } from '../../lib/attributes/create-if-absent.ts';
import {
  createConnectedAttributeReader,
  createDynamoDBAttributeReader,
} from '../../lib/attributes/dynamodb-attribute-reader.ts';
import { createDynamoDBAttributeStore } from '../../lib/attributes/dynamodb-attribute-store.ts';
import { createDynamoDBConnection } from '../../lib/attributes/dynamodb-connection.ts';
import { createSignedTransport } from '../../lib/attributes/signed-transport.ts';
import { describeAttributeStore } from '../contracts/attribute-store.ts';
import { startTestDynamoDB } from '../support/dynamodb.ts';

describeAttributeStore('DynamoDB by the SDK', async () => {
  const { endpoint, tables, stop } = await startTestDynamoDB();
  const options = { endpoint, table: tables.attributes, changesTable: tables.changes };
  let now = Date.now();
  const store = createDynamoDBAttributeStore({ ...options, groupCacheSeconds: 0 });
  const cached = createDynamoDBAttributeStore({ ...options, clock: () => now });
  return {
    store,
    cached,
    tick: (ms) => {
      now += ms;
    },
    close: async () => {
      store.close();
      cached.close();
      await stop();
    },
  };
});

describeAttributeStore('DynamoDB as the hooks use it, by signed calls', async () => {
  const { endpoint, tables, stop } = await startTestDynamoDB();
  const options = { endpoint, table: tables.attributes, changesTable: tables.changes };
  let now = Date.now();
  const connection = createDynamoDBConnection(createSignedTransport({ endpoint }));
  const store = createDynamoDBAttributeStore(options);
  const createIfAbsent = createCreateIfAbsent(connection, options.table);
  const reader = createConnectedAttributeReader(connection, { ...options, groupCacheSeconds: 0 });
  const cached = createDynamoDBAttributeReader({ ...options, clock: () => now });
  return {
    store: { ...store, ...reader, createIfAbsent },
    cached: { ...store, ...cached, createIfAbsent },
    tick: (ms) => {
      now += ms;
    },
    close: async () => {
      store.close();
      connection.close();
      await stop();
    },
  };
});
