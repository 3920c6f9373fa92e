import type { ClaimValue } from './claim-value.ts';
import type { ClaimSource } from './decision.ts';
import type { RankedSource } from './ordered-sources.ts';

/** A value that one source has. */
export type Found = {
  readonly source: ClaimSource;
  readonly value: ClaimValue;
  /** The source's place in the precedence, 0 being the highest. */
  readonly rank: number;
};

/** The attributes of all sources of a request by their key, in one pass over what there is rather than one per claim. */
export type FoundAttributes = {
  /** Highest precedence first. */
  readonly byKey: ReadonlyMap<string, readonly Found[]>;
  /** Where mapped IdP attributes rank; `undefined`: the precedence leaves them out. */
  readonly idpRank: number | undefined;
};

/** @param ranked highest precedence first */
export const findAttributes = (ranked: readonly RankedSource[]): FoundAttributes => {
  const byKey = new Map<string, Found[]>();
  let idpRank: number | undefined;
  for (const [rank, { source, attributes }] of ranked.entries()) {
    if (attributes === 'idp') {
      idpRank = rank;
      continue;
    }
    for (const key of Object.keys(attributes)) {
      const value = attributes[key];
      if (value === undefined) continue;
      const known = byKey.get(key);
      if (known === undefined) byKey.set(key, [{ source, value, rank }]);
      else known.push({ source, value, rank });
    }
  }
  return { byKey, idpRank };
};
