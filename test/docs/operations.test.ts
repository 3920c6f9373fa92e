import { existsSync, readFileSync } from 'node:fs';
import { load } from 'js-yaml';
import { describe, expect, it } from 'vitest';
import { hookAlarms } from '../../resources/alarms.ts';
import { enabledHookFunctions } from '../../resources/enabled-functions.ts';
import { parameterNames, parseSettings } from '../../resources/settings.ts';

const root = new URL('../../', import.meta.url);
const read = (path: string) => readFileSync(new URL(path, root), 'utf8');
const anchors = (markdown: string) =>
  [...markdown.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\w\- ]/g, '')
      .replaceAll(' ', '-'),
  );

const defaults = Object(load(read('serverless.yml'))).params.default;
const settings = parseSettings({ ...defaults, coldStarts: 'allow', service: 'custom-claims', stage: 'dev' });

describe('docs/runbook.md', () => {
  it('has a heading for every alarm, where the alarm says it is', () => {
    const known = anchors(read('docs/runbook.md'));
    for (const hook of enabledHookFunctions()) {
      for (const { Properties } of Object.values(hookAlarms(hook, settings))) {
        const [, anchor] = /docs\/runbook\.md#([\w-]+)/.exec(Properties.AlarmDescription) ?? [];
        expect(known).toContain(anchor);
      }
    }
  });

  it('says what to do for every fault of a hook', () => {
    const [, table = ''] = /## failed([\s\S]*?)\n## /.exec(read('docs/runbook.md')) ?? [];
    // What only the writing doors answer: the admin API and the command line.
    const doors = /cursor|conflict|request|not_found|exists|refused|precondition|content_type|event_too_large/;
    const codes = [...read('lib/errors.ts').matchAll(/^ {2}\| '(\w+)'/gm)].flatMap(([, code]) => code ?? []);
    expect(codes.length).toBeGreaterThan(10);
    for (const code of codes.filter((one) => !doors.test(one))) expect(table).toContain(`\`${code}\``);
  });
});

describe('docs/deploy.md', () => {
  it('names every parameter of a stage, and no other one', () => {
    const [, table = ''] = /## Settings of a stage([\s\S]*?)\n### /.exec(read('docs/deploy.md')) ?? [];
    const named = [...table.matchAll(/^\| ([^|]+) \|/gm)].flatMap(([, cell = '']) =>
      [...cell.matchAll(/`(\w+)`/g)].flatMap(([, name]) => name ?? []),
    );
    expect(named.sort()).toEqual(Object.keys(defaults).sort());
    expect(Object.keys(defaults)).toEqual(expect.arrayContaining([...parameterNames]));
  });
});

describe.each(['docs/deploy.md', 'docs/runbook.md'])('%s', (page) => {
  it('links to what is there', () => {
    const markdown = read(page);
    for (const [, path = '', anchor] of markdown.matchAll(/\]\((?!https?:)([^)#]*)(?:#([^)]+))?\)/g)) {
      const target = path === '' ? page : `docs/${path}`;
      expect(existsSync(new URL(target, root)), target).toBe(true);
      if (anchor) expect(anchors(read(target)), `${target}#${anchor}`).toContain(anchor);
    }
  });
});
