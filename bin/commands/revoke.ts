import type { Command } from 'commander';
import { toItemKey } from '../administration/item-kind.ts';
import { readKind } from '../administration/subject-argument.ts';
import {
  type AdministrationOptions,
  openAdministration,
  withAdministrationOptions,
} from '../frame/administration-options.ts';
import { defineCommand, type OutputOptions, withOutputOptions } from '../frame/command.ts';
import { printResult } from '../frame/output.ts';

/** `claims revoke`: raises the epoch, so that APIs that check it refuse the tokens issued before. */
export const revokeCommand = (): Command =>
  withOutputOptions(
    withAdministrationOptions(
      defineCommand(
        'revoke',
        'raise claims_epoch, so that APIs which check it refuse the tokens issued before now',
        'claims revoke user "auth0|42" --realm customers',
      ),
    ),
  )
    .argument('<kind>', 'user or client')
    .argument('<id>', 'the subject or the client id')
    .action(async (kindName: string, id: string, options: AdministrationOptions & OutputOptions) => {
      const { kind, what } = readKind(kindName, ['user', 'client']);
      const { door, realm, by } = await openAdministration(options);
      const { item } = await door.revoke(toItemKey(kind, realm, id), { by });
      printResult(options, item, () => `Revoked: the ${what}'s epoch is ${item.epoch} now.`);
    });
