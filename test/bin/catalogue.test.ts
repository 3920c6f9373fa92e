import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { everyType } from '../support/every-type.ts';
import { runClaims } from '../support/run-claims.ts';

let directory: string;
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'claims-catalogue-'));
});
afterAll(() => rmSync(directory, { recursive: true }));

describe('claims catalogue', () => {
  it('tells of each claim what reviewers and API teams want to know', async () => {
    const { stdout, code } = await runClaims(['catalogue', ...everyType]);
    expect(code).toBe(0);
    await expect(stdout).toMatchFileSnapshot('../fixtures/policies/every-type.md');
  });

  it('gives a claim the name that each hook gives it, and says where it cannot be', async () => {
    const { stdout } = await runClaims(['catalogue', '--json', ...everyType]);
    const entries: { claim: string; names: { instance: string; token: string; name: string; refusal?: object }[] }[] =
      JSON.parse(stdout);
    const namesOf = (claim: string) =>
      (entries.find((entry) => entry.claim === claim)?.names ?? []).map(
        ({ instance, token, name, refusal }) => `${instance} ${token} ${name}${refusal ? ' refused' : ''}`,
      );
    expect(namesOf('text')).toEqual(
      expect.arrayContaining(['auth0-login id_token https://claims.example.com/text', 'entra-staff access_token text']),
    );
    expect(namesOf('roles')).toContain('auth0-login access_token roles refused');
  });

  it('makes a page that stands alone, with every claim linked, and no markup out of descriptions', async () => {
    const file = join(directory, 'claims.html');
    await runClaims(['catalogue', ...everyType, '--title', 'Claims <of> & "ours"', '--output', file]);
    const page = readFileSync(file, 'utf8');
    expect(page).toContain('<title>Claims &lt;of&gt; &amp; &quot;ours&quot;</title>');
    expect(page).toContain('@media print');
    for (const [, anchor] of page.matchAll(/<a href="#([^"]+)"/g)) {
      expect(page).toContain(`id="${anchor}"`);
    }
    expect(page).not.toMatch(/<script|<link|<img|src=|href="http/);
    expect(page).toContain('A text with &lt;script&gt;');
  });

  it('makes a JSON Schema that takes the claims of a token by their names', async () => {
    const file = join(directory, 'claims.json');
    await runClaims(['catalogue', ...everyType, '--output', file]);
    const schema = z.fromJSONSchema(JSON.parse(readFileSync(file, 'utf8')));
    const ns = 'https://claims.example.com/';
    expect(schema.safeParse({ [`${ns}count`]: 1, [`${ns}text`]: 'x', other: true }).success).toBe(true);
    expect(schema.safeParse({ [`${ns}count`]: 'one' }).success).toBe(false);
  });
});
