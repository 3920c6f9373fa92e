import { type Command, Option } from 'commander';
import { type AdministrationOptions, withAdministrationOptions } from '../frame/administration-options.ts';
import { defineCommand, defineCommandGroup, type OutputOptions, withOutputOptions } from '../frame/command.ts';
import { readWholeNumber } from '../frame/read-number.ts';

type Options = AdministrationOptions &
  OutputOptions & { readonly share?: number; readonly client?: readonly string[]; readonly clear?: boolean };

/** `claims hook`: the hook instances and their mode, which can be overridden without a deployment. */
export const hookCommand = (): Command =>
  defineCommandGroup('hook', 'hook instances: list them, override their mode at run time', [
    withOutputOptions(
      withAdministrationOptions(
        defineCommand('list', 'the hook instances, their mode and its override', 'claims hook list'),
      ),
    ).action(async (options: AdministrationOptions & OutputOptions) => {
      const { listHooks } = await import('../administration/hook-mode.ts');
      await listHooks(options);
    }),
    withOutputOptions(
      withAdministrationOptions(
        defineCommand('mode', 'show or override the mode of a hook instance: a kill switch without a deployment', [
          'claims hook mode auth0-login observe --share 10',
          'claims hook mode auth0-login off --stage prod',
          'claims hook mode auth0-login off --client legacy-shop',
          'claims hook mode auth0-login --clear',
        ]),
      ),
    )
      .argument('<instance>', 'the hook instance')
      .argument('[mode]', 'enforce, observe (decide and record, inject nothing) or off')
      .option('--share <percent>', 'only for this share of subjects, 0 to 100', readWholeNumber)
      .option('--client <id...>', 'only for these clients')
      .addOption(new Option('--clear', 'end the override: the mode of hooks.config.ts counts again'))
      .action(async (instance: string, mode: string | undefined, options: Options) => {
        const { hookMode } = await import('../administration/hook-mode.ts');
        await hookMode(instance, mode, options);
      }),
  ]);
