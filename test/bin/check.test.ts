import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { configurationRules, checkRules as policyRules } from '../../lib/claims/checks/finding.ts';
import { runClaims } from '../support/run-claims.ts';

const checkRules = [...policyRules, ...configurationRules];
const mistaken = [
  'check',
  '--policy',
  'test/fixtures/policies/every-mistake.config.ts',
  '--hooks',
  'test/fixtures/policies/every-mistake.hooks.config.ts',
  '--sources',
  'test/fixtures/policies/every-mistake.sources.config.ts',
];

describe('claims check', () => {
  it('finds nothing wrong with the policy of the repository', async () => {
    const checked = await runClaims(['check']);
    expect(checked.stderr).toBe('');
    expect(checked.stdout).toMatch(/^0 errors, 0 warnings; \d+ claims at \d+ hook instances$/m);
    expect(checked.code).toBe(0);
  });

  it('tells every possible mistake in a line of its own, with rule and way out', async () => {
    const checked = await runClaims(mistaken);
    expect(checked.code).toBe(1);
    expect(checked.stderr).toBe('');
    for (const line of checked.stdout.trim().split('\n').slice(0, -1)) {
      expect(line).toMatch(/^(error|warning|info) [a-z-]+.*: .*; way out: .* \[docs\/checks\.md#[a-z-]+\]$/);
    }
    await expect(checked.stdout).toMatchFileSnapshot('../fixtures/policies/every-mistake.txt');
  });

  it('tells each rule there is', async () => {
    const checked = await runClaims([...mistaken, '--json']);
    const { errors, findings } = JSON.parse(checked.stdout);
    expect(errors).toBeGreaterThan(0);
    const told = new Set(findings.map(({ rule }: { rule: string }) => rule));
    // The policy gives unknown subjects nulls: it cannot deny them as well.
    expect(checkRules.filter((rule) => !told.has(rule))).toEqual(['unknown-subject']);
  });

  it('links each rule to a heading of its own', () => {
    const page = readFileSync(new URL('../../docs/checks.md', import.meta.url), 'utf8');
    const headings = [...page.matchAll(/^### (\S+)$/gm)].map(([, heading]) => heading);
    expect(headings.toSorted()).toEqual(checkRules.toSorted());
  });

  it('says which file it cannot use', async () => {
    const missing = await runClaims(['check', '--policy', 'nothing.config.ts']);
    expect(missing).toMatchObject({ code: 2, stdout: '' });
    expect(missing.stderr).toMatch(
      /^claims: there is no file .*nothing\.config\.ts; name another one with --policy\n$/,
    );
    const other = await runClaims(['check', '--policy', 'vitest.config.ts']);
    expect(other.code).toBe(2);
    expect(other.stderr).toContain('defineClaims');
  });

  it('says which file throws, and what', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'claims-check-'));
    onTestFinished(() => rm(folder, { recursive: true, force: true }));
    const file = join(folder, 'throwing.config.ts');
    await writeFile(file, "throw new TypeError('on purpose');\nexport default {};\n");
    for (const option of ['--policy', '--hooks']) {
      const checked = await runClaims(['check', option, file]);
      expect(checked).toMatchObject({ code: 2, stdout: '', stderr: `claims: ${file} does not load: on purpose\n` });
    }
  });
});
