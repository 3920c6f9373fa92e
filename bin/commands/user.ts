import type { Command } from 'commander';
import { defineItemCommands } from '../administration/item-commands.ts';
import { userKind } from '../administration/item-kind.ts';

/** `claims user`: people, and with `--in` what they are in one organization. */
export const userCommand = (): Command => defineItemCommands(userKind);
