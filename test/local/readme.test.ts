import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import policy from '../../claims.config.ts';

const root = new URL('../../', import.meta.url);
const read = (path: string) => readFileSync(new URL(path, root), 'utf8');
const readme = read('README.md');
const scripts = Object.keys(JSON.parse(read('package.json')).scripts);

describe('README.md', () => {
  it('links to files that are there', () => {
    for (const [, path = ''] of readme.matchAll(/\]\((?!https?:|#)([^)#]+)/g)) {
      expect(existsSync(new URL(path, root)), path).toBe(true);
    }
  });

  it('names npm scripts that are there', () => {
    const named = [...readme.matchAll(/npm run ([a-z0-9:]+)/g)].map(([, name]) => name);
    expect(named.filter((name) => !scripts.includes(name ?? ''))).toEqual([]);
    expect(scripts).toEqual(expect.arrayContaining(['start', 'test']));
  });

  it('lists the claims of the policy, each with the scopes that release it', () => {
    const table = readme.slice(readme.indexOf('| claim | released by'), readme.indexOf('## I set the claim'));
    for (const claim of Object.keys(policy.claims)) {
      const row = table.split('\n').find((line) => line.startsWith(`| \`${claim}\``));
      const scopes = Object.entries(policy.scopes).flatMap(([scope, claims]: [string, readonly string[]]) =>
        claims.includes(claim) ? [`\`${scope}\``] : [],
      );
      expect(row, claim).toContain(scopes.join(', ') || 'always');
    }
  });
});
