import type { CatalogueEntry } from '../../lib/administration/catalogue.ts';

/**
 * A JSON Schema (draft 2020-12) of the custom claims of any token of ours: by the names that tokens carry. Other claims
 * are let through; none of ours is required, as scopes decide which are there.
 */
export const catalogueJsonSchema = (entries: readonly CatalogueEntry[], title: string): object => ({
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title,
  type: 'object',
  properties: Object.fromEntries(
    entries.flatMap(({ claim, names }) =>
      [...new Set(names.flatMap(({ name, refusal }) => (refusal === undefined ? [name] : [])))].map((name) => [
        name,
        { $ref: `#/$defs/${claim.replaceAll('~', '~0').replaceAll('/', '~1')}` },
      ]),
    ),
  ),
  $defs: Object.fromEntries(
    entries.map(({ claim, description, schema, default: standard }) => [
      claim,
      { ...schema, description, ...(standard === undefined ? {} : { default: standard }) },
    ]),
  ),
});
