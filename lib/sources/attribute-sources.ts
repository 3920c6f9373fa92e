import { InvalidConfigurationError } from '../errors.ts';
import type { Secrets } from '../secrets/secrets.ts';
import type { AttributeSource } from './attribute-source.ts';
import { createHttpJsonSource } from './http-json-source.ts';
import { createScriptSource } from './script-source.ts';
import type { AttributeSourceConfig } from './source-config.ts';

type SourceServices = { readonly secrets: Secrets; readonly clock?: (() => number) | undefined };

const validName = /^[a-z0-9-]+$/;

/** Makes the sources of `sources.config.ts`. @throws InvalidConfigurationError, which names the source and the setting */
export const createAttributeSources = (
  configs: readonly AttributeSourceConfig[],
  services: SourceServices,
): readonly AttributeSource[] => {
  const names = new Set<string>();
  return configs.map((config) => {
    if (!validName.test(config.name)) {
      throw new InvalidConfigurationError(
        `The source "${config.name}": its name must be lower-case letters, digits and hyphens.`,
      );
    }
    if (names.has(config.name)) {
      throw new InvalidConfigurationError(`Two sources are named "${config.name}": give each a name of its own.`);
    }
    names.add(config.name);
    return config.kind === 'script' ? createScriptSource(config, services) : createHttpJsonSource(config, services);
  });
};

/** The secrets that the sources need, by name: the hooks read them together with their own. */
export const sourceSecretNames = (configs: readonly AttributeSourceConfig[]): readonly string[] => [
  ...new Set(
    configs.flatMap((config) =>
      config.kind === 'http-json' && config.authorization !== undefined ? [config.authorization.secret] : [],
    ),
  ),
];
