import { writeFile } from 'node:fs/promises';
import { type CatalogueEntry, createCatalogue } from '../../lib/administration/catalogue.ts';
import { type ConfigurationOptions, loadConfiguration, loadTargets } from '../frame/configuration.ts';
import { catalogueHtml } from './html.ts';
import { catalogueJsonSchema } from './json-schema.ts';
import { catalogueMarkdown } from './markdown.ts';

type CatalogueFormat = 'markdown' | 'html' | 'json-schema' | 'json';

export type CatalogueOptions = ConfigurationOptions & {
  readonly format?: Exclude<CatalogueFormat, 'json'> | undefined;
  readonly json?: boolean | undefined;
  readonly title: string;
  readonly output?: string | undefined;
};

/** `claims catalogue`, of the hook instances that are not switched off. */
export const runCatalogue = async (options: CatalogueOptions): Promise<void> => {
  const { policy, instances } = await loadConfiguration(options);
  const targets = (await loadTargets(instances)).filter(({ instanceConfig }) => instanceConfig.mode !== 'off');
  const document = documents[formatOf(options)](createCatalogue(policy, targets), options.title);
  if (options.output === undefined) {
    process.stdout.write(document);
  } else {
    await writeFile(options.output, document);
  }
};

const formatOf = ({ format, json, output }: CatalogueOptions): CatalogueFormat => {
  if (json === true) {
    return 'json';
  }
  const byName = /\.html?$/.test(output ?? '') ? 'html' : /\.json$/.test(output ?? '') ? 'json-schema' : 'markdown';
  return format ?? byName;
};

const documents: Readonly<Record<CatalogueFormat, (entries: readonly CatalogueEntry[], title: string) => string>> = {
  markdown: catalogueMarkdown,
  html: catalogueHtml,
  'json-schema': (entries, title) => `${JSON.stringify(catalogueJsonSchema(entries, title), undefined, 2)}\n`,
  json: (entries) => `${JSON.stringify(entries, undefined, 2)}\n`,
};
