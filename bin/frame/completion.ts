import tab from '@bomb.sh/tab/commander';
import type { Command } from 'commander';

/** `claims complete bash|zsh|fish` prints the script to source; the script calls `claims complete -- ...`. */
export const addCompletion = (program: Command): void => {
  tab(program);
  program.commands
    .find((command) => command.name() === 'complete')
    ?.description('print the shell completion script (bash, zsh, fish, powershell)')
    .addHelpText('after', '\nExample:\n  $ source <(claims complete bash)\n');
};
