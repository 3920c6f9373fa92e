import type { AttributeReader, AttributesQuery, LoadedAttributes, LoadOptions } from './attributes/attribute-store.ts';
import type { ModeOverride } from './attributes/item.ts';
import type { ClaimsPolicy } from './claims/policy.ts';
import type { SourceAttributes, SubjectAttributes } from './claims/subject-attributes.ts';
import { subjectRefusal } from './claims/subject-refusal.ts';
import type { HookInstance } from './hook-instance.ts';
import type { AttributeSource } from './sources/attribute-source.ts';
import type { TokenRequest } from './token-request.ts';

/** What the table is asked for one token request. */
export const toAttributesQuery = (
  request: TokenRequest,
  instance: string,
  settings: Pick<HookInstance, 'groups'>,
  { unknownSubject }: Pick<ClaimsPolicy, 'unknownSubject'>,
): AttributesQuery => ({
  realm: request.realm,
  subject: request.subject,
  client: request.client,
  organization: request.organization,
  groups: request.groups,
  directoryGroups: settings.groups !== 'event',
  refuseUnknown: unknownSubject === 'deny',
  instance,
});

/**
 * Asks the table and the additional sources side by side. Either all of them answer or none counts; but a subject that the
 * table refuses is not waited for elsewhere, lest a fault there becomes an answer by the failure policy, and neither is one
 * whose attributes nobody wants (`isEnough`: the table switches the hook off).
 * @throws what the reader and the sources throw
 */
export const loadSubjectAttributes = async (
  { reader, sources }: { readonly reader: AttributeReader; readonly sources: readonly AttributeSource[] },
  {
    request,
    instance,
    settings,
    policy,
    isEnough = () => false,
  }: {
    readonly request: TokenRequest;
    readonly instance: string;
    readonly settings: Pick<HookInstance, 'groups'>;
    readonly policy: Pick<ClaimsPolicy, 'unknownSubject'>;
    /** Asked once the table has answered. */
    readonly isEnough?: (table: Pick<LoadedAttributes, 'modeOverride' | 'modeUnread' | 'freshness'>) => boolean;
  },
  options: LoadOptions,
): Promise<{
  readonly attributes: SubjectAttributes;
  readonly modeOverride: ModeOverride | undefined;
  readonly roundTrips: number;
}> => {
  const asking = Promise.all(
    sources.map(
      async (source): Promise<[string, SourceAttributes]> => [source.name, await source.load(request, options)],
    ),
  );
  // It is awaited below; until then a rejection must not count as unhandled.
  asking.catch(() => undefined);
  const query = toAttributesQuery(request, instance, settings, policy);
  const table = await reader.load(query, options);
  const { modeOverride, modeUnread: _, roundTrips, ...loaded } = table;
  const attributes: SubjectAttributes = { ...loaded, sources: {} };
  const rest = { modeOverride, roundTrips };
  if (isEnough(table) || subjectRefusal(policy, request, attributes) !== undefined) return { attributes, ...rest };
  return { attributes: { ...attributes, sources: Object.fromEntries(await asking) }, ...rest };
};
