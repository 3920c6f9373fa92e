import { MissingSecretError } from '../../lib/errors.ts';
import { activeValues } from '../../lib/secrets/secret-value.ts';
import type { AttributeSource } from '../../lib/sources/attribute-source.ts';
import { loadSourceConfigs } from '../frame/configuration.ts';
import type { SecretOptions } from '../secrets/parameter-store.ts';

/** The additional sources of `sources.config.ts`, asked as the hooks ask them; `--no-sources` leaves them out. */
export const openSources = async (
  options: SecretOptions & { readonly sources: boolean },
): Promise<readonly AttributeSource[]> => {
  const configs = options.sources ? await loadSourceConfigs() : [];
  if (configs.length === 0) {
    return [];
  }
  const [{ createAttributeSources }, { openSecretParameters }] = await Promise.all([
    import('../../lib/sources/attribute-sources.ts'),
    import('../secrets/parameter-store.ts'),
  ]);
  return createAttributeSources(configs, {
    secrets: {
      get: async (name) => {
        const parameters = openSecretParameters(options);
        const values = activeValues((await parameters.read([name])).get(name) ?? '');
        if (values === undefined) {
          throw new MissingSecretError(
            `The parameter "${parameters.parameterOf(name)}" does not exist or holds no secret; --no-sources explains without it.`,
          );
        }
        return values;
      },
      refresh: async () => false,
    },
  });
};
