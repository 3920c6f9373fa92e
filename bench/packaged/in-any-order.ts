/** Shuffled: what follows upon a large call pays for the store's tidying up, so that it may not always be the same case. */
export const inAnyOrder = <Case>(cases: readonly Case[]): readonly Case[] =>
  cases
    .map((each) => ({ each, place: Math.random() }))
    .sort((a, b) => a.place - b.place)
    .map(({ each }) => each);
