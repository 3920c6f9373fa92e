import { createDynamoDBAttributeStore } from '../../lib/attributes/dynamodb-attribute-store.ts';

/** A program that makes one write, to be killed on the way: `node interrupted-writer.ts <endpoint> <table> <changes>`. */
const [endpoint, table = '', changesTable = ''] = process.argv.slice(2);

await createDynamoDBAttributeStore({ endpoint, table, changesTable }).put(
  { kind: 'user', realm: 'customers', subject: 'ada' },
  { attributes: { step: 2 } },
  { by: 'interrupted', expectedVersion: 1 },
);
