import { createDynamoDBAttributeStore } from '../../lib/attributes/dynamodb-attribute-store.ts';
import { describeAttributeStore } from '../contracts/attribute-store.ts';
import { startTestDynamoDB } from '../support/dynamodb.ts';

describeAttributeStore('DynamoDB', async () => {
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
