import { Command, type OptionValues } from 'commander';

/** What every command takes. */
export type OutputOptions = { readonly json?: boolean | undefined };

/**
 * A command in the manner of the house: usage errors end with exit code 2, and the help ends with an example.
 * `example` lines are what a person would type.
 */
export const defineCommand = (name: string, description: string, example: string | readonly string[]): Command =>
  inHouseManner(new Command(name))
    .description(description)
    .addHelpText(
      'after',
      `\nExample:\n${[example]
        .flat()
        .map((line) => `  $ ${line}\n`)
        .join('')}`,
    );

/** A command that only holds others: `claims user ...`. */
export const defineCommandGroup = (name: string, description: string, commands: readonly Command[]): Command => {
  const group = inHouseManner(new Command(name)).description(description);
  for (const command of commands) {
    group.addCommand(command);
  }
  return group;
};

/** `--json` and `--no-json`: what is printed is a table on a terminal and JSON in a pipe, unless one of them says. */
export const withOutputOptions = <Values extends OptionValues>(command: Command & { opts(): Values }): Command =>
  command
    .option('--json', 'print JSON (the default when the output is not a terminal)')
    .option('--no-json', 'print for people, also into a pipe');

const inHouseManner = (command: Command): Command =>
  command
    .exitOverride()
    .showHelpAfterError('(add --help for options and an example)')
    .configureHelp({ showGlobalOptions: false });
