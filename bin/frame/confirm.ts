import { createInterface } from 'node:readline/promises';
import { CommandError, UsageError } from './command-error.ts';

/** Asks before something that cannot be undone; without a terminal `--yes` must have said so. */
export const confirm = async (question: string, { yes }: { readonly yes?: boolean | undefined }): Promise<void> => {
  if (yes === true) {
    return;
  }
  if (process.stdin.isTTY !== true || process.stderr.isTTY !== true) {
    throw new UsageError(`${question} Nobody is there to ask: say --yes`);
  }
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  const answer = await terminal.question(`${question} [y/N] `);
  terminal.close();
  if (!/^y(es)?$/i.test(answer.trim())) {
    throw new CommandError('nothing was done');
  }
};
