import { ClaimsError } from '../errors.ts';

export type FaultDescription = {
  readonly code: string;
  /** Of an error that is not ours; ours are told by their code. */
  readonly name?: string;
  /** Only of our own errors: what others write may repeat a value. */
  readonly message?: string;
  /** The names of the errors behind it (`ResourceNotFoundException`, `ECONNREFUSED`), nearest first. */
  readonly causes?: readonly string[];
  /** Where it was thrown, for errors that nobody expected. */
  readonly at?: readonly string[];
};

const deepest = 4;

const nameOf = (error: unknown): string => {
  // The bundler shortens the names of our classes.
  if (error instanceof ClaimsError) return error.code;
  if (!(error instanceof Error)) return typeof error;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined;
  return code !== undefined && /^[A-Z0-9_]{3,40}$/.test(code) ? code : error.name;
};

const causesOf = (error: unknown): readonly string[] => {
  const causes: string[] = [];
  for (let cause = error; cause instanceof Error && causes.length < deepest; cause = cause.cause) {
    if (cause.cause !== undefined) causes.push(nameOf(cause.cause));
  }
  return causes;
};

/** `at function (file:line:column)`, and nothing that a message of several lines might hold. */
const frame = /^at (?:[\w.<>[\] ]+ \()?(?:file:\/\/|node:|\/)[^()\s]+:\d+:\d+\)?$/;

/** The first frames of the stack, without what it repeats of the message. */
const framesOf = ({ stack = '', message }: Error): readonly string[] =>
  stack
    .slice(stack.indexOf(message) + message.length)
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => frame.test(line))
    .slice(0, deepest);

/** What a log may say about a fault: codes and names, and a message only where it is ours. */
export const describeFault = (error: unknown): FaultDescription => {
  const causes = causesOf(error);
  const behind = causes.length > 0 ? { causes } : {};
  if (error instanceof ClaimsError) return { code: error.code, message: error.message, ...behind };
  if (error instanceof Error) return { code: 'unexpected', name: nameOf(error), ...behind, at: framesOf(error) };
  return { code: 'unexpected', name: typeof error };
};
