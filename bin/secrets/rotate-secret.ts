import { text } from 'node:stream/consumers';
import { activeValues, type SecretValue } from '../../lib/secrets/secret-value.ts';
import type { OutputOptions } from '../frame/command.ts';
import { CommandError, UsageError } from '../frame/command-error.ts';
import { type ConfigurationOptions, loadInstances, loadSourceConfigs } from '../frame/configuration.ts';
import { printNote, printResult } from '../frame/output.ts';
import { type NamedSecret, secretOfHook, secretOfSource } from './find-secret.ts';
import { checkedSecret, newSecret, requireOwnSecret } from './new-secret.ts';
import { openSecretParameters, type SecretOptions } from './parameter-store.ts';
import { asPasted } from './paste-guide.ts';
import { type Rotation, rotationText } from './rotation-text.ts';

export type ChosenSecret = ConfigurationOptions & { readonly hook?: string; readonly source?: string };

export type RotateOptions = ChosenSecret &
  SecretOptions &
  OutputOptions & {
    readonly finish?: boolean;
    readonly valueFromStdin?: boolean;
    readonly show?: boolean;
    readonly kmsKey?: string;
  };

export const chooseSecret = async ({ hook, source, hooks }: ChosenSecret): Promise<NamedSecret> => {
  if (hook !== undefined && source === undefined) return secretOfHook(await loadInstances(hooks), hook);
  if (source !== undefined && hook === undefined) return secretOfSource(await loadSourceConfigs(), source);
  throw new UsageError('say whose secret: --hook INSTANCE or --source NAME');
};

/** Somebody must see a new secret: it is not printed again. Into a pipe it goes only when that was asked for. */
const requireReader = ({ show, json }: RotateOptions): void => {
  if (show !== true && json !== true && process.stdout.isTTY !== true) {
    throw new UsageError('nobody would see the new secret: run this on a terminal, or say --show or --json');
  }
};

/** The next content of the parameter, or why it stays. */
const rotated = (active: readonly string[], value: string): SecretValue => {
  const [current, previous] = active;
  if (previous !== undefined) {
    throw new CommandError(
      'a rotation is under way, and a third secret would end the oldest at once: end it with --finish, when the IdP uses the newest everywhere',
    );
  }
  if (current === value) throw new CommandError('this is the secret in use already; nothing was done');
  return current === undefined ? { current: value } : { current: value, previous: current };
};

const finished = (active: readonly string[], secret: NamedSecret): SecretValue => {
  const [current] = active;
  if (current === undefined) {
    throw new CommandError(`there is no secret "${secret.name}" to finish: make one without --finish`);
  }
  return { current };
};

/** Makes or takes a new secret, or drops the one before; says what is left to do. */
export const rotateSecret = async (options: RotateOptions): Promise<void> => {
  const secret = await chooseSecret(options);
  if (options.finish === true && options.valueFromStdin === true) {
    throw new UsageError('--finish drops the previous secret and takes no new one: leave --value-from-stdin out');
  }
  const makes = options.finish !== true && options.valueFromStdin !== true;
  if (makes) {
    requireOwnSecret(secret);
    requireReader(options);
  }
  const given = options.valueFromStdin === true ? checkedSecret(await text(process.stdin), secret) : undefined;
  const parameters = openSecretParameters(options);
  const stored = (await parameters.read([secret.name])).get(secret.name);
  const active = activeValues(stored ?? '') ?? [];
  if (stored !== undefined && active.length === 0) {
    printNote('claims: what is stored there is no secret that a function could use; it is replaced');
  }
  const value = given ?? newSecret(secret);
  const next = options.finish === true ? finished(active, secret) : rotated(active, value);
  if (options.finish !== true || active.length > 1) {
    await parameters.write(secret.name, JSON.stringify(next), { keyId: options.kmsKey });
  }
  const rotation: Rotation = {
    parameter: parameters.parameterOf(secret.name),
    ...(options.finish === true
      ? { done: active.length > 1 ? 'finished' : 'unchanged' }
      : { done: active.length > 0 ? 'rotated' : 'created' }),
    active: next.previous === undefined ? 1 : 2,
    ...(makes && { value: asPasted(secret, value) }),
  };
  printResult(options, { secret: secret.name, ...rotation }, () => rotationText(rotation, secret, options));
};
