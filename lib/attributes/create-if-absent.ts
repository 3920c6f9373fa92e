import type { AttributeStore } from './attribute-store.ts';
import type { DynamoDBConnection } from './dynamodb-connection.ts';
import { isConditionFailure } from './dynamodb-fault.ts';
import { fromItem } from './item-codec.ts';
import { putItem } from './next-item.ts';

/**
 * The one write of a token hook (`unknownSubject: 'create'`): a put that succeeds only where there is no item, not even a
 * tombstone. Its change stays in the item until the next writer copies it: hooks have no access to table `changes`.
 */
export const createCreateIfAbsent =
  (connection: DynamoDBConnection, table: string, clock: () => number = Date.now): AttributeStore['createIfAbsent'] =>
  async (key, content, { by, ...options }) => {
    const at = new Date(clock()).toISOString();
    const item = putItem({ key, current: undefined, options: { by, expectedVersion: 0 }, at }, content);
    try {
      await connection.call(
        'PutItem',
        {
          TableName: table,
          Item: fromItem(item, crypto.randomUUID()),
          ConditionExpression: 'attribute_not_exists(pk)',
        },
        options,
      );
      return true;
    } catch (error) {
      if (isConditionFailure(error)) {
        return false;
      }
      throw error;
    }
  };
