import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { safeParse } from 'zod/v4/core';
import { cognitoPreTokenGenerationV1 } from '../../functions/cognito/pre-token-generation-v1.ts';
import type { ClaimValue } from '../../lib/claims/claim-value.ts';
import { compilePolicy } from '../../lib/claims/compile.ts';
import { encodeValue } from '../../lib/claims/guards/value-type.ts';
import policy from '../fixtures/policies/every-type.config.ts';
import { everyType } from '../support/every-type.ts';
import { runClaims } from '../support/run-claims.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** Inside the repository, so that the module finds zod. */
let directory: string;
beforeAll(() => {
  directory = mkdtempSync(join(root, 'test/fixtures/types-'));
});
afterAll(() => rmSync(directory, { recursive: true }));

type Reader = (payload: object) => Readonly<Record<string, unknown>>;
const generate = async (name: string, ...args: readonly string[]) => {
  const file = join(directory, name);
  const run = await runClaims(['types', ...everyType, ...args, '--output', file]);
  expect(run).toMatchObject({ code: 0, stderr: '' });
  const module: Readonly<Record<string, unknown>> = await import(pathToFileURL(file).href);
  const reader = (export_: string): Reader => {
    const value = module[export_];
    if (typeof value !== 'function') throw new Error(`no ${export_}`);
    return (payload) => value(payload);
  };
  return { file, reader };
};

/** Values to try on every claim: some fit, most do not. */
const samples: readonly ClaimValue[] = [
  '',
  'a',
  'x'.repeat(21),
  'a\'"\\',
  'gold',
  "silver's",
  0,
  2,
  10,
  0.5,
  -1,
  true,
  null,
  [],
  ['a'],
  ['a', 'b', 'c', 'd'],
  ['a', 1],
  [1],
  {},
  { id: 1 },
  { city: 'x' },
  { city: 'x', 'post-code': 'y' },
  { city: 1 },
  { a: 1, b: 2 },
  { a: 'x' },
];
const ns = 'https://claims.example.com/';
const active = { [`${ns}active`]: true };

describe('claims types', () => {
  it('takes and refuses exactly what the schemas of the policy do', async () => {
    const { reader } = await generate('auth0.ts', '--instance', 'auth0-login');
    const read = reader('readAccessTokenClaims');
    for (const [claim, { schema }] of Object.entries(policy.claims)) {
      if (claim === 'roles') continue;
      for (const value of samples) {
        const payload = { ...active, [`${ns}${claim}`]: value };
        const expected = safeParse(schema, value).success;
        const label = `${claim} ${JSON.stringify(value)}`;
        if (expected) expect(read(payload)[claim], label).toEqual(value);
        else expect(() => read(payload), label).toThrow(`not as declared: ${claim}`);
      }
    }
  });

  it('has the claims of each token only, and none that its hook refuses', async () => {
    const { reader } = await generate('tokens.ts', '--instance', 'auth0-login');
    const all = { ...active, [`${ns}anything`]: 1, roles: ['admin'], [`${ns}claims_epoch`]: 3 };
    expect(reader('readAccessTokenClaims')(all)).toEqual({ active: true, anything: 1, claims_epoch: 3 });
    expect(reader('readIdTokenClaims')(all)).toEqual({ active: true, claims_epoch: 3 });
    expect(() => reader('readIdTokenClaims')({})).toThrow('not as declared: active');
  });

  it("reads an audience's own namespace", async () => {
    const { reader } = await generate(
      'audience.ts',
      '--instance',
      'auth0-login',
      '--audience',
      'https://api.example.com',
    );
    const own = 'https://api.example.com/claims/';
    expect(reader('readAccessTokenClaims')({ [`${own}active`]: true, [`${own}address`]: { city: 'x' } })).toEqual({
      active: true,
      address: { city: 'x' },
    });
  });

  it('reads back what a text-only IdP carries', async () => {
    const { reader } = await generate('cognito.ts', '--instance', 'cognito-old');
    const values: Readonly<Record<string, ClaimValue>> = {
      active: true,
      count: 3,
      tags: ['a', 'b'],
      text: '42',
      pair: ['x', 1],
      limits: { a: 1 },
    };
    const { claims } = compilePolicy(policy, cognitoPreTokenGenerationV1.limits);
    const payload = Object.fromEntries(
      claims
        .filter(({ key }) => values[key] !== undefined)
        .map(({ key, name, form }) => [name.id_token.name, encodeValue(values[key] ?? null, 'string', form)]),
    );
    expect(Object.values(payload).every((value) => typeof value === 'string')).toBe(true);
    expect(reader('readIdTokenClaims')(payload)).toEqual(values);
  });

  it('asks which instance is meant where they give a claim different names', async () => {
    const run = await runClaims(['types', ...everyType]);
    expect(run).toMatchObject({ code: 2, stdout: '' });
    expect(run.stderr).toMatch(/text is "https:\/\/claims\.example\.com\/text" or "text" .* --instance/);
  });

  it('makes a module that TypeScript takes in its strictest mode, with the types that the schemas have', async () => {
    const { file } = await generate('strict.ts', '--instance', 'auth0-login');
    writeFileSync(
      join(directory, 'use.ts'),
      `import { readAccessTokenClaims } from './strict.ts';
       const claims = readAccessTokenClaims({});
       export const plan: 'bronze' | "silver's" | 'gold' | undefined = claims.plan;
       export const active: boolean = claims.active;
       export const city: string | undefined = claims.address?.city;
       export const first: string | undefined = claims.pair?.[0];
       // @ts-expect-error a count is a number
       export const count: string | undefined = claims.count;
       // @ts-expect-error no such claim
       export const other = claims.other;`,
    );
    writeFileSync(
      join(directory, 'tsconfig.json'),
      JSON.stringify({
        extends: `${root}tsconfig.json`,
        compilerOptions: { types: [] },
        include: [file, join(directory, 'use.ts')],
      }),
    );
    const tsc = await promisify(execFile)(`${root}node_modules/.bin/tsc`, ['-p', directory]).catch((error) => error);
    expect(tsc.stdout).toBe('');
  });

  it('tells when the module is out of date', async () => {
    const { file } = await generate('checked.ts', '--instance', 'auth0-login');
    const check = ['types', ...everyType, '--instance', 'auth0-login', '--output', file, '--check'];
    expect((await runClaims(check)).code).toBe(0);
    writeFileSync(file, '// old');
    const old = await runClaims(check);
    expect(old.code).toBe(1);
    expect(old.stderr).toContain('is not what the policy says now');
  });
});
