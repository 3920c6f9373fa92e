import type { Notice } from '../../lib/administration/services.ts';
import type { Item, ItemContent } from '../../lib/attributes/item.ts';
import { toGroupName } from '../../lib/attributes/item-key.ts';
import type { ClaimValue } from '../../lib/claims/claim-value.ts';
import { openAdministration } from '../frame/administration-options.ts';
import type { OutputOptions } from '../frame/command.ts';
import { UsageError } from '../frame/command-error.ts';
import { printNote, printResult } from '../frame/output.ts';
import { readTypedValue } from '../frame/typed-value.ts';
import { editContent } from './edit-content.ts';
import type { ItemOptions, ListOptions, SetOptions } from './item-commands.ts';
import { type ItemKindCommand, toItemKey } from './item-kind.ts';
import { formatItem, formatItems, formatWritten } from './item-text.ts';

export const showItem = async (kind: ItemKindCommand, id: string, options: ItemOptions): Promise<void> => {
  const { door, realm } = await openAdministration(options);
  const item = await door.read(toItemKey(kind.kind, realm, id, options.in));
  printResult(options, item, () => formatItem(item));
};

export const listItems = async (kind: ItemKindCommand, options: ListOptions): Promise<void> => {
  const { door, realm } = await openAdministration(options);
  const { email, limit } = options;
  const items =
    email === undefined
      ? await collect(limit, (page) => door.list(kind.kind, realm, page))
      : await door.findUsers(realm, email);
  printResult(options, items, () => formatItems(items));
};

export const listMembers = async (kind: ItemKindCommand, id: string, options: ListOptions): Promise<void> => {
  const { door, realm } = await openAdministration(options);
  const members = kind.kind === 'group' ? door.groupMembers : door.organizationMembers;
  const items = await collect(options.limit, (page) => members(realm, id, page));
  printResult(options, items, () => formatItems(items));
};

export const setAttributes = async (
  kind: ItemKindCommand,
  id: string,
  assignments: readonly string[],
  options: SetOptions,
): Promise<void> => {
  const { email, organization, precedence } = options;
  if (assignments.length === 0 && email === undefined && organization === undefined && precedence === undefined) {
    throw new UsageError(`say what to set, such as: claims ${kind.kind} set ${kind.example} user_role=admin`);
  }
  const pairs = assignments.map(splitAssignment);
  const { configuration, ...opened } = await openAdministration(options);
  const attributes = Object.fromEntries(
    pairs.map(([key, text]): [string, ClaimValue] => [key, readTypedValue(configuration.policy, key, text)]),
  );
  await edit(kind, id, options, opened, 'Set', true, (content) => ({
    ...content,
    attributes: { ...content.attributes, ...attributes },
    ...(email === undefined ? {} : { email }),
    ...(organization === undefined ? {} : { organization }),
    ...(precedence === undefined ? {} : { precedence }),
  }));
};

export const unsetAttributes = async (
  kind: ItemKindCommand,
  id: string,
  keys: readonly string[],
  options: ItemOptions,
): Promise<void> =>
  edit(kind, id, options, await openAdministration(options), 'Unset', false, (content) => ({
    ...content,
    attributes: Object.fromEntries(Object.entries(content.attributes).filter(([key]) => !keys.includes(key))),
  }));

export const changeGroups = async (
  kind: ItemKindCommand,
  id: string,
  change: 'add' | 'rm',
  groups: readonly string[],
  options: ItemOptions,
): Promise<void> => {
  const names = groups.map(toGroupName);
  await edit(kind, id, options, await openAdministration(options), 'Groups changed', change === 'add', (content) => {
    const { groups: before = [], ...rest } = content;
    const others = before.filter((name) => !names.includes(name));
    return {
      ...rest,
      groups: change === 'add' ? [...before, ...names.filter((name) => !before.includes(name))] : others,
    };
  });
};

export const setBlocked = async (
  kind: ItemKindCommand,
  id: string,
  blocked: boolean,
  options: ItemOptions,
): Promise<void> => {
  const { door, realm, by } = await openAdministration(options);
  const key = toItemKey(kind.kind, realm, id, options.in);
  const { item, notices } = await door.setBlocked(key, blocked, { by, expectedVersion: options.ifVersion });
  printWritten(options, blocked ? 'Blocked' : 'Unblocked', item, notices);
};

export const deleteItem = async (kind: ItemKindCommand, id: string, options: ItemOptions): Promise<void> => {
  const { door, realm, by } = await openAdministration(options);
  const key = toItemKey(kind.kind, realm, id, options.in);
  const { item, notices } = await door.delete(key, { by, expectedVersion: options.ifVersion });
  printWritten(options, 'Deleted', item, notices);
};

type Opened = Pick<Awaited<ReturnType<typeof openAdministration>>, 'door' | 'realm' | 'by'>;

const edit = async (
  kind: ItemKindCommand,
  id: string,
  options: ItemOptions,
  { door, realm, by }: Opened,
  done: string,
  creates: boolean,
  change: (content: ItemContent) => ItemContent,
): Promise<void> => {
  const key = toItemKey(kind.kind, realm, id, options.in);
  const { item, notices } = await editContent(door, key, change, { by, creates, ifVersion: options.ifVersion });
  printWritten(options, done, item, notices);
};

const printWritten = (options: OutputOptions, done: string, item: Item, notices: readonly Notice[]): void =>
  printResult(options, { item, notices }, () => formatWritten(done, item, notices));

const splitAssignment = (assignment: string): [key: string, text: string] => {
  const at = assignment.indexOf('=');
  if (at < 1) {
    throw new UsageError(`"${at === 0 ? '=...' : assignment}" is no KEY=VALUE`);
  }
  return [assignment.slice(0, at), assignment.slice(at + 1)];
};

/** Pages until there are enough: a page of a scan may be empty and still have a next one. */
const collect = async (
  limit: number,
  readPage: (options: {
    limit: number;
    cursor?: string | undefined;
  }) => Promise<{ readonly entries: readonly Item[]; readonly next?: string | undefined }>,
): Promise<readonly Item[]> => {
  const items: Item[] = [];
  let cursor: string | undefined;
  do {
    const page = await readPage({ limit: Math.min(limit - items.length, 500), cursor });
    items.push(...page.entries);
    cursor = page.next;
  } while (cursor !== undefined && items.length < limit);
  if (cursor !== undefined) {
    printNote(`There are more: raise --limit (${limit}).`);
  }
  return items;
};
