import type { Command } from 'commander';
import { defineCommand } from '../frame/command.ts';
export const checkCommand = (): Command => defineCommand('check', 'x', 'claims check');
