import type { Command } from 'commander';
import { defineCommand, defineCommandGroup, type OutputOptions, withOutputOptions } from '../frame/command.ts';
import { withStageOption } from '../frame/stage.ts';
import { withSecretOptions } from '../secrets/parameter-store.ts';
import type { RotateOptions } from '../secrets/rotate-secret.ts';

const withChoice = (command: Command): Command =>
  withOutputOptions(
    withSecretOptions(
      withStageOption(command)
        .option('--hook <instance>', 'the hook instance whose callers prove themselves by it')
        .option('--source <name>', 'the source of sources.config.ts that it opens')
        .option('--hooks <file>', 'the hook instances (default: hooks.config.ts)'),
    ),
  ).option('--region <region>', 'the AWS region (default: AWS_REGION, else by --stage)');

/** `claims secret`: the secrets by which callers prove themselves, two active at a time. */
export const secretCommand = (): Command =>
  defineCommandGroup('secret', 'the secrets of hook instances and sources: make, rotate, look', [
    withChoice(
      defineCommand('rotate', 'make a secret, or a new one beside the one in use; says where to paste it', [
        'claims secret rotate --hook auth0-login --stage prod',
        'claims secret rotate --hook auth0-login --stage prod --finish',
        'printf %s "$SIGNING_KEY" | claims secret rotate --hook zitadel-access --value-from-stdin',
      ]),
    )
      .option('--finish', 'end the rotation: only the newest secret counts')
      .option('--value-from-stdin', 'store a key that the IdP made')
      .option('--show', 'print the new secret although the output is not a terminal')
      .option('--kms-key <id>', "encrypt with this KMS key (default: the account's own for Parameter Store)")
      .action(async (options: RotateOptions) => {
        const { rotateSecret } = await import('../secrets/rotate-secret.ts');
        await rotateSecret(options);
      }),
    withChoice(
      defineCommand('show', 'whether a secret is there, how many are active, where it goes', [
        'claims secret show --hook auth0-login',
        'claims secret show --hook auth0-login --value --no-json',
      ]),
    )
      .option('--value', 'print the secret itself')
      .action(async (options: RotateOptions & OutputOptions & { readonly value?: boolean }) => {
        const { showSecret } = await import('../secrets/show-secret.ts');
        await showSecret(options);
      }),
  ]);
