import type { Command } from 'commander';
import { defineItemCommands } from '../administration/item-commands.ts';
import { organizationKind } from '../administration/item-kind.ts';

/** `claims org`: organizations (tenants, companies). */
export const orgCommand = (): Command => defineItemCommands(organizationKind);
