import { Button, Group, Stack, Table, Text, Title } from '@mantine/core';
import { useState } from 'react';
import type { ItemDocument } from '../../../functions/admin/schemas/item.ts';
import { describeError } from '../api/api-problem.ts';
import type { ItemReference, Written } from '../api/item-queries.ts';
import { useCatalogue } from '../api/policy-queries.ts';
import { ClaimValueText } from '../parts/claim-value.tsx';
import { ConfirmButton } from '../parts/confirm-button.tsx';
import { EmptyState } from '../parts/states.tsx';
import { Tag } from '../parts/tag.tsx';
import { useScope } from '../sign-in/use-session.ts';
import { ClaimForm } from './claim-form.tsx';
import { ClaimNotices } from './claim-notices.tsx';
import { useUnsetClaim } from './use-claim-writes.ts';

/** The section of an item's page where its claims are: what is stored, add, edit, remove. */
export const CustomClaims = ({ reference, item }: { reference: ItemReference; item: ItemDocument | null }) => {
  const mayWrite = useScope('claims:write');
  const draftKey = `claims-console.draft.${reference.realm}/${reference.collection}/${reference.id}/+`;
  const [editing, setEditing] = useState<string | undefined>(
    sessionStorage.getItem(draftKey) === null ? undefined : '+',
  );
  const catalogue = useCatalogue();
  const remove = useUnsetClaim(reference, item);
  const claims = Object.entries(item?.attributes ?? {}).sort(([a], [b]) => (a < b ? -1 : 1));
  const undeclared = (claim: string) => catalogue.data && !catalogue.data.claims.some((entry) => entry.claim === claim);
  const [notices, setNotices] = useState<Written['notices']>([]);
  const done = (said: Written['notices']) => {
    setEditing(undefined);
    setNotices(said);
  };
  const add = mayWrite && editing !== '+' && !item?.deleted && (
    <Button onClick={() => setEditing('+')}>Add claim</Button>
  );
  return (
    <Stack component="section" aria-labelledby="custom-claims" gap="sm">
      <Group justify="space-between">
        <Title order={2} size="h3" id="custom-claims">
          Custom claims
        </Title>
        {claims.length > 0 && add}
      </Group>
      <ClaimNotices notices={notices} onClose={() => setNotices([])} />
      {editing === '+' && <ClaimForm reference={reference} item={item} onDone={done} />}
      {claims.length === 0 && editing !== '+' && (
        <EmptyState title="No claims of its own yet" action={add}>
          {reference.collection === 'users'
            ? 'Tokens of this user carry what groups, the organization and the policy give.'
            : 'Add one, and the tokens of everybody it applies to carry it from their next login or refresh.'}
        </EmptyState>
      )}
      {claims.map(([claim]) =>
        editing === claim ? (
          <ClaimForm key={claim} reference={reference} item={item} claim={claim} onDone={done} />
        ) : null,
      )}
      {remove.error && <Text c="red.8">{describeError(remove.error).detail}</Text>}
      {claims.length > 0 && (
        <Table.ScrollContainer minWidth={320} scrollAreaProps={{ viewportProps: { tabIndex: 0 } }}>
          <Table verticalSpacing="xs" aria-label="Custom claims">
            <Table.Thead>
              <Table.Tr>
                <Table.Th>Claim</Table.Th>
                <Table.Th>Value</Table.Th>
                <Table.Th aria-label="What to do" />
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {claims.map(([claim, value]) => (
                <Table.Tr key={claim}>
                  <Table.Th scope="row" fw={600}>
                    {claim}{' '}
                    {undeclared(claim) && (
                      <Tag color="yellow" size="sm">
                        undeclared
                      </Tag>
                    )}
                  </Table.Th>
                  <Table.Td>
                    <ClaimValueText value={value} />
                  </Table.Td>
                  <Table.Td>
                    {mayWrite && !item?.deleted && (
                      <Group gap={6} justify="flex-end">
                        <Button
                          size="compact-sm"
                          variant="default"
                          onClick={() => setEditing(claim)}
                          aria-label={`Edit ${claim}`}
                        >
                          Edit
                        </Button>
                        <ConfirmButton
                          label="Remove"
                          subject={claim}
                          question={`Remove ${claim} from this ${reference.collection.slice(0, -1)}? History can put it back.`}
                          onConfirm={() => remove.mutate(claim)}
                        />
                      </Group>
                    )}
                  </Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      )}
    </Stack>
  );
};
