import { MissingSecretError } from '../errors.ts';
import type { AttributeSource } from '../sources/attribute-source.ts';
import { createAttributeSources, sourceSecretNames } from '../sources/attribute-sources.ts';
import { isAskedAbout } from '../sources/is-asked-about.ts';
import type { AttributeSourceConfig } from '../sources/source-config.ts';
import type { TokenRequest } from '../token-request.ts';

/** The additional sources, as far as the administration can ask them. */
export type PreviewSources = {
  readonly asked: readonly AttributeSource[];
  /** What only the hooks can ask, because only they may read its secret. */
  readonly notAsked: readonly Pick<AttributeSourceConfig, 'name' | 'realms' | 'subjects'>[];
};

/** By name: who answered, who did not, and who is asked by the hooks only. */
export type SourceReport = {
  readonly answered: readonly string[];
  readonly failed: readonly string[];
  readonly notAsked: readonly string[];
};

/** The administration reads no secret of another system: a source that needs one is left to the hooks. */
const noSecrets = {
  get: (name: string) =>
    Promise.reject(new MissingSecretError(`The administration does not read the secret "${name}".`)),
  refresh: async () => false,
};

/** @throws InvalidConfigurationError, which names the source and the setting */
export const toPreviewSources = (configs: readonly AttributeSourceConfig[]): PreviewSources => {
  const needsSecret = (config: AttributeSourceConfig) => sourceSecretNames([config]).length > 0;
  return {
    asked: createAttributeSources(
      configs.filter((config) => !needsSecret(config)),
      { secrets: noSecrets },
    ),
    notAsked: configs.filter(needsSecret),
  };
};

/**
 * The sources for one preview, and afterwards what became of them. One that fails counts as not knowing the subject: an
 * operator sees the rest, and that production would answer this login by its failure policy.
 */
export const watchSources = ({ asked, notAsked }: PreviewSources) => {
  const answered = new Set<string>();
  const failed = new Set<string>();
  return {
    sources: asked.map(
      ({ name, load }): AttributeSource => ({
        name,
        load: async (request, options) => {
          try {
            const attributes = await load(request, options);
            answered.add(name);
            return attributes;
          } catch {
            failed.add(name);
            return { attributes: {}, version: 'failed' };
          }
        },
      }),
    ),
    report: (request: TokenRequest): SourceReport => ({
      answered: [...answered],
      failed: [...failed],
      notAsked: notAsked.filter((config) => isAskedAbout(config, request)).map(({ name }) => name),
    }),
  };
};
