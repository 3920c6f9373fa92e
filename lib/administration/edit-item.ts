import { isDeepStrictEqual } from 'node:util';
import type { Item, ItemContent, ItemKey, ModeOverride } from '../attributes/item.ts';
import { toStoredContent } from '../attributes/item-content.ts';
import type { HookInstances } from '../hook-instance.ts';
import { baseVersion } from './base-version.ts';
import { changedAttributes } from './changed-names.ts';
import { checkContent } from './check-content.ts';
import { InvalidRequestError, ValuesRefusedError } from './errors.ts';
import type { Notice, Services, Write } from './services.ts';
import { liveContent, type Written, writeItem } from './write-item.ts';

export type Edit = {
  /** For the audit log: `set attribute`, `block`, ... */
  readonly action: string;
  /** The content to store, given what is there (`undefined`: there is no item). */
  readonly content: (current: ItemContent | undefined) => ItemContent;
  /** Whether the edit makes an item where there is none. */
  readonly creates: boolean;
};

/**
 * An instance that the configuration switches off reads no override, so that one which would bring it back is refused
 * rather than stored to no effect.
 */
const assertModeCounts = (instances: HookInstances, key: ItemKey, mode: ModeOverride | undefined): void => {
  if (key.kind === 'hook' && mode && mode.mode !== 'off' && instances[key.instance]?.mode === 'off') {
    throw new InvalidRequestError(
      `The hook instance "${key.instance}" is off in hooks.config.ts and reads no override. Configure mode: 'observe' there and deploy; then it can be switched at run time.`,
    );
  }
};

/**
 * Checks new content and puts it on top of `version`; what is the same already is not written.
 * @throws InvalidRequestError, ValuesRefusedError, VersionConflictError
 */
export const putContent = async (
  { store, policy, instances }: Services,
  {
    key,
    item,
    content,
    version,
    write,
  }: {
    readonly key: ItemKey;
    readonly item: Item | undefined;
    readonly content: ItemContent;
    readonly version: number;
    readonly write: Write;
  },
): Promise<{ readonly item: Item; readonly notices: readonly Notice[] }> => {
  assertModeCounts(instances, key, content.mode);
  const before = liveContent(item);
  const { refused, notices } = await checkContent(policy, key, content, changedAttributes(before, content));
  if (refused.length > 0) {
    throw new ValuesRefusedError(refused);
  }
  const after = toStoredContent(key, content);
  if (item && before && isDeepStrictEqual(before, after)) {
    return { item, notices };
  }
  return {
    item: await store.put(key, after, { by: write.by, expectedVersion: version, request: write.request }),
    notices,
  };
};

/**
 * Changes an item's content.
 * @throws ItemNotFoundError, ItemExistsError, ValuesRefusedError, VersionConflictError, RequestMismatchError
 */
export const editItem = (services: Services, givenKey: ItemKey, edit: Edit, write: Write): Promise<Written> =>
  writeItem(services, givenKey, { ...write, action: edit.action }, (key, item) => {
    const version = baseVersion(key, item, write, edit);
    return putContent(services, { key, item, content: edit.content(liveContent(item)), version, write });
  });
