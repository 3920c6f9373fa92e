import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import type { PreTokenGenerationV2TriggerEvent } from 'aws-lambda';

/*
 * What a user would write instead of this product: Cognito's pre token generation trigger with one GetItem and no policy
 * at all. Fair and without handicap: the client outside the handler, a plain item, both tokens.
 */
const client = new DynamoDBClient({});

export const handler = async (event: PreTokenGenerationV2TriggerEvent): Promise<PreTokenGenerationV2TriggerEvent> => {
  const { Item } = await client.send(
    new GetItemCommand({
      TableName: process.env['ATTRIBUTES_TABLE'],
      Key: { pk: { S: `user#${event.request.userAttributes['sub']}` } },
    }),
  );
  const claims = {
    'https://claims.example.com/user_role': Item?.['user_role']?.S ?? 'customer',
    'https://claims.example.com/company_id': Item?.['company_id']?.N ?? '0',
    'https://claims.example.com/department': Item?.['department']?.S ?? '',
  };
  return {
    ...event,
    response: {
      claimsAndScopeOverrideDetails: {
        idTokenGeneration: { claimsToAddOrOverride: claims },
        accessTokenGeneration: { claimsToAddOrOverride: claims },
      },
    },
  };
};
