import type { Attributes, ClaimValue } from './claim-value.ts';
import type { ClaimSource } from './decision.ts';
import type { Found, FoundAttributes } from './found-attributes.ts';

export type MergeRule = 'override' | 'union' | 'max' | 'min';

/** What several sources make of one claim. `value` is `undefined` where none of them has it. */
export type Merged = {
  readonly value: ClaimValue | undefined;
  /** Those that the value is made of. */
  readonly sources: readonly ClaimSource[];
  /** Those that had a value and lost. */
  readonly overrode: readonly ClaimSource[];
};

/** One claim as the merge sees it. */
export type MergeKey = {
  readonly key: string;
  readonly idpAttribute: string | undefined;
  readonly rule: MergeRule;
  readonly default: ClaimValue | undefined;
};

const none: readonly ClaimSource[] = [];
const nothing: Merged = { value: undefined, sources: none, overrode: none };
const defaultSource: ClaimSource = { kind: 'default' };
const idpSource: ClaimSource = { kind: 'idp' };
const noneFound: readonly Found[] = [];

/**
 * Makes one value of all sources that have the claim's key.
 * @param idpAttributes by dotted path
 */
export const mergeClaim = (claim: MergeKey, attributes: FoundAttributes, idpAttributes: Attributes): Merged => {
  let found = attributes.byKey.get(claim.key) ?? noneFound;
  const mapped = mappedByIdp(claim, attributes, idpAttributes);
  if (mapped !== undefined) found = [...found, mapped].sort((a, b) => a.rank - b.rank);
  if (claim.default !== undefined) {
    found = [...found, { source: defaultSource, value: claim.default, rank: Number.POSITIVE_INFINITY }];
  }
  return found.length === 0 ? nothing : rules[claim.rule](found);
};

const mappedByIdp = (
  { idpAttribute }: MergeKey,
  { idpRank }: FoundAttributes,
  idpAttributes: Attributes,
): Found | undefined => {
  if (idpAttribute === undefined || idpRank === undefined || !Object.hasOwn(idpAttributes, idpAttribute)) {
    return undefined;
  }
  const value = idpAttributes[idpAttribute];
  return value === undefined ? undefined : { source: idpSource, value, rank: idpRank };
};

const winner = (found: readonly Found[], index: number): Merged => {
  const { value, source } = found[index] as Found;
  const overrode = found.length === 1 ? none : found.flatMap((other) => (other.source === source ? [] : other.source));
  return { value, sources: [source], overrode };
};

const extreme =
  (beats: (candidate: number, best: number) => boolean) =>
  (found: readonly Found[]): Merged => {
    // A value of another type wins, so that the schema refuses it by name rather than the merge hiding it.
    const wrong = found.findIndex(({ value }) => typeof value !== 'number');
    if (wrong !== -1) return winner(found, wrong);
    const best = found.reduce(
      (bestIndex, { value }, index) => (beats(value as number, found[bestIndex]?.value as number) ? index : bestIndex),
      0,
    );
    return winner(found, best);
  };

const union = (found: readonly Found[]): Merged => {
  const wrong = found.findIndex(({ value }) => !Array.isArray(value));
  if (wrong !== -1) return winner(found, wrong);
  const elements = new Map<string, ClaimValue>();
  for (const { value } of found) {
    for (const element of value as readonly ClaimValue[]) {
      const identity = canonicalJson(element);
      if (!elements.has(identity)) elements.set(identity, element);
    }
  }
  return { value: [...elements.values()], sources: found.map(({ source }) => source), overrode: [] };
};

const rules: Readonly<Record<MergeRule, (found: readonly Found[]) => Merged>> = {
  override: (found) => winner(found, 0),
  union,
  max: extreme((candidate, best) => candidate > best),
  min: extreme((candidate, best) => candidate < best),
};

/** JSON with the members of objects in one order: two values are equal exactly if their texts are. */
export const canonicalJson = (value: ClaimValue): string => {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  const members = Object.entries(value).filter((entry): entry is [string, ClaimValue] => entry[1] !== undefined);
  members.sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${members.map(([name, member]) => `${JSON.stringify(name)}:${canonicalJson(member)}`).join(',')}}`;
};
