import { Alert, Group, Stack, Text } from '@mantine/core';
import type { Collection } from '../api/collections.ts';
import type { CatalogueClaim } from '../api/policy-queries.ts';
import { ClaimValueText } from '../parts/claim-value.tsx';
import type { LowerSource } from './use-lower-sources.ts';

const verbs: Readonly<Record<CatalogueClaim['merge'], string>> = {
  override: 'Overrides',
  union: 'Is joined with',
  max: 'The greater wins against',
  min: 'The smaller wins against',
};

/** Sources above, which this value does not override. */
const above: Readonly<Record<Collection, string>> = {
  users: 'A membership’s own value wins over it in tokens for that organization.',
  groups: 'A user’s or client’s own value wins over it, and so does a group with a lower precedence number.',
  organizations: 'Groups, users and memberships win over it.',
  clients: '',
  memberships: '',
};

/** What a value does to the values of other sources, shown while it is typed. */
export const OverrideNote = ({
  collection,
  merge,
  sources,
}: {
  collection: Collection;
  merge: CatalogueClaim['merge'];
  sources: readonly LowerSource[];
}) => (
  <Alert variant="light" color="gray" role="status" data-testid="override-note">
    <Stack gap={4}>
      {sources.length === 0 && <Text size="sm">Overrides nothing: no lower source has a value.</Text>}
      {sources.map(({ label, value }) => (
        <Group key={label} gap={6}>
          <Text size="sm">
            {verbs[merge]} {label}:
          </Text>
          <ClaimValueText value={value} />
        </Group>
      ))}
      {above[collection] && (
        <Text size="sm" c="dimmed">
          {above[collection]}
        </Text>
      )}
    </Stack>
  </Alert>
);
