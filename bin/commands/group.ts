import type { Command } from 'commander';
import { defineItemCommands } from '../administration/item-commands.ts';
import { groupKind } from '../administration/item-kind.ts';

/** `claims group`: what everybody in a group gets. */
export const groupCommand = (): Command => defineItemCommands(groupKind);
