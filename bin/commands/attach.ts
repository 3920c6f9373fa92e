import { type Command, Option } from 'commander';
import type { AttachOptions } from '../cognito/change-trigger.ts';
import { withTriggerOptions } from '../cognito/trigger-options.ts';
import { defineCommand, withOutputOptions } from '../frame/command.ts';
import { UsageError } from '../frame/command-error.ts';

/** `claims attach cognito`: sets the trigger of an existing user pool. */
export const attachCommand = (): Command =>
  withOutputOptions(
    withTriggerOptions(
      defineCommand('attach', 'make an IdP call the deployed hook: the trigger of a Cognito user pool', [
        'claims attach cognito --pool-id eu-central-1_AbCdEf123 --stage prod',
      ]),
    ),
  )
    .addOption(
      new Option('--version <version>', "of the event (default: the one of the pool's hook instance)").choices([
        'V1_0',
        'V2_0',
        'V3_0',
      ]),
    )
    .option('--hooks <file>', 'the hook instances (default: hooks.config.ts)')
    .option('--lambda-endpoint <url>', 'another Lambda API than AWS')
    .option('--force', 'attach although the function would refuse the pool, or cannot be looked at')
    .action(async (idp: string, options: AttachOptions) => {
      if (idp !== 'cognito')
        throw new UsageError(`only cognito can be attached from here; docs/idps/${idp}.md says how`);
      const { attachTrigger: attach } = await import('../cognito/change-trigger.ts');
      await attach(options);
    });
