import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { OutputOptions } from '../frame/command.ts';
import { CommandError } from '../frame/command-error.ts';
import { printNote } from '../frame/output.ts';
import { compareDirectory } from './compare-directory.ts';
import { deployDirectory, deployKeywords } from './deploy-directory.ts';

/** Writes the directory and checks what was written. @throws CommandError when it is not what the tests ran */
export const exportActions = (directory: string, options: OutputOptions = {}): void => {
  for (const { path, text } of deployDirectory()) {
    const file = join(directory, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
  compareActions(directory, options);
  printNote(`Written to ${directory}. Deploy it with auth0-deploy-cli; AUTH0_KEYWORD_REPLACE_MAPPINGS gives:`);
  for (const keyword of deployKeywords) printNote(`  ${keyword}`);
  printNote('Then bind both Actions to their flows. docs/idps/auth0.md has the commands.');
};

/** @throws CommandError naming every difference */
export const compareActions = (directory: string, { json }: OutputOptions = {}): void => {
  const differences = compareDirectory(directory);
  if (json === true) {
    process.stdout.write(`${JSON.stringify({ directory, differences }, undefined, 2)}\n`);
  }
  if (differences.length > 0) {
    throw new CommandError(
      `${directory} is not what the tests ran:\n${differences.map((line) => `  ${line}`).join('\n')}`,
    );
  }
  printNote(`The Actions in ${directory} are byte for byte those of actions/auth0/.`);
};
