import { InvalidKeyError, VersionConflictError } from '../errors.ts';
import type { WriteOptions } from './attribute-store.ts';
import type { Change, Item, ItemContent, ItemKey } from './item.ts';
import { toStoredContent } from './item-content.ts';
import { toPartitionKey } from './item-key.ts';

/** What a write becomes of: the item as the writer sees it, and the moment (ISO 8601, UTC). */
export type WriteContext = {
  readonly key: ItemKey;
  readonly current: Item | undefined;
  readonly options: WriteOptions;
  readonly at: string;
};

/** @throws VersionConflictError, ItemTooLargeError, MalformedItemError, TooManyGroupsError */
export const putItem = (context: WriteContext, content: ItemContent): Item =>
  nextItem(context, 'put', toStoredContent(context.key, content), epochOf(context));

/** A tombstone: nothing is left but the counters, so that an off-boarded subject is denied. @throws VersionConflictError */
export const deleteItem = (context: WriteContext): Item => nextItem(context, 'delete', undefined, epochOf(context));

/**
 * A subject that was never stored may have tokens all the same (by groups, sources or defaults): it gets an item that does
 * nothing but count.
 * @throws VersionConflictError; InvalidKeyError for kinds that no token speaks for
 */
export const revokeItem = (context: WriteContext): Item => {
  const { key, current } = context;
  if (key.kind !== 'user' && key.kind !== 'client') {
    throw new InvalidKeyError(`"${toPartitionKey(key)}" cannot be revoked: only users and clients have an epoch.`);
  }
  const content = current === undefined ? { attributes: {} } : contentOf(current);
  return nextItem(context, 'revoke', current?.deleted === true ? undefined : content, epochOf(context) + 1);
};

const nextItem = (
  { key, current, options, at }: WriteContext,
  action: Change['action'],
  content: ItemContent | undefined,
  epoch: number,
): Item => {
  const seen = current?.version ?? 0;
  if (seen !== options.expectedVersion) {
    throw new VersionConflictError(
      `"${toPartitionKey(key)}" has version ${seen}, not ${options.expectedVersion}: read it again, then write.`,
    );
  }
  const version = seen + 1;
  return {
    key,
    ...(content ?? { attributes: {} }),
    version,
    epoch,
    ...(content === undefined && { deleted: true }),
    updatedAt: at,
    updatedBy: options.by,
    lastChange: {
      version,
      at,
      by: options.by,
      action,
      ...(current !== undefined && current.deleted !== true && { before: contentOf(current) }),
      ...(content !== undefined && { after: content }),
      ...(options.request !== undefined && { request: options.request }),
    },
  };
};

const epochOf = ({ current }: WriteContext): number => current?.epoch ?? 0;

/** The part of an item that an administrator edits. */
export const contentOf = (item: ItemContent): ItemContent => ({
  attributes: item.attributes,
  ...(item.groups !== undefined && { groups: item.groups }),
  ...(item.organization !== undefined && { organization: item.organization }),
  ...(item.precedence !== undefined && { precedence: item.precedence }),
  ...(item.email !== undefined && { email: item.email }),
  ...(item.blocked !== undefined && { blocked: item.blocked }),
  ...(item.mode !== undefined && { mode: item.mode }),
});
