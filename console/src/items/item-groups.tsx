import { Anchor, Autocomplete, Button, Group, Stack, Text, Title } from '@mantine/core';
import { useState } from 'react';
import { Link } from 'react-router';
import type { ItemDocument } from '../../../functions/admin/schemas/item.ts';
import { describeError } from '../api/api-problem.ts';
import { type ItemReference, useItems } from '../api/item-queries.ts';
import { ConfirmButton } from '../parts/confirm-button.tsx';
import { itemPath } from '../parts/item-path.ts';
import { Tag } from '../parts/tag.tsx';
import { useScope } from '../sign-in/use-session.ts';
import { useItemWrites } from './use-item-writes.ts';

/** The groups that an item names; the IdP may name others when somebody logs in. */
export const ItemGroups = ({ reference, item }: { reference: ItemReference; item: ItemDocument | null }) => {
  const { realm } = reference;
  const mayWrite = useScope('claims:write') && !item?.deleted;
  const [name, setName] = useState('');
  const known = useItems('groups', realm);
  const { addGroup, removeGroup } = useItemWrites(reference, item);
  const groups = item?.groups ?? [];
  const stored = known.data?.pages.flatMap(({ entries }) => entries.map(({ id }) => id)) ?? [];
  const missing = (group: string) => known.data && !known.hasNextPage && !stored.includes(group);
  const error = addGroup.error ?? removeGroup.error;
  return (
    <Stack component="section" aria-labelledby="item-groups" gap="sm">
      <Title order={2} size="h3" id="item-groups">
        Groups
      </Title>
      {groups.length === 0 && <Text c="dimmed">In no group here. The IdP may name groups at login as well.</Text>}
      {groups.map((group) => (
        <Group key={group} justify="space-between" wrap="nowrap">
          <Group gap="xs">
            <Anchor component={Link} to={itemPath({ realm, collection: 'groups', id: group })} className="wrap">
              {group}
            </Anchor>
            {missing(group) && <Tag color="yellow">not stored</Tag>}
          </Group>
          {mayWrite && (
            <ConfirmButton
              label="Leave"
              subject={group}
              question={`Take this ${reference.collection.slice(0, -1)} out of the group ${group}? Its claims are gone from the next token on.`}
              onConfirm={() => removeGroup.mutate(group)}
            />
          )}
        </Group>
      ))}
      {error && <Text c="red.8">{describeError(error).detail}</Text>}
      {mayWrite && (
        <form
          onSubmit={(event) => {
            event.preventDefault();
            if (name !== '') {
              addGroup.mutate(name, { onSuccess: () => setName('') });
            }
          }}
        >
          <Group align="flex-end" gap="xs">
            <Autocomplete
              label="Add to a group"
              data={stored.filter((group) => !groups.includes(group))}
              value={name}
              onChange={setName}
              style={{ flex: '1 1 180px' }}
            />
            <Button type="submit" variant="default" loading={addGroup.isPending}>
              Add
            </Button>
          </Group>
        </form>
      )}
    </Stack>
  );
};
