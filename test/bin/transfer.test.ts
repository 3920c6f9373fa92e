import { setTimeout as delay } from 'node:timers/promises';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readCsvRows } from '../../bin/transfer/formats/csv-rows.ts';
import { readNdjsonRows } from '../../bin/transfer/formats/ndjson-rows.ts';
import { createPacedPool } from '../../bin/transfer/paced-pool.ts';
import { createSeenKeys } from '../../bin/transfer/seen-keys.ts';
import { JsonArrayError, splitJsonArray } from '../../bin/transfer/split-json-array.ts';
import { AttributeStoreError } from '../../lib/errors.ts';
import { propertyRuns } from '../support/property-runs.ts';

/** The text in pieces of these lengths, over and over: chunks of a stream end anywhere. */
async function* inChunks(text: string, lengths: readonly number[]): AsyncGenerator<string, void, undefined> {
  for (let at = 0, turn = 0; at < text.length; turn += 1) {
    const length = lengths[turn % lengths.length] ?? 1;
    yield text.slice(at, at + length);
    at += length;
  }
}

const lengths = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 4 });
const row = fc.dictionary(fc.string(), fc.jsonValue());

describe('reading rows in chunks', () => {
  it('cuts any JSON array into its objects, wherever the chunks end', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(row, { maxLength: 6 }),
        lengths,
        fc.constantFrom(undefined, 1),
        async (rows, sizes, space) => {
          for (const [text, member] of [
            [JSON.stringify(rows, undefined, space), undefined],
            [JSON.stringify({ before: [{ a: 1 }], Users: rows, after: 'x' }, undefined, space), 'Users'],
          ] as const) {
            const elements = await Array.fromAsync(splitJsonArray(inChunks(text, sizes), member));
            expect(elements.map((element) => JSON.parse(element.text))).toEqual(
              rows.map((value) => JSON.parse(JSON.stringify(value))),
            );
          }
        },
      ),
      { numRuns: propertyRuns },
    );
  });

  it('tells the line on which an object begins', async () => {
    const text = '[\n  {"a": "x\\"y"},\n\n  {\n "b": 1}\n]';
    expect((await Array.fromAsync(splitJsonArray(inChunks(text, [3])))).map(({ line }) => line)).toEqual([2, 4]);
  });

  it.each(['{"a": 1}', '[{"a": 1}', '[1, 2]', '', '{"Users": [{}]}'])(
    'refuses %s, which is no array of objects',
    async (text) => {
      await expect(Array.fromAsync(splitJsonArray(inChunks(text, [2])))).rejects.toThrow(JsonArrayError);
    },
  );

  it('reads NDJSON with its line numbers, wherever the chunks end', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(row, { maxLength: 6 }), lengths, async (rows, sizes) => {
        const text = rows.map((value) => `${JSON.stringify(value)}\n\n`).join('');
        const read = await Array.fromAsync(readNdjsonRows(inChunks(text, sizes)));
        expect(read).toEqual(
          rows.map((value, index) => ({ line: 2 * index + 1, value: JSON.parse(JSON.stringify(value)) })),
        );
      }),
      { numRuns: propertyRuns },
    );
  });

  it('reads CSV with line breaks in cells, and tells where each row begins', async () => {
    const text = 'a,b\r\n1,"x\r\ny"\r\n\r\n2,"say ""hi"", you"\r\n';
    expect(await Array.fromAsync(readCsvRows(inChunks(text, [4])))).toEqual([
      { line: 2, value: { a: '1', b: 'x\r\ny' } },
      { line: 5, value: { a: '2', b: 'say "hi", you' } },
    ]);
  });
});

describe('the keys that came before', () => {
  it('are recognized, and no others', () => {
    fc.assert(
      fc.property(fc.array(fc.string(), { maxLength: 200 }), (keys) => {
        const seen = createSeenKeys();
        const known = new Set<string>();
        for (const key of keys) {
          expect(seen.addIfNew(key)).toBe(!known.has(key));
          known.add(key);
        }
      }),
      { numRuns: propertyRuns },
    );
  });

  it('are all recognized after the table has grown', () => {
    const seen = createSeenKeys();
    for (let index = 0; index < 20_000; index += 1) expect(seen.addIfNew(`key ${index}`)).toBe(true);
    for (let index = 0; index < 20_000; index += 1) expect(seen.addIfNew(`key ${index}`)).toBe(false);
  });
});

describe('writing many at a time', () => {
  it('never has more under way than allowed', async () => {
    let running = 0;
    let most = 0;
    const pool = createPacedPool(4);
    for (let index = 0; index < 40; index += 1) {
      await pool.run(async () => {
        running += 1;
        most = Math.max(most, running);
        await delay(1);
        running -= 1;
      });
    }
    await pool.finish();
    expect(most).toBe(4);
    expect(running).toBe(0);
  });

  it('does every task once, in the end, however often the store is busy', async () => {
    let pauses = 0;
    const done = new Map<number, number>();
    const pool = createPacedPool(8, {
      pauseMs: 1,
      onPause: () => {
        pauses += 1;
      },
    });
    for (let index = 0; index < 60; index += 1) {
      let busy = index % 4;
      await pool.run(async () => {
        await delay(0);
        if (busy > 0) {
          busy -= 1;
          throw new AttributeStoreError('busy');
        }
        done.set(index, (done.get(index) ?? 0) + 1);
      });
    }
    await pool.finish();
    expect(done.size).toBe(60);
    expect([...done.values()].every((count) => count === 1)).toBe(true);
    expect(pauses).toBe(90);
  });

  it('stops at a fault that does not pass', async () => {
    const pool = createPacedPool(2);
    let begun = 0;
    const all = async () => {
      for (let index = 0; index < 50; index += 1) {
        await pool.run(async () => {
          begun += 1;
          await delay(0);
          throw new Error('broken');
        });
      }
      await pool.finish();
    };
    await expect(all()).rejects.toThrow('broken');
    expect(begun).toBeLessThan(5);
    await expect(pool.finish()).rejects.toThrow('broken');
  });
});
