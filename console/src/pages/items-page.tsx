import { Anchor, Button, Group, Stack, Table, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { Link, useNavigate, useParams } from 'react-router';
import type { ItemDocument } from '../../../functions/admin/schemas/item.ts';
import { type Collection, collections, type ListedCollection, wordsOf } from '../api/collections.ts';
import { useItems } from '../api/item-queries.ts';
import { CreateItem } from '../items/create-item.tsx';
import { itemPath } from '../parts/item-path.ts';
import { EmptyState, ErrorState, LoadingState, PageHeading } from '../parts/states.tsx';
import { Tag } from '../parts/tag.tsx';
import { useRealm } from '../parts/use-realm.ts';
import { useScope } from '../sign-in/use-session.ts';
import { NotFoundPage } from './not-found-page.tsx';

const introductions: Readonly<Record<ListedCollection, string>> = {
  users: 'People, by the subject that the IdP gives them. Somebody who is not here has what groups and policy give.',
  groups: 'What everybody in a group gets. Between groups the lower precedence number wins.',
  organizations: 'What everybody gets who acts for an organization.',
  clients: 'Machines with tokens of their own (client credentials).',
};

const isCollection = (name: string | undefined): name is Collection =>
  collections.some((collection) => collection === name);

/** Opens an item by its id, whether it is stored or not; users also by e-mail address. */
const Find = ({
  collection,
  onEmail,
}: {
  collection: ListedCollection;
  onEmail: (email: string | undefined) => void;
}) => {
  const realm = useRealm();
  const navigate = useNavigate();
  const [text, setText] = useState('');
  const find = () => {
    const wanted = text.trim();
    if (wanted === '' || (collection === 'users' && wanted.includes('@') && !wanted.includes('|'))) {
      onEmail(wanted === '' ? undefined : wanted);
      return;
    }
    void navigate(itemPath({ realm, collection, id: wanted }));
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        find();
      }}
    >
      <Group align="flex-end" gap="xs">
        <TextInput
          label={collection === 'users' ? 'Subject or e-mail address' : wordsOf[collection].id}
          placeholder={collection === 'users' ? 'auth0|5f7c... or maria@example.com' : ''}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          style={{ flex: '1 1 240px', maxWidth: 480 }}
        />
        <Button type="submit" variant="default">
          {collection === 'users' ? 'Find' : 'Open'}
        </Button>
      </Group>
    </form>
  );
};

const ItemRow = ({ collection, item }: { collection: ListedCollection; item: ItemDocument }) => {
  const realm = useRealm();
  return (
    <Table.Tr>
      <Table.Th scope="row" fw={500} className="wrap">
        <Anchor component={Link} to={itemPath({ realm, collection, id: item.id })}>
          {item.id}
        </Anchor>{' '}
        {item.blocked && (
          <Tag color="red" size="sm">
            blocked
          </Tag>
        )}
        {item.email && (
          <Text size="sm" c="dimmed">
            {item.email}
          </Text>
        )}
      </Table.Th>
      {collection === 'groups' && <Table.Td>{item.precedence ?? 'last'}</Table.Td>}
      <Table.Td className="wrap">{Object.keys(item.attributes).sort().join(', ') || '–'}</Table.Td>
      {(collection === 'users' || collection === 'clients') && (
        <Table.Td className="wrap">{item.groups?.join(', ') ?? '–'}</Table.Td>
      )}
    </Table.Tr>
  );
};

const List = ({ collection }: { collection: ListedCollection }) => {
  const realm = useRealm();
  const mayWrite = useScope('claims:write');
  const [email, setEmail] = useState<string>();
  const items = useItems(collection, realm, email);
  const words = wordsOf[collection];
  const entries = items.data?.pages.flatMap((page) => page.entries) ?? [];
  return (
    <>
      <PageHeading title={words.many} actions={mayWrite && <CreateItem collection={collection} realm={realm} />}>
        {introductions[collection]}
      </PageHeading>
      <Stack>
        <Find collection={collection} onEmail={setEmail} />
        {items.isPending && <LoadingState />}
        {items.error && <ErrorState error={items.error} retry={() => void items.refetch()} />}
        {items.data && entries.length === 0 && (
          <EmptyState
            title={email === undefined ? `No ${words.many.toLowerCase()} yet` : 'Nobody with this e-mail address'}
          >
            {email === undefined
              ? `Create one here, with the claims command, or import a file.`
              : 'The address may differ from the one that is stored; the subject always works.'}
          </EmptyState>
        )}
        {entries.length > 0 && (
          <Table.ScrollContainer minWidth={420} scrollAreaProps={{ viewportProps: { tabIndex: 0 } }}>
            <Table verticalSpacing="sm" aria-label={words.many}>
              <Table.Thead>
                <Table.Tr>
                  <Table.Th>{words.id}</Table.Th>
                  {collection === 'groups' && <Table.Th>Precedence</Table.Th>}
                  <Table.Th>Own claims</Table.Th>
                  {(collection === 'users' || collection === 'clients') && <Table.Th>Groups</Table.Th>}
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {entries.map((item) => (
                  <ItemRow key={item.id} collection={collection} item={item} />
                ))}
              </Table.Tbody>
            </Table>
          </Table.ScrollContainer>
        )}
        {items.hasNextPage && (
          <Button variant="default" onClick={() => void items.fetchNextPage()} loading={items.isFetchingNextPage}>
            More
          </Button>
        )}
      </Stack>
    </>
  );
};

/** The list of one collection. */
export const ItemsPage = () => {
  const { collection } = useParams();
  return isCollection(collection) && collection !== 'memberships' ? (
    <List key={collection} collection={collection} />
  ) : (
    <NotFoundPage />
  );
};
