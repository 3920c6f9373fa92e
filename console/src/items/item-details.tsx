import { Button, Group, NumberInput, Stack, Text, TextInput, Title } from '@mantine/core';
import { useState } from 'react';
import type { ItemDocument } from '../../../functions/admin/schemas/item.ts';
import { bodyOf, describeError } from '../api/api-problem.ts';
import { itemApi } from '../api/collections.ts';
import { type ItemReference, paramOf, useWrite, writeHeaders } from '../api/item-queries.ts';
import { useDraft } from '../parts/use-draft.ts';
import { useScope } from '../sign-in/use-session.ts';

type Details = { readonly email: string; readonly organization: string; readonly precedence: number | '' };

const detailsOf = (item: ItemDocument): Details => ({
  email: item.email ?? '',
  organization: item.organization ?? '',
  precedence: item.precedence ?? '',
});

/** The details that a collection has beside claims and groups. */
const fieldsOf: Readonly<Record<string, readonly (keyof Details)[]>> = {
  users: ['email', 'organization'],
  clients: ['organization'],
  groups: ['precedence'],
};

export const hasDetails = (collection: string): boolean => collection in fieldsOf;

const asJson = (content: object): Parameters<(typeof itemApi.users)[':id']['$put']>[0]['json'] =>
  JSON.parse(JSON.stringify(content));

/** E-mail address, organization, precedence: what is stored beside the claims. */
export const ItemDetails = ({ reference, item }: { reference: ItemReference; item: ItemDocument }) => {
  const mayWrite = useScope('claims:write') && !item.deleted;
  const [initial] = useState(() => detailsOf(item));
  const { draft, set, clear } = useDraft(`${reference.realm}/${reference.collection}/${reference.id}/details`, initial);
  const fields = fieldsOf[reference.collection] ?? [];
  const save = useWrite(reference, ({ email, organization, precedence }: Details) =>
    bodyOf(
      itemApi[reference.collection][':id'].$put({
        param: paramOf(reference),
        header: writeHeaders(item),
        json: asJson({
          attributes: item.attributes,
          ...(item.groups && { groups: item.groups }),
          ...(item.blocked && { blocked: true }),
          ...(email && { email }),
          ...(organization && { organization }),
          ...(precedence !== '' && { precedence }),
        }),
      }),
    ),
  );
  return (
    <Stack component="section" aria-labelledby="item-details" gap="sm">
      <Title order={2} size="h3" id="item-details">
        Details
      </Title>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate(draft, { onSuccess: clear });
        }}
      >
        <Stack gap="sm">
          {fields.includes('email') && (
            <TextInput
              label="E-mail address"
              description="To find the person by; never a claim"
              type="email"
              value={draft.email}
              disabled={!mayWrite}
              onChange={(event) => set({ ...draft, email: event.currentTarget.value })}
            />
          )}
          {fields.includes('organization') && (
            <TextInput
              label="Organization"
              description="The one that counts when a token request names none"
              value={draft.organization}
              disabled={!mayWrite}
              onChange={(event) => set({ ...draft, organization: event.currentTarget.value })}
            />
          )}
          {fields.includes('precedence') && (
            <NumberInput
              label="Precedence"
              description="Between groups the lower number wins; a group without one comes last"
              allowDecimal={false}
              value={draft.precedence}
              disabled={!mayWrite}
              onChange={(value) => set({ ...draft, precedence: typeof value === 'number' ? value : '' })}
            />
          )}
          {save.error && <Text c="red.8">{describeError(save.error).detail}</Text>}
          {mayWrite && (
            <Group>
              <Button type="submit" variant="default" loading={save.isPending}>
                Save details
              </Button>
            </Group>
          )}
        </Stack>
      </form>
    </Stack>
  );
};
