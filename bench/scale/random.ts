/** Random numbers in [0, 1) that are the same in every run (mulberry32), so that the page does not change by itself. */
export const seededRandom = (seed: number): (() => number) => {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
};

/** Draws from 0 to `count` - 1 with the frequency of rank `n` in proportion to 1/n (Zipf): a few groups are everybody's. */
export const zipf = (count: number, random: () => number): (() => number) => {
  const cumulative = new Float64Array(count);
  let total = 0;
  for (let rank = 0; rank < count; rank += 1) {
    total += 1 / (rank + 1);
    cumulative[rank] = total;
  }
  return () => {
    const drawn = random() * total;
    let low = 0;
    let high = count - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((cumulative[middle] as number) < drawn) low = middle + 1;
      else high = middle;
    }
    return low;
  };
};
