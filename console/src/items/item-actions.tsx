import { Button } from '@mantine/core';
import { Link } from 'react-router';
import type { ItemDocument } from '../../../functions/admin/schemas/item.ts';
import { isSubject, wordsOf } from '../api/collections.ts';
import type { ItemReference } from '../api/item-queries.ts';
import { ConfirmButton } from '../parts/confirm-button.tsx';
import { historyPath, previewPath } from '../parts/item-path.ts';
import { told } from '../parts/told.ts';
import { useScope } from '../sign-in/use-session.ts';
import { useItemWrites } from './use-item-writes.ts';

/** What can be done with an item as a whole. */
export const ItemActions = ({ reference, item }: { reference: ItemReference; item: ItemDocument | null }) => {
  const { collection, realm, id } = reference;
  const mayWrite = useScope('claims:write');
  const { block, revoke, remove } = useItemWrites(reference, item);
  const { one } = wordsOf[collection];
  const blocked = item?.blocked ?? false;
  return (
    <>
      {isSubject(collection) && (
        <Button
          component={Link}
          to={previewPath(realm, collection === 'users' ? 'user' : 'client', id)}
          variant="light"
        >
          Token preview
        </Button>
      )}
      {item && (
        <Button component={Link} to={historyPath(reference)} variant="default">
          History
        </Button>
      )}
      {mayWrite && !item?.deleted && collection !== 'groups' && (
        <ConfirmButton
          size="sm"
          label={blocked ? 'Unblock' : 'Block'}
          question={
            blocked ? `Let this ${one} get tokens again?` : `From now on no token is issued for this ${one}. Block?`
          }
          onConfirm={() => block.mutate(!blocked, told(blocked ? 'Unblocked' : 'Blocked'))}
        />
      )}
      {mayWrite && item && !item.deleted && isSubject(collection) && (
        <ConfirmButton
          size="sm"
          label="Revoke tokens"
          question="Raise the epoch: APIs that check it refuse every token that was issued before. Go on?"
          onConfirm={() => revoke.mutate(undefined, told('The epoch is raised'))}
        />
      )}
      {mayWrite && item && !item.deleted && (
        <ConfirmButton
          size="sm"
          label="Delete"
          question={`Delete this ${one}? ${isSubject(collection) ? 'No token is issued for it any more. ' : ''}History can put it back.`}
          onConfirm={() => remove.mutate(undefined, told('Deleted'))}
        />
      )}
    </>
  );
};
