import { CommanderError } from 'commander';
import { ClaimsError } from '../../lib/errors.ts';
import { createProgram } from '../program.ts';
import { awsRemedyOf, describeAwsFault } from './aws-fault.ts';
import { CommandError, exitCodes } from './command-error.ts';

/** Runs one command line; ends in `process.exitCode`, so that everything printed is written out. */
export const runProgram = async (argv: readonly string[]): Promise<void> => {
  // `claims export | head` closes the pipe early: that is no fault.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    process.exit(error.code === 'EPIPE' ? exitCodes.done : exitCodes.refused);
  });
  try {
    await createProgram().parseAsync([...argv], { from: 'user' });
  } catch (error) {
    process.exitCode = report(error);
  }
};

const report = (error: unknown): number => {
  if (error instanceof CommanderError) {
    // Commander has printed its own line, or the help or version that was asked for.
    return error.exitCode === 0 ? exitCodes.done : exitCodes.usage;
  }
  process.stderr.write(`claims: ${describe(error)}\n`);
  return error instanceof CommandError ? error.exitCode : exitCodes.refused;
};

const describe = (error: unknown): string => {
  if (error instanceof CommandError) {
    return error.message;
  }
  const remedy = awsRemedyOf(error);
  if (error instanceof ClaimsError) {
    return remedy === undefined ? error.message : `${error.message.replace(/\.$/, '')}: ${remedy}`;
  }
  if (remedy !== undefined) {
    return `AWS was asked, and that failed (${describeAwsFault(error)})`;
  }
  if (process.env['CLAIMS_DEBUG'] && error instanceof Error) {
    return error.stack ?? error.message;
  }
  const message = error instanceof Error ? `${error.name}: ${error.message.split('\n')[0]}` : String(error);
  return `something unexpected went wrong: ${message} (CLAIMS_DEBUG=1 shows where)`;
};
