import type { Command } from 'commander';
import { toItemKey } from '../administration/item-kind.ts';
import { readKind } from '../administration/subject-argument.ts';
import {
  type AdministrationOptions,
  openAdministration,
  withAdministrationOptions,
} from '../frame/administration-options.ts';
import { defineCommand, type OutputOptions, withOutputOptions } from '../frame/command.ts';
import { confirm } from '../frame/confirm.ts';
import { printResult } from '../frame/output.ts';

type Options = AdministrationOptions & OutputOptions & { readonly in?: string; readonly yes?: boolean };

/** `claims forget`: a person's right to erasure. */
export const forgetCommand = (): Command =>
  withOutputOptions(
    withAdministrationOptions(
      defineCommand(
        'forget',
        'erase an item and all its recorded changes; cannot be undone',
        'claims forget user "auth0|42" --realm customers --yes',
      ),
    ),
  )
    .argument('<kind>', 'user, group, org or client')
    .argument('<id>', 'the subject, name or id')
    .option('--in <organization>', "a person's membership in this organization instead")
    .option('--yes', 'do not ask')
    .action(async (kindName: string, id: string, options: Options) => {
      const { kind, what } = readKind(kindName, ['user', 'group', 'org', 'client']);
      const { door, realm, by } = await openAdministration(options);
      await confirm(
        `Erase the ${what} "${id}" of realm "${realm}" with all recorded changes? Afterwards a subject is unknown, not denied, and tokens that were revoked count again until they expire.`,
        options,
      );
      await door.forget(toItemKey(kind, realm, id, options.in), { by });
      printResult(options, { forgotten: { kind, realm, id } }, () => `Forgotten: ${what} "${id}".`);
    });
