import { describe, expect, it } from 'vitest';
import { checkSources } from '../../../bin/check/check-sources.ts';
import { hooks } from '../../../functions/hooks.ts';
import type { HttpJsonSourceConfig } from '../../../lib/sources/source-config.ts';
import { checkTarget } from '../../support/check-target.ts';

const crm: HttpJsonSourceConfig = { kind: 'http-json', name: 'crm', url: 'https://crm.example.com/people/{subject}' };
const script = { kind: 'script', name: 'teams', load: () => undefined } as const;
const twoRealms = [checkTarget(), checkTarget({}, { realm: 'b' }, 'b')];

/** The type does not keep a mistake out: a configuration is not compiled where it is packaged. */
const check = (configs: readonly object[], targets = [checkTarget()]) =>
  checkSources(configs as readonly HttpJsonSourceConfig[], targets);
const told = (configs: readonly object[], targets = [checkTarget()]): readonly string[] =>
  check(configs, targets).map(({ severity, message }) => `${severity} ${message}`);

describe('checkSources', () => {
  it('finds nothing wrong with whole sources', () => {
    const whole = [
      { ...crm, timeoutMs: 500, cacheSeconds: 0, authorization: { kind: 'bearer', secret: 'crm' }, realms: ['main'] },
      { ...crm, name: 'posted', url: 'https://crm.example.com/', body: () => ({}), subjects: ['user', 'client'] },
      { ...script, subjects: ['user', 'client'], cache: { seconds: 5, key: () => '' } },
    ];
    expect(check(whole)).toEqual([]);
    expect(check(whole.slice(1), twoRealms)).toEqual([]);
    expect(check([], twoRealms)).toEqual([]);
  });

  it.each([
    [{ ...crm, url: 'https://crm.example.com/{subject}/{subjct}' }, 'source "crm": its url has {subjct}'],
    [{ ...crm, url: 'http://crm.example.com/{subject}' }, 'source "crm": its url is not https'],
    [{ ...crm, url: 'https://{subject}.example.com/' }, 'source "crm": its url has a placeholder in its host'],
    [{ ...crm, name: 'CRM' }, 'source "CRM": its name must be lower-case letters'],
    [{ ...crm, kind: 'http' }, 'source "crm": kind: '],
    [{ ...crm, timeoutMs: 0 }, 'source "crm": timeoutMs: expected whole milliseconds, at least 1'],
    [{ ...crm, cacheSeconds: -1 }, 'source "crm": cacheSeconds: expected seconds, 0 or more'],
    [
      { ...crm, authorization: { kind: 'bearer', secret: 'a b' } },
      'source "crm": authorization.secret: expected the name',
    ],
    [{ ...crm, timeoutms: 5 }, 'source "crm": Unrecognized key: \'timeoutms\''],
    [{ ...crm, subjects: ['person'] }, 'source "crm": subjects[0]: expected one of'],
    [{ ...script, load: 'https://crm.example.com' }, 'source "teams": load: expected a function that answers'],
  ])('refuses %j', (config, says) => {
    const [only = '', ...more] = told([config]);
    expect(only).toMatch(/^error /);
    expect(only).toContain(says);
    expect(more).toEqual([]);
  });

  it('warns of a source that is the same for everybody, whatever realms and subjects it is asked about', () => {
    const everybody = 'warning source "flags" asks the same for everybody: its url holds no {subject}';
    const flags = { ...crm, name: 'flags', url: 'https://flags.example.com/flags' };
    expect(told([flags])).toEqual([everybody]);
    expect(told([{ ...flags, subjects: ['user', 'client'] }], twoRealms)).toEqual([everybody]);
    expect(told([{ ...flags, url: 'https://flags.example.com/{realm}/{kind}' }], twoRealms)).toEqual([everybody]);
    for (const url of ['https://flags.example.com/{client}', 'https://flags.example.com/{organization}']) {
      expect(told([{ ...flags, url, subjects: ['user', 'client'] }])).toEqual([]);
      expect(told([{ ...flags, url }], twoRealms).join()).toContain('error source "flags" is asked for the realms');
    }
  });

  it('looks at no instance that is off, and at no hook that never has one of its subjects', () => {
    const entra = { ...checkTarget({}, { realm: 'staff' }, 'entra'), hook: hooks['entra/token-issuance-start'] };
    const machines = { ...checkTarget({}, { realm: 'apis' }, 'apis'), hook: hooks['auth0/credentials-exchange'] };
    const slow = { ...crm, timeoutMs: 1500 };
    const off = { ...entra, instanceConfig: { ...entra.instanceConfig, mode: 'off' } } as const;
    expect(told([slow], [checkTarget(), off])).toEqual([]);
    expect(told([{ ...slow, subjects: ['client'] }], [checkTarget(), entra])).toEqual([]);
    expect(told([slow], [checkTarget(), machines])).toEqual([]);
    expect(told([slow], [entra])).toEqual([
      'error source "crm" may take 1500 ms, and entra must have answered after 700 ms',
    ]);
    expect(told([{ ...crm, timeoutMs: 1, subjects: ['client'] }], [checkTarget(), machines]).join()).toContain(
      'is asked for the realms main, apis',
    );
  });

  it('finds two sources of one name, whatever their kinds', () => {
    expect(told([crm, script, { ...script, name: 'crm' }])).toEqual([
      'error Two sources are named "crm": give each a name of its own',
    ]);
  });

  it('finds a deadline that leaves the hook none', () => {
    const slow = checkTarget({ deadlineMs: 2000 }, { realm: 'slow' }, 'slow');
    expect(check([{ ...crm, timeoutMs: 1999 }], [slow])).toEqual([]);
    const perRealm = { ...crm, url: `${crm.url}?realm={realm}`, timeoutMs: 2000 };
    expect(check([perRealm], [checkTarget(), slow])).toMatchObject([
      {
        rule: 'source',
        severity: 'error',
        message: 'source "crm" may take 2000 ms, and slow must have answered after 2000 ms',
        remedy: 'set its `timeoutMs` below 2000, or limit its `realms`',
      },
    ]);
    expect(told([{ ...crm, timeoutMs: 2000, realms: ['main'] }], [checkTarget(), slow])).toEqual([]);
  });

  it('warns of a hook that has less time than a source takes by itself', () => {
    const fast = [checkTarget({ deadlineMs: 700 }), checkTarget({ deadlineMs: 900 }, {}, 'other')];
    expect(told([crm], fast)).toEqual([
      'warning source "crm" may take 1000 ms, and login, other must have answered after 700 ms',
    ]);
    expect(told([crm], [checkTarget({ deadlineMs: 1001 })])).toEqual([]);
  });

  it('finds one question for several realms', () => {
    expect(told([crm], twoRealms)).toEqual([
      'error source "crm" is asked for the realms main, b in the same words: whoever has the same id in two of them gets the same attributes',
    ]);
    expect(told([{ ...crm, url: `${crm.url}?realm={realm}` }], twoRealms)).toEqual([]);
    expect(told([{ ...crm, realms: ['b'] }], twoRealms)).toEqual([]);
    expect(told([{ ...crm, body: () => ({}) }, script], twoRealms)).toEqual([]);
  });

  it('finds one question about people and machines', () => {
    const [only = '', ...more] = told([{ ...crm, subjects: ['user', 'client'] }]);
    expect(only).toContain('error source "crm" is asked about people and machines in the same words');
    expect(more).toEqual([]);
    expect(told([{ ...crm, subjects: ['client'] }])).toEqual([]);
    expect(told([{ ...crm, subjects: ['user', 'client'], url: `${crm.url}?kind={kind}` }]).join()).not.toContain(
      'in the same words',
    );
  });

  it("finds a hook's own secret that would be sent to an API", () => {
    const sends = (secret: string) => told([{ ...crm, authorization: { kind: 'bearer', secret } }]);
    expect(sends('login')).toEqual([
      'error source "crm" sends the secret by which the callers of login prove who they are',
    ]);
    expect(sends('crm')).toEqual([]);
  });

  it('warns of a realm that there is not', () => {
    expect(told([{ ...script, realms: ['main', 'man'] }])).toEqual([
      'warning source "teams" is for the realm "man", which no hook instance has',
    ]);
  });
});
