import type { AttributeReader, AttributesQuery, CallOptions } from './attributes/attribute-store.ts';
import type { ModeOverride } from './attributes/item.ts';
import type { SourceAttributes, SubjectAttributes } from './claims/subject-attributes.ts';
import type { HookInstance } from './hook-instance.ts';
import type { AttributeSource } from './sources/attribute-source.ts';
import type { TokenRequest } from './token-request.ts';

/** What the table is asked for one token request. */
export const toAttributesQuery = (
  request: TokenRequest,
  instance: string,
  settings: Pick<HookInstance, 'groups'>,
): AttributesQuery => ({
  realm: request.realm,
  subject: request.subject,
  client: request.client,
  organization: request.organization,
  groups: request.groups,
  directoryGroups: settings.groups !== 'event',
  instance,
});

/**
 * Asks the table and the additional sources side by side. Either all of them answer or none counts.
 * @throws what the reader and the sources throw
 */
export const loadSubjectAttributes = async (
  { reader, sources }: { readonly reader: AttributeReader; readonly sources: readonly AttributeSource[] },
  {
    request,
    instance,
    settings,
  }: { readonly request: TokenRequest; readonly instance: string; readonly settings: Pick<HookInstance, 'groups'> },
  options: CallOptions,
): Promise<{
  readonly attributes: SubjectAttributes;
  readonly modeOverride: ModeOverride | undefined;
  readonly roundTrips: number;
}> => {
  const [loaded, answers] = await Promise.all([
    reader.load(toAttributesQuery(request, instance, settings), options),
    Promise.all(
      sources.map(
        async (source): Promise<[string, SourceAttributes]> => [source.name, await source.load(request, options)],
      ),
    ),
  ]);
  const { modeOverride, roundTrips, ...attributes } = loaded;
  return { attributes: { ...attributes, sources: Object.fromEntries(answers) }, modeOverride, roundTrips };
};
