import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import { describe, expect, it } from 'vitest';
import policy from '../../claims.config.ts';
import { hooks } from '../../functions/hooks.ts';
import { checkPolicy } from '../../lib/claims/check-policy.ts';
import type { HookInstance, HookInstances } from '../../lib/hook-instance.ts';
import type { TokenHook } from '../../lib/token-hook.ts';

const root = new URL('../../', import.meta.url);
const read = (path: string) => readFileSync(new URL(path, root), 'utf8');
const pages = readdirSync(new URL('docs/idps/', root)).filter((file) => file.endsWith('.md') && file !== 'README.md');
const registry: Readonly<Record<string, TokenHook>> = hooks;

/** Entries of `hooks.config.ts` as a page shows them: a `ts` block that begins with an instance's name. */
const instancesIn = (markdown: string): readonly HookInstances[] =>
  [...markdown.matchAll(/^```ts\n(\s*'[^']+': \{\n[\s\S]*?)^```$/gm)].map(([, block]) => {
    const source = stripTypeScriptTypes(`export const shown = {\n${block}\n};`).replace(
      'export const shown =',
      'return',
    );
    return new Function(source)() as HookInstances;
  });

const targetsOf = (instances: HookInstances) =>
  Object.entries(instances).map(([instance, instanceConfig]: [string, HookInstance]) => {
    const hook = registry[instanceConfig.hook];
    if (!hook) throw new Error(`${instance} names the hook "${instanceConfig.hook}", which does not exist.`);
    return { instance, instanceConfig, hook };
  });

describe.each(pages)('docs/idps/%s', (page) => {
  const markdown = read(`docs/idps/${page}`);

  it('shows hook instances that the check takes', () => {
    const shown = instancesIn(markdown);
    expect(shown).not.toEqual([]);
    for (const instances of shown) {
      const findings = checkPolicy(policy, targetsOf(instances));
      expect(findings.filter(({ severity, instance }) => severity === 'error' && instance !== undefined)).toEqual([]);
    }
  });

  it('refers to files that are there', () => {
    for (const [, path = ''] of markdown.matchAll(/\b((?:test|actions|docs|functions)\/[\w./-]+\.\w+)\b/g)) {
      expect(existsSync(new URL(path, root)), path).toBe(true);
    }
    for (const [, path = ''] of markdown.matchAll(/\]\((?!https?:|#)([^)#]+)/g)) {
      expect(existsSync(new URL(path, new URL('docs/idps/', root))), path).toBe(true);
    }
  });

  // Keycloak, FusionAuth and others have no folder: they use the generic contract.
  it.skipIf(!existsSync(new URL(`functions/${page.replace('.md', '')}`, root)))(
    'names the routes of its functions',
    () => {
      const fragment = read(`functions/${page.replace('.md', '')}/functions.yml`);
      for (const [, path = ''] of fragment.matchAll(/path: "?(\/[^\s"}]+(?:\{\w+\})?)/g))
        expect(markdown).toContain(path);
    },
  );
});

it('every hook has a page that shows how to configure it', () => {
  const shown = pages.flatMap((page) => instancesIn(read(`docs/idps/${page}`)).flatMap(targetsOf));
  expect([...new Set(shown.map(({ hook }) => hook.name))].toSorted()).toEqual(Object.keys(registry).toSorted());
});
