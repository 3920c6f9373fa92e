import type { Command } from 'commander';
import { readKind } from '../administration/subject-argument.ts';
import { type AdministrationOptions, withAdministrationOptions } from '../frame/administration-options.ts';
import { defineCommand, type OutputOptions, withOutputOptions } from '../frame/command.ts';
import { readWholeNumber } from '../frame/read-number.ts';

type Options = AdministrationOptions &
  OutputOptions & {
    readonly in?: string;
    readonly limit: number;
    readonly values?: boolean;
    readonly putBack?: number;
  };

/** `claims history`: who changed what, and the way back. */
export const historyCommand = (): Command =>
  withOutputOptions(
    withAdministrationOptions(
      defineCommand('history', 'who changed what, newest first; puts an earlier version back', [
        'claims history user "auth0|42" --realm customers',
        'claims history group premium --realm customers --put-back 3',
      ]),
    ),
  )
    .argument('<kind>', 'user, group, org or client')
    .argument('<id>', 'the subject, name or id')
    .option('--in <organization>', "a person's membership in this organization instead")
    .option('--limit <number>', 'at most so many changes', readWholeNumber, 20)
    .option('--values', 'show values before and after, which are hidden otherwise')
    .option('--put-back <version>', 'make the content of this version the current one', readWholeNumber)
    .action(async (kindName: string, id: string, options: Options) => {
      const { kind } = readKind(kindName, ['user', 'group', 'org', 'client']);
      const { showHistory } = await import('../administration/show-history.ts');
      await showHistory(kind, id, options);
    });
