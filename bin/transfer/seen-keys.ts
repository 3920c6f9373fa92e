import { createHash } from 'node:crypto';

/**
 * Remembers which keys came before, in 16 bytes each: a file of a million users must not need its keys in memory.
 * Two different keys pass for one with a probability of 1 in 30 million for a million keys.
 */
export const createSeenKeys = (): { addIfNew(key: string): boolean } => {
  let slots = new BigUint64Array(1024);
  let count = 0;

  const insert = (table: BigUint64Array, digest: bigint): boolean => {
    const mask = table.length - 1;
    for (let slot = Number(digest & BigInt(mask)); ; slot = (slot + 1) & mask) {
      if (table[slot] === 0n) {
        table[slot] = digest;
        return true;
      }
      if (table[slot] === digest) {
        return false;
      }
    }
  };

  return {
    addIfNew: (key) => {
      if (count * 2 >= slots.length) {
        const larger = new BigUint64Array(slots.length * 2);
        for (const digest of slots) {
          if (digest !== 0n) {
            insert(larger, digest);
          }
        }
        slots = larger;
      }
      // 0 marks an empty slot.
      const digest = createHash('sha256').update(key).digest().readBigUInt64LE() || 1n;
      const isNew = insert(slots, digest);
      count += isNew ? 1 : 0;
      return isNew;
    },
  };
};
