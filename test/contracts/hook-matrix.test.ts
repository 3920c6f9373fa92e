import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { hookFixtures } from '../support/hooks/index.ts';
import { matrixRow, matrixTable } from './hook-matrix.ts';

const page = new URL('../../docs/idps/README.md', import.meta.url);
const begin = '<!-- matrix: written by `UPDATE_MATRIX=1 vitest run test/contracts/hook-matrix.test.ts` -->';
const end = '<!-- end of matrix -->';

describe('docs/idps/README.md', () => {
  it('holds the matrix of what really happens at every hook', async () => {
    const text = readFileSync(page, 'utf8');
    const [before, rest] = text.split(begin);
    const [written, after] = rest?.split(end) ?? [];
    if (before === undefined || written === undefined || after === undefined) {
      throw new Error(`docs/idps/README.md has no place for the matrix: expected a line "${begin}" and "${end}".`);
    }
    const rows: (readonly string[])[] = [];
    for (const fixture of hookFixtures) rows.push(await matrixRow(fixture));
    const table = matrixTable(rows);
    if (process.env['UPDATE_MATRIX']) writeFileSync(page, `${before}${begin}\n\n${table}\n\n${end}${after}`);
    else expect(written.trim()).toBe(table);
  });
});
