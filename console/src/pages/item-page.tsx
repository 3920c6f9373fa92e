import { Anchor, Breadcrumbs, Divider, Group, SimpleGrid, Stack, Text } from '@mantine/core';
import { Link, useParams } from 'react-router';
import { parseMembershipId } from '../../../functions/admin/path-id.ts';
import type { ItemDocument } from '../../../functions/admin/schemas/item.ts';
import { type Collection, collections, hasGroups, wordsOf } from '../api/collections.ts';
import { type ItemReference, useItem } from '../api/item-queries.ts';
import { CustomClaims } from '../claims/custom-claims.tsx';
import { ItemActions } from '../items/item-actions.tsx';
import { hasDetails, ItemDetails } from '../items/item-details.tsx';
import { ItemGroups } from '../items/item-groups.tsx';
import { ItemMembers } from '../items/item-members.tsx';
import { formatTime } from '../parts/format-time.ts';
import { idInPath, itemPath } from '../parts/item-path.ts';
import { ErrorState, LoadingState, PageHeading } from '../parts/states.tsx';
import { Tag } from '../parts/tag.tsx';
import { useRealm } from '../parts/use-realm.ts';
import { NotFoundPage } from './not-found-page.tsx';

const isCollection = (name: string | undefined): name is Collection =>
  collections.some((collection) => collection === name);

const ItemState = ({ item, one }: { item: ItemDocument | null; one: string }) => {
  if (!item) {
    return <>Nothing is stored about this {one} yet. The first claim, group or block makes it.</>;
  }
  return (
    <Group gap="xs">
      {item.deleted && <Tag color="red">deleted</Tag>}
      {item.blocked && <Tag color="red">blocked</Tag>}
      <Text span size="sm">
        Version {item.version}, changed by {item.updatedBy} on {formatTime(item.updatedAt)}
        {item.epoch > 0 && `, epoch ${item.epoch}`}
      </Text>
    </Group>
  );
};

const Trail = ({ reference: { collection, realm, id } }: { reference: ItemReference }) => {
  const membership = collection === 'memberships' ? parseMembershipId(id) : undefined;
  return (
    <Breadcrumbs mb="xs" aria-label="Path">
      {membership ? (
        <Anchor component={Link} to={itemPath({ realm, collection: 'organizations', id: membership.organization })}>
          {membership.organization}
        </Anchor>
      ) : (
        <Anchor component={Link} to={`/r/${realm}/${collection}`}>
          {wordsOf[collection].many}
        </Anchor>
      )}
      <Text className="wrap">{membership?.subject ?? id}</Text>
    </Breadcrumbs>
  );
};

const Item = ({ reference }: { reference: ItemReference }) => {
  const { collection, realm, id } = reference;
  const { data: item, error, isPending, refetch } = useItem(reference);
  if (isPending) {
    return <LoadingState />;
  }
  if (error) {
    return <ErrorState error={error} retry={() => void refetch()} />;
  }
  const details = item && hasDetails(collection);
  return (
    <>
      <Trail reference={reference} />
      <PageHeading
        title={collection === 'memberships' ? (parseMembershipId(id)?.subject ?? id) : id}
        actions={<ItemActions reference={reference} item={item} />}
      >
        <ItemState item={item} one={wordsOf[collection].one} />
      </PageHeading>
      <Stack gap="xl">
        <CustomClaims reference={reference} item={item} />
        <Divider />
        <SimpleGrid cols={{ base: 1, md: 2 }} spacing="xl" verticalSpacing="xl">
          {hasGroups(collection) && <ItemGroups reference={reference} item={item} />}
          {(collection === 'groups' || collection === 'organizations') && (
            <ItemMembers collection={collection} realm={realm} id={id} />
          )}
          {details && <ItemDetails key={item.version} reference={reference} item={item} />}
        </SimpleGrid>
      </Stack>
    </>
  );
};

/** Everything about one user, group, organization, client or membership. */
export const ItemPage = () => {
  const { collection, id = '' } = useParams();
  const realm = useRealm();
  return isCollection(collection) ? (
    <Item key={`${collection} ${id}`} reference={{ collection, realm, id: idInPath(id) }} />
  ) : (
    <NotFoundPage />
  );
};
