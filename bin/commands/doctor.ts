import type { Command } from 'commander';
import type { DoctorOptions } from '../doctor/run-doctor.ts';
import { defineCommand, withOutputOptions } from '../frame/command.ts';
import { withConfigurationOptions } from '../frame/configuration.ts';
import { withStoreOptions } from '../frame/store-options.ts';
import { withSecretOptions } from '../secrets/parameter-store.ts';

/** `claims doctor`: what is wrong with an environment, and what to do. */
export const doctorCommand = (): Command =>
  withOutputOptions(
    withSecretOptions(
      withStoreOptions(
        withConfigurationOptions(
          defineCommand(
            'doctor',
            'check an environment: tables, secrets, keys, clock, trigger, a signed and a forged call to each hook',
            ['claims doctor', 'claims doctor --stage prod --url https://abc.execute-api.eu-central-1.amazonaws.com'],
          ),
        ),
      ),
    ),
  )
    .option('--url <url>', 'where the hooks are (output HttpApiUrl; default: the local world of npm start)')
    .option('--hook <instance...>', 'only these hook instances')
    .option('--pool-id <id>', 'only the trigger of this Cognito user pool (default: all that hooks.config.ts lists)')
    .option('--cognito-endpoint <url>', 'another user pools API than AWS (cognito-local)')
    .option('--lambda-endpoint <url>', 'another Lambda API than AWS')
    .action(async (options: DoctorOptions) => {
      const { doctor } = await import('../doctor/run-doctor.ts');
      await doctor(options);
    });
