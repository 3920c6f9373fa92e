import type { Command } from 'commander';
import type { TriggerOptions } from '../cognito/change-trigger.ts';
import { withTriggerOptions } from '../cognito/trigger-options.ts';
import { defineCommand, withOutputOptions } from '../frame/command.ts';
import { UsageError } from '../frame/command-error.ts';

/** `claims detach cognito`: takes the trigger of a user pool away; tokens are issued without our claims from then on. */
export const detachCommand = (): Command =>
  withOutputOptions(
    withTriggerOptions(
      defineCommand('detach', 'make an IdP call the deployed hook no longer', [
        'claims detach cognito --pool-id eu-central-1_AbCdEf123 --stage prod',
      ]),
    ),
  ).action(async (idp: string, options: TriggerOptions) => {
    if (idp !== 'cognito') throw new UsageError(`only cognito can be detached from here; docs/idps/${idp}.md says how`);
    const { detachTrigger } = await import('../cognito/change-trigger.ts');
    await detachTrigger(options);
  });
