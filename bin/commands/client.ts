import type { Command } from 'commander';
import { defineItemCommands } from '../administration/item-commands.ts';
import { clientKind } from '../administration/item-kind.ts';

/** `claims client`: machines and applications. */
export const clientCommand = (): Command => defineItemCommands(clientKind);
