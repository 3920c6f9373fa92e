import type { ItemKey } from '../attributes/item.ts';
import { baseVersion } from './base-version.ts';
import { InvalidRequestError, ItemNotFoundError } from './errors.ts';
import { describeKey } from './item-key.ts';
import type { Services, Write } from './services.ts';
import { type Written, writeItem } from './write-item.ts';

/**
 * Deletes an item; its tombstone denies tokens to a user or client and keeps counting the version. With an expected
 * version of 0 a tombstone is left for a subject that was never stored.
 * @throws ItemNotFoundError, ItemExistsError, VersionConflictError
 */
export const deleteItem = (services: Services, givenKey: ItemKey, write: Write): Promise<Written> =>
  writeItem(services, givenKey, { ...write, action: 'delete' }, async (key, item) => {
    const expectedVersion = baseVersion(key, item, write, { creates: write.expectedVersion === 0 });
    return { item: await services.store.delete(key, { by: write.by, expectedVersion, request: write.request }) };
  });

/**
 * Raises the epoch of a user or client by one: APIs that check `claims_epoch` refuse the tokens issued before. One that was
 * never stored, and may have tokens all the same, gets an empty item; but not where the policy denies whom it does not
 * know, because that item would let the subject in.
 * @throws InvalidRequestError for other kinds, ItemNotFoundError, VersionConflictError
 */
export const revokeItem = (services: Services, givenKey: ItemKey, write: Write): Promise<Written> => {
  if (givenKey.kind !== 'user' && givenKey.kind !== 'client') {
    throw new InvalidRequestError('Only the tokens of a user or of a client can be revoked.');
  }
  return writeItem(services, givenKey, { ...write, action: 'revoke' }, async (key, item) => {
    const denied = services.policy.unknownSubject === 'deny';
    if (!item && denied) {
      throw new ItemNotFoundError(
        `There is no ${describeKey(key)}, and the policy denies whom it does not know. Block it: that refuses older tokens too.`,
      );
    }
    const expectedVersion = baseVersion(key, item, write, { creates: item === undefined });
    return { item: await services.store.revoke(key, { by: write.by, expectedVersion, request: write.request }) };
  });
};
