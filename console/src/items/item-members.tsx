import { Anchor, Button, Group, List, Stack, Text, TextInput, Title } from '@mantine/core';
import { useState } from 'react';
import { Link, useNavigate } from 'react-router';
import { membershipId, parseMembershipId } from '../../../functions/admin/path-id.ts';
import type { ItemDocument } from '../../../functions/admin/schemas/item.ts';
import type { Collection } from '../api/collections.ts';
import { useMembers } from '../api/item-queries.ts';
import { itemPath } from '../parts/item-path.ts';
import { ErrorState, LoadingState } from '../parts/states.tsx';

const collectionOf: Readonly<Record<ItemDocument['kind'], Collection>> = {
  user: 'users',
  member: 'memberships',
  group: 'groups',
  org: 'organizations',
  client: 'clients',
  hook: 'clients',
};

/** Opens the membership of a user in the organization, also one that is not stored yet. */
const OpenMembership = ({ realm, organization }: { realm: string; organization: string }) => {
  const [subject, setSubject] = useState('');
  const navigate = useNavigate();
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (subject !== '') {
          void navigate(itemPath({ realm, collection: 'memberships', id: membershipId({ organization, subject }) }));
        }
      }}
    >
      <Group align="flex-end" gap="xs">
        <TextInput
          label="Membership of a user"
          description="What somebody is in this organization only"
          placeholder="Subject"
          value={subject}
          onChange={(event) => setSubject(event.currentTarget.value)}
          style={{ flex: '1 1 180px' }}
        />
        <Button type="submit" variant="default">
          Open
        </Button>
      </Group>
    </form>
  );
};

/** Who is in a group or an organization, as far as the store knows. */
export const ItemMembers = ({
  collection,
  realm,
  id,
}: {
  collection: 'groups' | 'organizations';
  realm: string;
  id: string;
}) => {
  const members = useMembers(collection, realm, id);
  const entries = members.data?.pages.flatMap((page) => page.entries) ?? [];
  return (
    <Stack component="section" aria-labelledby="item-members" gap="sm">
      <Title order={2} size="h3" id="item-members">
        Members
      </Title>
      {members.isPending && <LoadingState lines={2} />}
      {members.error && <ErrorState error={members.error} retry={() => void members.refetch()} />}
      {members.data && entries.length === 0 && (
        <Text c="dimmed">{members.hasNextPage ? 'Nobody found so far.' : 'Nobody is stored as a member.'}</Text>
      )}
      {entries.length > 0 && (
        <List spacing={4} listStyleType="none">
          {entries.map((entry) => (
            <List.Item key={`${entry.kind} ${entry.id}`}>
              <Anchor
                component={Link}
                to={itemPath({ realm, collection: collectionOf[entry.kind], id: entry.id })}
                className="wrap"
              >
                {collection === 'organizations' ? (parseMembershipId(entry.id)?.subject ?? entry.id) : entry.id}
              </Anchor>{' '}
              <Text span c="dimmed" size="sm">
                {entry.kind === 'member' ? 'membership' : entry.kind}
              </Text>
            </List.Item>
          ))}
        </List>
      )}
      {members.hasNextPage && (
        <Button variant="default" onClick={() => void members.fetchNextPage()} loading={members.isFetchingNextPage}>
          Look further
        </Button>
      )}
      <Text size="sm" c="dimmed">
        Read from the table page by page, as there is no index of members. Groups that only the IdP knows are not here.
      </Text>
      {collection === 'organizations' && <OpenMembership realm={realm} organization={id} />}
    </Stack>
  );
};
