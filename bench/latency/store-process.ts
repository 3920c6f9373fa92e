import { startTestDynamoDB } from '../../test/support/dynamodb.ts';

/** An embedded DynamoDB in a process of its own, so that its work is not counted as the hook's. */
const dynamodb = await startTestDynamoDB();
process.send?.({ endpoint: dynamodb.endpoint, tables: dynamodb.tables });
process.once('disconnect', async () => {
  await dynamodb.stop();
  process.exit();
});
