import { useQueries } from '@tanstack/react-query';
import { parseMembershipId } from '../../../functions/admin/path-id.ts';
import type { ItemDocument } from '../../../functions/admin/schemas/item.ts';
import { type ItemReference, itemQuery } from '../api/item-queries.ts';
import { useCatalogue } from '../api/policy-queries.ts';

/** A value that an item's own value stands above. */
export type LowerSource = { readonly label: string; readonly value: unknown };

const byPrecedence = (a: ItemDocument, b: ItemDocument): number =>
  (a.precedence ?? Number.POSITIVE_INFINITY) - (b.precedence ?? Number.POSITIVE_INFINITY) || (a.id < b.id ? -1 : 1);

/** The items whose values an item's own override, highest first: user below membership, then organization. */
const lowerItems = ({ collection, realm, id }: ItemReference, item: ItemDocument | null): readonly ItemReference[] => {
  const membership = collection === 'memberships' ? parseMembershipId(id) : undefined;
  const organization = membership?.organization ?? item?.organization;
  return [
    ...(membership ? [{ collection: 'users', realm, id: membership.subject } as const] : []),
    ...(organization === undefined ? [] : [{ collection: 'organizations', realm, id: organization } as const]),
  ];
};

/**
 * What else gives values to the tokens that this item feeds, below the item, highest first: for the note while typing.
 * The token preview shows the decision itself.
 */
export const useLowerSources = (
  reference: ItemReference,
  item: ItemDocument | null,
  claim: string,
): readonly LowerSource[] => {
  const { realm } = reference;
  const catalogue = useCatalogue();
  const others = useQueries({ queries: lowerItems(reference, item).map(itemQuery) }).flatMap(({ data }) => data ?? []);
  const user = others.find(({ kind }) => kind === 'user');
  const names = [...new Set([...(item?.groups ?? []), ...(user?.groups ?? [])])];
  const groups = useQueries({ queries: names.map((id) => itemQuery({ collection: 'groups', realm, id })) })
    .flatMap(({ data }) => (data && !data.deleted ? [data] : []))
    .sort(byPrecedence);
  const organization = others.find(({ kind }) => kind === 'org');
  const defaultValue = catalogue.data?.claims.find((entry) => entry.claim === claim)?.default;
  const fromItems = [user, ...groups, organization].flatMap((source): readonly LowerSource[] => {
    const value = source && Object.hasOwn(source.attributes, claim) ? source.attributes[claim] : undefined;
    return source && value !== undefined ? [{ label: labelOf(source), value }] : [];
  });
  return defaultValue === undefined
    ? fromItems
    : [...fromItems, { label: "the policy's default", value: defaultValue }];
};

const labelOf = ({ kind, id }: ItemDocument): string => (kind === 'org' ? `organization ${id}` : `${kind} ${id}`);
