import type { Item, ItemContent, ItemKey } from '../attributes/item.ts';
import { VersionConflictError } from '../errors.ts';
import { changedAttributes, changedFields } from './changed-names.ts';
import { contentOf } from './content-of.ts';
import { findRequest } from './find-request.ts';
import { normalizeKey } from './item-key.ts';
import type { Notice, Services, Write } from './services.ts';

export type Written = {
  readonly item: Item;
  readonly notices: readonly Notice[];
  /** The request came before: this is the item as it is now, nothing was written again. */
  readonly replayed: boolean;
};

/** One attempt: what it wrote on top of `item`, or `item` itself when there was nothing to write. */
type Attempt = (
  key: ItemKey,
  item: Item | undefined,
) => Promise<{ readonly item: Item; readonly notices?: readonly Notice[] }>;

/** How often a write is tried again when others are faster. */
const attempts = 8;

/** The content that tokens are made from: a tombstone has none. */
export const liveContent = (item: Item | undefined): ItemContent | undefined =>
  item && !item.deleted ? contentOf(item) : undefined;

/**
 * Every write goes through here: read, recognize a repeated request, one conditional write, one audit line.
 * @throws RequestMismatchError, VersionConflictError, and what the attempt throws
 */
export const writeItem = async (
  services: Services,
  givenKey: ItemKey,
  write: Write & { readonly action: string },
  attempt: Attempt,
): Promise<Written> => {
  const key = normalizeKey(services.instances, givenKey);
  for (let tried = 1; ; tried += 1) {
    const item = await services.store.get(key);
    if (item && (await findRequest(services.store, item, write))) {
      return { item, notices: [], replayed: true };
    }
    try {
      const { item: written, notices = [] } = await attempt(key, item);
      if (written.version !== item?.version) {
        const [before, after] = [liveContent(item), liveContent(written)];
        services.record({
          event: 'change',
          action: write.action,
          by: write.by,
          key,
          attributes: changedAttributes(before, after),
          fields: changedFields(before, after),
          fromVersion: item?.version ?? 0,
          toVersion: written.version,
        });
      }
      return { item: written, notices, replayed: false };
    } catch (error) {
      // Somebody was faster: with an expected version that is the answer, unless it was this very request.
      const again = write.expectedVersion === undefined || write.request !== undefined;
      if (!(error instanceof VersionConflictError) || !again || tried === attempts) {
        throw error;
      }
    }
  }
};
