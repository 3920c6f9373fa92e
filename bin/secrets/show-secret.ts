import { activeValues } from '../../lib/secrets/secret-value.ts';
import type { OutputOptions } from '../frame/command.ts';
import { CommandError } from '../frame/command-error.ts';
import { formatFacts, printResult } from '../frame/output.ts';
import { stageFlag } from '../frame/stage.ts';
import { openSecretParameters, type SecretOptions } from './parameter-store.ts';
import { asPasted, whereToPaste } from './paste-guide.ts';
import { type ChosenSecret, chooseSecret } from './rotate-secret.ts';

/** What is known of a secret; itself only with `--value`. */
export const showSecret = async (
  options: ChosenSecret & SecretOptions & OutputOptions & { readonly value?: boolean },
): Promise<void> => {
  const secret = await chooseSecret(options);
  const parameters = openSecretParameters(options);
  const parameter = parameters.parameterOf(secret.name);
  const stored = (await parameters.read([secret.name])).get(secret.name);
  const active = activeValues(stored ?? '') ?? [];
  const [current] = active;
  const owner =
    (options.hook === undefined ? `--source ${options.source}` : `--hook ${options.hook}`) + stageFlag(options);
  if (current === undefined) {
    const what = stored === undefined ? 'there is no' : 'no function can use what is stored as';
    throw new CommandError(`${what} ${parameter}: make it with claims secret rotate ${owner}`);
  }
  const shown = {
    secret: secret.name,
    parameter,
    instances: secret.instances.map(({ instance }) => instance),
    active: active.length,
    ...(options.value === true && { value: asPasted(secret, current) }),
  };
  printResult(options, shown, () =>
    formatFacts([
      ['parameter', parameter],
      ['for', options.source === undefined ? shown.instances.join(', ') : `source ${options.source}`],
      [
        'active',
        active.length === 1 ? '1' : `2: a rotation is under way; end it with claims secret rotate ${owner} --finish`,
      ],
      ...whereToPaste(secret).map((place): readonly [string, string] => ['goes to', place]),
      ['value', shown.value],
    ]),
  );
};
