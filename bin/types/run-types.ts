import { readFile, writeFile } from 'node:fs/promises';
import type { TokenKind } from '../../lib/token-request.ts';
import { chooseTarget } from '../frame/choose-target.ts';
import { CommandError } from '../frame/command-error.ts';
import { type ConfigurationOptions, loadConfiguration, loadTargets } from '../frame/configuration.ts';
import { claimsModule } from './claims-module.ts';
import { tokenClaims } from './token-claims.ts';

export type TypesOptions = ConfigurationOptions & {
  readonly instance?: string | undefined;
  readonly audience?: string | undefined;
  readonly token?: readonly TokenKind[] | undefined;
  readonly output?: string | undefined;
  readonly check?: boolean | undefined;
};

/** `claims types`: writes the module, or says whether the one that is there is still right. */
export const runTypes = async (options: TypesOptions): Promise<void> => {
  const configuration = await loadConfiguration(options);
  const targets =
    options.instance === undefined
      ? (await loadTargets(configuration.instances)).filter(({ instanceConfig }) => instanceConfig.mode !== 'off')
      : [await chooseTarget(configuration, options)];
  const found = tokenClaims(configuration.policy, targets, options.audience);
  const chosen = found.filter(({ token }) => options.token?.includes(token) ?? true);
  if (chosen.length === 0) {
    throw new CommandError('no enabled hook instance reaches such a token: see claims catalogue');
  }
  const source = claimsModule(chosen, commandOf(options));
  if (options.output === undefined) {
    process.stdout.write(source);
  } else if (options.check !== true) {
    await writeFile(options.output, source);
  } else if ((await readFile(options.output, 'utf8').catch(() => undefined)) !== source) {
    throw new CommandError(`${options.output} is not what the policy says now: run ${commandOf(options)}`);
  }
};

const commandOf = ({ instance, audience, token, output }: TypesOptions): string =>
  [
    'claims types',
    ...(instance === undefined ? [] : [`--instance ${instance}`]),
    ...(audience === undefined ? [] : [`--audience ${audience}`]),
    ...(token === undefined ? [] : [`--token ${token.join(' ')}`]),
    ...(output === undefined ? [] : [`--output ${output}`]),
  ].join(' ');
