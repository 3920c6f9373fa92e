import type { AttributeStore } from '../attributes/attribute-store.ts';
import type { Item } from '../attributes/item.ts';
import { RequestMismatchError } from './errors.ts';
import { compareRequests } from './request-fingerprint.ts';
import type { Write } from './services.ts';

/** How many changes back a repeated request is recognized. */
const remembered = 50;

/**
 * Whether this very request was done to the item before: its fingerprint is in the last change, which is written in
 * the same put as the item and is the first of its changes, or in an earlier one.
 * @throws RequestMismatchError when the idempotency key came with another request
 */
export const findRequest = async (store: AttributeStore, item: Item, { request }: Write): Promise<boolean> => {
  if (request === undefined) {
    return false;
  }
  const { entries } = await store.changes(item.key, { limit: remembered });
  for (const change of entries) {
    const comparison = compareRequests(change.request, request);
    if (comparison === 'mismatch') {
      throw new RequestMismatchError('This idempotency key came with another request: use a new key for a new one.');
    }
    if (comparison === 'same') {
      return true;
    }
  }
  return false;
};
