import type { Command } from 'commander';
import { type AdministrationOptions, withAdministrationOptions } from '../frame/administration-options.ts';
import { defineCommand, defineCommandGroup, type OutputOptions, withOutputOptions } from '../frame/command.ts';
import { readWholeNumber } from '../frame/read-number.ts';
import type { ItemKindCommand } from './item-kind.ts';

/** The options of every command about one item. */
export type ItemOptions = AdministrationOptions &
  OutputOptions & {
    readonly in?: string | undefined;
    readonly ifVersion?: number | undefined;
  };

/** The options of `set`. */
export type SetOptions = ItemOptions & {
  readonly email?: string | undefined;
  readonly organization?: string | undefined;
  readonly precedence?: number | undefined;
};

/** The options of `list` and `members`. */
export type ListOptions = AdministrationOptions &
  OutputOptions & { readonly limit: number; readonly email?: string | undefined };

const operations = () => import('./item-operations.ts');

/** `claims user ...`, `claims group ...`, `claims org ...`, `claims client ...`. */
export const defineItemCommands = (kind: ItemKindCommand): Command =>
  defineCommandGroup(kind.kind, `${kind.what}s: show, list, set and unset attributes, delete`, [
    showCommand(kind),
    listCommand(kind),
    setCommand(kind),
    unsetCommand(kind),
    removeCommand(kind),
    ...(kind.canBeBlocked ? [blockCommand(kind, true), blockCommand(kind, false)] : []),
    ...(kind.takesGroups ? [groupsCommand(kind)] : []),
    ...(kind.kind === 'group' || kind.kind === 'org' ? [membersCommand(kind)] : []),
  ]);

const defineItemCommand = (kind: ItemKindCommand, name: string, description: string, example: string): Command => {
  const command = withOutputOptions(
    withAdministrationOptions(defineCommand(name, description, `claims ${kind.kind} ${example}`)),
  ).argument(`<${kind.argument}>`, `the ${kind.what}`);
  return kind.hasMemberships
    ? command.option('--in <organization>', "the person's membership in this organization instead")
    : command;
};

const withIfVersion = (command: Command): Command =>
  command.option('--if-version <number>', 'refuse when somebody changed it since this version', readWholeNumber);

const showCommand = (kind: ItemKindCommand): Command =>
  defineItemCommand(kind, 'show', `show one ${kind.what} with its attributes`, `show ${kind.example}`).action(
    async (id: string, options: ItemOptions) => (await operations()).showItem(kind, id, options),
  );

const listCommand = (kind: ItemKindCommand): Command => {
  const command = withOutputOptions(
    withAdministrationOptions(defineCommand('list', `list ${kind.what}s`, `claims ${kind.kind} list --limit 20`)),
  ).option('--limit <number>', 'at most so many', readWholeNumber, 100);
  return (
    kind.kind === 'user' ? command.option('--email <address>', 'only those with this e-mail address') : command
  ).action(async (options: ListOptions) => (await operations()).listItems(kind, options));
};

const setCommand = (kind: ItemKindCommand): Command => {
  const command = withIfVersion(
    defineItemCommand(
      kind,
      'set',
      `set attributes; makes the ${kind.what} where there is none`,
      `set ${kind.example} user_role=admin 'feature_flags=["beta"]'`,
    ),
  ).argument('[assignments...]', 'KEY=VALUE, read as the type that the policy declares');
  if (kind.kind === 'user') {
    command.option('--email <address>', 'for finding the person; never in a token by itself');
  }
  if (kind.kind === 'user' || kind.kind === 'client') {
    command.option('--organization <id>', 'the organization that counts when the request names none');
  }
  if (kind.kind === 'group') {
    command.option('--precedence <number>', 'the group with the lower number wins', readWholeNumber);
  }
  return command.action(async (id: string, assignments: string[], options: SetOptions) =>
    (await operations()).setAttributes(kind, id, assignments, options),
  );
};

const unsetCommand = (kind: ItemKindCommand): Command =>
  withIfVersion(defineItemCommand(kind, 'unset', 'take attributes away', `unset ${kind.example} user_role`))
    .argument('<keys...>', 'the names of attributes')
    .action(async (id: string, keys: string[], options: ItemOptions) =>
      (await operations()).unsetAttributes(kind, id, keys, options),
    );

const removeCommand = (kind: ItemKindCommand): Command =>
  withIfVersion(
    defineItemCommand(
      kind,
      'rm',
      `delete; a tombstone stays${kind.takesGroups ? ', which denies tokens' : ''} (claims history ... --put-back undoes it)`,
      `rm ${kind.example}`,
    ),
  ).action(async (id: string, options: ItemOptions) => (await operations()).deleteItem(kind, id, options));

const blockCommand = (kind: ItemKindCommand, blocked: boolean): Command =>
  withIfVersion(
    defineItemCommand(
      kind,
      blocked ? 'block' : 'unblock',
      blocked ? 'no tokens any more, whatever the rest says' : 'tokens again',
      `${blocked ? 'block' : 'unblock'} ${kind.example}`,
    ),
  ).action(async (id: string, options: ItemOptions) => (await operations()).setBlocked(kind, id, blocked, options));

const groupsCommand = (kind: ItemKindCommand): Command =>
  defineCommandGroup('groups', `the groups that a ${kind.what} is in`, [
    ...(['add', 'rm'] as const).map((change) =>
      withIfVersion(
        defineItemCommand(
          kind,
          change,
          change === 'add' ? 'add to groups' : 'take out of groups',
          `groups ${change} ${kind.example} premium`,
        ),
      )
        .argument('<groups...>', 'names of groups')
        .action(async (id: string, groups: string[], options: ItemOptions) =>
          (await operations()).changeGroups(kind, id, change, groups, options),
        ),
    ),
  ]);

const membersCommand = (kind: ItemKindCommand): Command =>
  defineItemCommand(
    kind,
    'members',
    kind.kind === 'group'
      ? 'users, memberships and clients whose item names the group (reads the whole table)'
      : 'the memberships of the organization (reads the whole table)',
    `members ${kind.example}`,
  )
    .option('--limit <number>', 'at most so many', readWholeNumber, 100)
    .action(async (id: string, options: ListOptions) => (await operations()).listMembers(kind, id, options));
