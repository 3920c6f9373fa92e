import { readFile } from 'node:fs/promises';
import type { CreateTableCommandInput } from '@aws-sdk/client-dynamodb';
import * as yaml from 'js-yaml';
import * as z from 'zod';

export type TableNames = { readonly attributes: string; readonly changes: string };

/** What the local tables need of CloudFormation's definition; the rest says how AWS keeps them. */
const tableProperties = z.object({
  BillingMode: z.literal('PAY_PER_REQUEST'),
  AttributeDefinitions: z.array(z.object({ AttributeName: z.string(), AttributeType: z.enum(['S', 'N', 'B']) })),
  KeySchema: z.array(z.object({ AttributeName: z.string(), KeyType: z.enum(['HASH', 'RANGE']) })),
  GlobalSecondaryIndexes: z.optional(
    z.array(
      z.object({
        IndexName: z.string(),
        KeySchema: z.array(z.object({ AttributeName: z.string(), KeyType: z.enum(['HASH', 'RANGE']) })),
        Projection: z.object({ ProjectionType: z.enum(['KEYS_ONLY', 'ALL']) }),
      }),
    ),
  ),
});

const template = z.object({
  Resources: z.object({
    AttributesTable: z.object({ Properties: tableProperties }),
    ChangesTable: z.object({ Properties: tableProperties }),
  }),
});

/** Reads `resources/tables.yml`, so that local tables have the keys and indexes of the deployed ones. */
export const tableDefinitions = async (names: TableNames): Promise<readonly CreateTableCommandInput[]> => {
  const text = await readFile(new URL('../resources/tables.yml', import.meta.url), 'utf8');
  const { AttributesTable, ChangesTable } = template.parse(yaml.load(text)).Resources;
  return [
    { TableName: names.attributes, ...AttributesTable.Properties },
    { TableName: names.changes, ...ChangesTable.Properties },
  ];
};
