import { cpSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { compareDirectory } from '../../bin/auth0/compare-directory.ts';
import { deployKeywords } from '../../bin/auth0/deploy-directory.ts';
import { compareActions, exportActions } from '../../bin/auth0/run-auth0.ts';

const notes = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
afterAll(() => notes.mockRestore());
let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'auth0-'));
  exportActions(directory);
});

const descriptionOf = (name: string) => join(directory, 'actions', `${name}.json`);
const change = (name: string, edit: (text: string) => string): void =>
  writeFileSync(descriptionOf(name), edit(readFileSync(descriptionOf(name), 'utf8')));

describe('the directory for auth0-deploy-cli', () => {
  it('has the very bytes that the tests ran', () => {
    for (const trigger of ['post-login', 'credentials-exchange']) {
      const deployed = readFileSync(join(directory, 'actions', `custom-claims-${trigger}`, 'code.js'));
      expect(deployed.equals(readFileSync(new URL(`../../actions/auth0/${trigger}.js`, import.meta.url)))).toBe(true);
    }
    expect(compareDirectory(directory)).toEqual([]);
  });

  it('names trigger, runtime and secrets, and holds no secret', () => {
    expect(JSON.parse(readFileSync(descriptionOf('custom-claims-post-login'), 'utf8'))).toEqual({
      name: 'custom-claims-post-login',
      code: './code.js',
      runtime: 'node22',
      dependencies: [],
      secrets: [
        { name: 'CLAIMS_URL', value: '##POST_LOGIN_CLAIMS_URL##' },
        { name: 'CLAIMS_SECRET', value: '##POST_LOGIN_CLAIMS_SECRET##' },
        { name: 'ON_FAILURE', value: '##POST_LOGIN_ON_FAILURE##' },
        { name: 'STATUS_CLAIM', value: '##POST_LOGIN_STATUS_CLAIM##' },
      ],
      supported_triggers: [{ id: 'post-login', version: 'v3' }],
      deployed: true,
    });
    expect(deployKeywords).toContain('CREDENTIALS_EXCHANGE_CLAIMS_SECRET');
  });

  it('names every secret that the Actions read', () => {
    for (const trigger of ['post-login', 'credentials-exchange']) {
      const source = readFileSync(new URL(`../../actions/auth0/${trigger}.js`, import.meta.url), 'utf8');
      const read = new Set([...source.matchAll(/secrets\.([A-Z_]+)/g)].map(([, name]) => name));
      const documented = /Secrets: ([\s\S]*?)\*\//.exec(source)?.[1] ?? '';
      expect([...read].filter((name) => !documented.includes(name ?? ''))).toEqual([]);
    }
  });

  it('has no word that auth0-deploy-cli would replace in the code', () => {
    for (const trigger of ['post-login', 'credentials-exchange']) {
      const source = readFileSync(new URL(`../../actions/auth0/${trigger}.js`, import.meta.url), 'utf8');
      expect(source).not.toMatch(/##|@@/);
    }
  });
});

describe('claims auth0 compare', () => {
  it('finds code that was changed by one byte', () => {
    const file = join(directory, 'actions', 'custom-claims-post-login', 'code.js');
    writeFileSync(file, `${readFileSync(file, 'utf8')}\n`);
    expect(() => compareActions(directory)).toThrow(
      'custom-claims-post-login: its code is not actions/auth0/post-login.js',
    );
  });

  it('finds another trigger version, a dependency and a secret that is not named', () => {
    change('custom-claims-post-login', (text) => text.replace('"v3"', '"v2"'));
    change('custom-claims-credentials-exchange', (text) =>
      text.replace('"dependencies": []', '"dependencies": [{"name":"axios"}]').replace('"CLAIMS_SECRET"', '"OTHER"'),
    );
    expect(compareDirectory(directory)).toEqual([
      'custom-claims-post-login: it is not for the trigger post-login v3',
      'custom-claims-credentials-exchange: it has dependencies, ours has none',
      'custom-claims-credentials-exchange: the secret CLAIMS_SECRET is not named',
    ]);
  });

  it('takes an export of a tenant, which names the code from elsewhere', () => {
    const elsewhere = mkdtempSync(join(tmpdir(), 'auth0-'));
    cpSync(directory, elsewhere, { recursive: true });
    writeFileSync(
      join(elsewhere, 'actions', 'custom-claims-post-login.json'),
      readFileSync(descriptionOf('custom-claims-post-login'), 'utf8').replace(
        './code.js',
        './tenant/actions/custom-claims-post-login/code.js',
      ),
    );
    expect(compareDirectory(elsewhere)).toEqual([]);
  });

  it('says what is missing in a directory without our Actions', () => {
    expect(compareDirectory(mkdtempSync(join(tmpdir(), 'auth0-')))).toHaveLength(2);
  });
});
