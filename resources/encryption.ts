import type { Settings } from './settings.ts';

/** With a customer managed key both tables are encrypted with it; without one, with DynamoDB's own. */
export const tableEncryption = ({ kmsKeyArn }: Settings) => {
  if (kmsKeyArn === '') return {};
  const SSESpecification = { SSEEnabled: true, SSEType: 'KMS', KMSMasterKeyId: kmsKeyArn };
  return { AttributesTable: { Properties: { SSESpecification } }, ChangesTable: { Properties: { SSESpecification } } };
};
