import { describe, expect, it, vi } from 'vitest';
import type { AttributeReader } from '../lib/attributes/attribute-store.ts';
import type { ModeOverride } from '../lib/attributes/item.ts';
import { AttributeStoreError, MissingSecretError, SourceUnavailableError } from '../lib/errors.ts';
import type { HookInstance } from '../lib/hook-instance.ts';
import { staticSecrets } from '../lib/secrets/static-secrets.ts';
import type { AttributeSource } from '../lib/sources/attribute-source.ts';
import {
  canaries,
  createHookWorld,
  item,
  namespace,
  plainInstance,
  policy,
  signWebhook,
} from './support/hook-world.ts';
import { plainHook } from './support/plain-hook.ts';

const event = { subject: canaries.subject };
const role = { [`${namespace}role`]: canaries.attribute };
const degraded = { [`${namespace}claims_status`]: 'degraded' };
const json = { 'content-type': 'application/json' };

const failingReader = (fault: unknown = new AttributeStoreError('down')): AttributeReader => ({
  load: () => Promise.reject(fault),
});
/** Never answers, and does not listen to the signal either. */
const hangingReader: AttributeReader = { load: () => new Promise(() => undefined) };

const override = (mode: ModeOverride) => item({ kind: 'hook', instance: 'plain' }, {}, { mode });
const known = item({ kind: 'user', realm: 'main', subject: canaries.subject }, { role: canaries.attribute });
const blocked = item({ kind: 'user', realm: 'main', subject: canaries.subject }, {}, { blocked: true });

describe('the realm', () => {
  const instances: Record<string, HookInstance> = {
    first: { ...plainInstance, realm: 'first', proof: { kind: 'standard-webhooks', secret: 'first' } },
    second: { ...plainInstance, realm: 'second', proof: { kind: 'standard-webhooks', secret: 'second' } },
  };
  const secrets = { first: Buffer.from('first secret').toString('base64'), second: canaries.secret };

  it('is that of the instance whose proof matched, whatever the body says', async () => {
    const { send, records } = await createHookWorld({
      instances,
      items: [
        item({ kind: 'user', realm: 'first', subject: 'u' }, { role: 'of the first' }),
        item({ kind: 'user', realm: 'second', subject: 'u' }, { role: 'of the second' }),
      ],
      overrides: { secrets: staticSecrets({ first: [secrets.first], second: [secrets.second] }) },
    });
    const body = JSON.stringify({ subject: 'u', realm: 'first', instance: 'first' });
    expect((await send(body, signWebhook(body, { secret: secrets.second }))).body.issue).toEqual({
      [`${namespace}role`]: 'of the second',
    });
    expect(records()[0]).toMatchObject({ instance: 'second', realm: 'second' });
  });

  it('is found although another instance’s secret is missing', async () => {
    const { send } = await createHookWorld({
      instances,
      overrides: { secrets: staticSecrets({ second: [secrets.second] }) },
    });
    const body = JSON.stringify({ subject: 'u' });
    expect((await send(body, signWebhook(body, { secret: secrets.second }))).status).toBe(200);
  });
});

describe('a fault of ours', () => {
  const faults: Readonly<Record<string, Parameters<typeof createHookWorld>[0]>> = {
    'the store is down': { overrides: { reader: failingReader() } },
    'the store throws what nobody expected': { overrides: { reader: failingReader('just text') } },
    'the store hangs': { hook: plainHook({ deadlineMs: 200 }), overrides: { reader: hangingReader } },
    'a source hangs': {
      hook: plainHook({ deadlineMs: 200 }),
      overrides: { sources: [{ name: 'crm', load: () => new Promise(() => undefined) }] },
    },
    'the secret is missing': { overrides: { secrets: staticSecrets({}) } },
    'the secret store hangs': {
      hook: plainHook({ deadlineMs: 200 }),
      overrides: { secrets: { get: () => new Promise(() => undefined), refresh: async () => false } },
    },
  };

  it.each(Object.entries(faults))('denies where the instance says so: %s', async (_title, options) => {
    const { call, records } = await createHookWorld(options);
    const { status, body } = await call(event);
    expect({ status, deny: body.deny }).toEqual({ status: 200, deny: 'failure' });
    expect(records()).toMatchObject([{ outcome: 'fail', answer: 'denial', Failed: 1, level: 'ERROR' }]);
  });

  it.each(Object.entries(faults))(
    'issues without our claims, marked, where the instance says so: %s',
    async (_title, options) => {
      const { call, records } = await createHookWorld({ ...options, instance: { onFailure: 'issue' } });
      expect(await call(event)).toMatchObject({ status: 200, body: { issue: degraded, freshness: 'degraded' } });
      expect(records()).toMatchObject([{ outcome: 'fail', answer: 'degraded', Degraded: 1, Failed: 1 }]);
    },
  );

  it('is answered before the deadline although nothing listens to the signal', async () => {
    const { call, records } = await createHookWorld({
      hook: plainHook({ deadlineMs: 300 }),
      overrides: { reader: hangingReader },
    });
    await call(event);
    expect(records()[0]).toMatchObject({ error: { code: 'deadline_passed' } });
    expect(records()[0].Latency).toBeLessThanOrEqual(300);
  });

  it('is answered before Lambda ends the process, where that is earlier', async () => {
    const { call, records } = await createHookWorld({ overrides: { reader: hangingReader } });
    await call(event, 250);
    expect(records()[0].Latency).toBeLessThanOrEqual(250);
  });

  it('a crash of the hook is one too, and its text gets neither out nor into the log', async () => {
    for (const crash of ['translate', 'issue', 'write'] as const) {
      const { call, lines, records } = await createHookWorld();
      const { text, body } = await call({ ...event, crash });
      expect(body.deny).toBe('failure');
      expect(records()[0].error).toMatchObject({ code: 'unexpected', name: 'TypeError' });
      expect([canaries.subject, canaries.attribute].filter((canary) => (text + lines.join()).includes(canary))).toEqual(
        [],
      );
    }
  });

  it('what a source throws is not logged with its text', async () => {
    const crm: AttributeSource = {
      name: 'crm',
      load: () => Promise.reject(new Error(`refused ${canaries.attribute}`, { cause: new Error(canaries.secret) })),
    };
    const { call, lines } = await createHookWorld({ overrides: { sources: [crm] } });
    await call(event);
    expect([canaries.attribute, canaries.secret].filter((canary) => lines.join().includes(canary))).toEqual([]);
  });

  it('names the parameter when a secret is missing', async () => {
    const secrets = {
      get: () => Promise.reject(new MissingSecretError('The parameter "/x/y" does not exist.')),
      refresh: async () => false,
    };
    const { call, records } = await createHookWorld({ overrides: { secrets } });
    await call(event);
    expect(records()[0]).toMatchObject({ MissingSecrets: 1, error: { message: expect.stringContaining('/x/y') } });
  });

  it('takes the strictest policy of the instances that it can be for, while it is not known which one it is', async () => {
    const lenient: HookInstance = {
      ...plainInstance,
      onFailure: 'issue',
      proof: { kind: 'standard-webhooks', secret: 'a' },
    };
    const strict: HookInstance = { ...lenient, onFailure: 'deny', proof: { kind: 'standard-webhooks', secret: 'b' } };
    const overrides = { secrets: staticSecrets({}) };
    const mixed = await createHookWorld({ instances: { lenient, strict }, overrides });
    expect((await mixed.call(event)).body).toMatchObject({ deny: 'failure' });
    const all = await createHookWorld({ instances: { lenient }, overrides });
    expect((await all.call(event)).body).toMatchObject({ issue: degraded });
  });

  it('passes: the next call is served', async () => {
    let down = true;
    const { store } = await createHookWorld({ items: [known] });
    const reader: AttributeReader = {
      load: (...parameters) => (down ? Promise.reject(new AttributeStoreError('down')) : store.load(...parameters)),
    };
    const { call } = await createHookWorld({ overrides: { reader } });
    expect((await call(event)).body.deny).toBe('failure');
    down = false;
    expect((await call(event)).body.issue).toEqual(role);
  });
});

describe('a denial', () => {
  it('shows one constant sentence with the correlation id of the log line, which has the reason', async () => {
    const { call, records } = await createHookWorld({ items: [blocked] });
    const { body } = await call(event);
    expect(body.deny).toBe('blocked');
    expect(body.message).toContain(records()[0].correlation_id);
    expect(records()[0]).toMatchObject({ outcome: 'deny', reason: 'blocked', Denied: 1 });
  });

  it('stays one where the store is lenient about faults and the event names too many groups', async () => {
    const groups = Array.from({ length: 201 }, (_, index) => `group ${index}`);
    const instances = { plain: { ...plainInstance, onFailure: 'issue' } } as const;
    const lenient = await createHookWorld({ instances, items: [known] });
    expect((await lenient.call({ ...event, groups })).body.issue).toEqual(degraded);
    const { call } = await createHookWorld({ instances, items: [blocked] });
    expect((await call({ ...event, groups })).body.deny).toBe('blocked');
  });

  it('keeps to the override that was seen last where it could not be read', async () => {
    const seen = [
      { modeOverride: { mode: 'observe' }, user: { attributes: {}, version: 1 } },
      { modeUnread: true, user: { attributes: {}, version: 1, blocked: true } },
      { user: { attributes: {}, version: 1, blocked: true } },
    ] as const;
    let calls = 0;
    const reader: AttributeReader = {
      load: async () => ({ groups: [], freshness: 'fresh', roundTrips: 1, ...seen[calls++] }),
    };
    const { call } = await createHookWorld({ overrides: { reader } });
    expect((await call(event)).body.deny).toBeUndefined();
    expect((await call(event)).body.deny).toBeUndefined();
    expect((await call(event)).body.deny).toBe('blocked');
  });

  it('shows the policy’s own text where it has one', async () => {
    const { call } = await createHookWorld({
      items: [blocked],
      policy: { ...policy, messages: { blocked: 'Call us.' } },
    });
    expect((await call(event)).body.message).toBe('Call us.');
  });
});

describe('observe mode', () => {
  const observe = { instance: { mode: 'observe' as const } };

  it('changes nothing and records what it would do and how that differs from what is there, by name only', async () => {
    const { call, lines, records } = await createHookWorld({
      ...observe,
      items: [
        item({ kind: 'user', realm: 'main', subject: canaries.subject }, { role: canaries.attribute, level: 'gold' }),
      ],
    });
    const present = { [`${namespace}role`]: 'another value', [`${namespace}old`]: canaries.attribute };
    expect((await call({ ...event, granted: ['level'], present })).body).toEqual({ unchanged: true });
    const [record] = records();
    expect(record).toMatchObject({ mode: 'observe', outcome: 'issue', answer: 'unchanged' });
    expect(record.differences).toEqual([
      { token: 'access_token', name: `${namespace}role`, difference: 'different' },
      { token: 'access_token', name: `${namespace}level`, difference: 'added' },
      { token: 'access_token', name: `${namespace}old`, difference: 'missing' },
    ]);
    expect(lines.join()).not.toContain(canaries.attribute);
  });

  it('tells a claim that is there already with the same value', async () => {
    const { call, records } = await createHookWorld(observe);
    await call({ ...event, present: role });
    expect(records()[0].differences).toEqual([{ token: 'access_token', name: `${namespace}role`, difference: 'same' }]);
  });

  it('denies nobody, and records that it would', async () => {
    const { call, records } = await createHookWorld({ ...observe, items: [blocked] });
    expect((await call(event)).body).toEqual({ unchanged: true });
    expect(records()[0]).toMatchObject({ outcome: 'deny', reason: 'blocked', answer: 'unchanged' });
  });

  it.each([
    ['the store is down', { reader: failingReader() }],
    ['the store hangs', { reader: hangingReader }],
    ['the secret is missing', { secrets: staticSecrets({}) }],
    ['the proof is wrong', { secrets: staticSecrets({ plain: [Buffer.from('another').toString('base64')] }) }],
  ])('fails no login: %s', async (_title, overrides) => {
    const { call, records } = await createHookWorld({ ...observe, hook: plainHook({ deadlineMs: 200 }), overrides });
    expect((await call(event)).body).toEqual({ unchanged: true });
    expect(records()[0]).toMatchObject({ outcome: 'fail', answer: 'unchanged', mode: 'observe' });
  });

  const large = JSON.stringify({ ...event, padding: 'x'.repeat(262_144) });
  const junk: readonly (readonly [string, string, Readonly<Record<string, string>>])[] = [
    ['is no JSON', '{', signWebhook('{')],
    ['has another shape', '{"subject":7}', signWebhook('{"subject":7}')],
    ['is too large', large, signWebhook(large)],
    ['has another content type', JSON.stringify(event), { 'content-type': 'text/plain' }],
    ['is empty', '', json],
  ];

  it.each((['observe', 'off'] as const).flatMap((mode) => junk.map((sent) => [mode, ...sent] as const)))(
    '%s fails no login over an event that %s',
    async (mode, _title, body, headers) => {
      for (const failsOpen of [true, false]) {
        const { send } = await createHookWorld({ instance: { mode }, hook: plainHook({ failsOpen }) });
        expect(await send(body, headers)).toMatchObject({ status: 200, body: { unchanged: true } });
      }
    },
  );

  it('fails no login over a call that is none of an HTTP API', async () => {
    const { answer } = await createHookWorld(observe);
    expect(await answer({})).toMatchObject({ status: 200, body: { unchanged: true } });
  });

  it('tells of an event that cannot be read, so that somebody mends it before it is enforced', async () => {
    const { send, records } = await createHookWorld(observe);
    await send('{"subject":7}', signWebhook('{"subject":7}'));
    expect(records()[0]).toMatchObject({ mode: 'observe', answer: 'unchanged', error: { code: 'invalid_event' } });
  });

  it('gives back what the IdP wants back, although the call is none that is believed', async () => {
    const hook = { ...plainHook(), unchanged: (raw: unknown) => ({ status: 200, body: { raw: JSON.stringify(raw) } }) };
    const { send } = await createHookWorld({ ...observe, hook });
    const body = JSON.stringify({ claims: { sub: 'u' } });
    expect((await send(body, { 'content-type': 'text/plain' })).body).toEqual({ raw: body });
  });

  it('is a plain error only where the IdP wants back what did not come', async () => {
    const hook = { ...plainHook(), unchanged: () => undefined };
    for (const mode of ['observe', 'off'] as const) {
      const { send } = await createHookWorld({ instance: { mode }, hook });
      expect(await send('{', signWebhook('{'))).toMatchObject({ status: 400, body: { error: 'invalid_event' } });
    }
  });

  it('writes nothing', async () => {
    const createIfAbsent = vi.fn(async () => true);
    const { call } = await createHookWorld({
      ...observe,
      items: [],
      policy: { ...policy, unknownSubject: 'create' },
      overrides: { createIfAbsent },
    });
    await call(event);
    expect(createIfAbsent).not.toHaveBeenCalled();
  });

  it('still refuses a stranger when another instance of the hook is enforced', async () => {
    const watching: HookInstance = { ...plainInstance, mode: 'observe' };
    const enforced: HookInstance = { ...plainInstance, proof: { kind: 'standard-webhooks', secret: 'other' } };
    const { send } = await createHookWorld({
      instances: { watching, enforced },
      overrides: { secrets: staticSecrets({ plain: [canaries.secret], other: [canaries.secret] }) },
    });
    expect((await send(JSON.stringify(event), json)).status).toBe(401);
  });
});

describe('switched off', () => {
  it('by configuration it answers unchanged without reading anything', async () => {
    const { call, loads, records } = await createHookWorld({ instance: { mode: 'off' } });
    expect((await call(event)).body).toEqual({ unchanged: true });
    expect(loads()).toBe(0);
    expect(records()[0]).toMatchObject({ mode: 'off', answer: 'unchanged' });
  });

  it('it asks nobody who is calling: no secret is read, and nothing is recorded but the call', async () => {
    const get = vi.fn(async () => [canaries.secret]);
    const { send, records } = await createHookWorld({
      instance: { mode: 'off' },
      overrides: { secrets: { get, refresh: async () => false } },
    });
    expect((await send(JSON.stringify(event), json)).body).toEqual({ unchanged: true });
    expect(get).not.toHaveBeenCalled();
    expect(records()[0]).toMatchObject({ instance: 'plain', mode: 'off', outcome: 'issue', answer: 'unchanged' });
  });

  it('one instance of several is found by its proof, and its event is not read', async () => {
    const off: HookInstance = { ...plainInstance, mode: 'off' };
    const enforced: HookInstance = { ...plainInstance, proof: { kind: 'standard-webhooks', secret: 'other' } };
    const other = Buffer.from('another secret').toString('base64');
    const { send, records } = await createHookWorld({
      instances: { enforced, off },
      overrides: { secrets: staticSecrets({ plain: [canaries.secret], other: [other] }) },
    });
    expect((await send('{"subject":7}', signWebhook('{"subject":7}'))).body).toEqual({ unchanged: true });
    expect(records()[0]).toMatchObject({ instance: 'off', mode: 'off', answer: 'unchanged' });
    expect((await send('{"subject":7}', signWebhook('{"subject":7}', { secret: other }))).status).toBe(400);
    expect((await send('{"subject":7}', json)).status).toBe(401);
  });
});

describe('the mode that the table sets at run time', () => {
  it('turns an enforced hook off, in the same round trip', async () => {
    const { call, loads, records } = await createHookWorld({ items: [known, override({ mode: 'off' })] });
    expect((await call(event)).body).toEqual({ unchanged: true });
    expect(loads()).toBe(1);
    expect(records()[0]).toMatchObject({ mode: 'off' });
  });

  it('enforces an observing hook for one client', async () => {
    const { call } = await createHookWorld({
      instance: { mode: 'observe' },
      items: [known, override({ mode: 'enforce', clients: ['pilot'] })],
    });
    expect((await call({ ...event, client: 'pilot' })).body.issue).toEqual(role);
    expect((await call({ ...event, client: 'other' })).body).toEqual({ unchanged: true });
  });

  it('still counts while the store that holds it is down', async () => {
    const { store } = await createHookWorld({ items: [override({ mode: 'off' })] });
    let down = false;
    const reader: AttributeReader = {
      load: (...parameters) => (down ? Promise.reject(new AttributeStoreError('down')) : store.load(...parameters)),
    };
    const { call } = await createHookWorld({ overrides: { reader } });
    await call(event);
    down = true;
    expect((await call(event)).body).toEqual({ unchanged: true });
  });

  const crm = (load: AttributeSource['load']): readonly AttributeSource[] => [{ name: 'crm', load }];
  const down = crm(() => Promise.reject(new SourceUnavailableError('The source "crm" did not answer.')));
  const hanging = crm(() => new Promise(() => undefined));

  it.each([
    ['off', 'fails', down],
    ['off', 'hangs', hanging],
    ['observe', 'fails', down],
    ['observe', 'hangs', hanging],
  ] as const)('counts from the first call on (%s) while an additional source %s', async (mode, _title, sources) => {
    const { call, records } = await createHookWorld({
      hook: plainHook({ deadlineMs: 300 }),
      items: [known, override({ mode })],
      overrides: { sources },
    });
    expect((await call(event)).body).toEqual({ unchanged: true });
    expect(records()[0]).toMatchObject({ mode, answer: 'unchanged' });
  });

  it('waits for no source where it switches the hook off', async () => {
    const { call, records } = await createHookWorld({
      items: [known, override({ mode: 'off' })],
      overrides: { sources: hanging },
    });
    await call(event);
    expect(records()[0].error).toBeUndefined();
  });

  it('counts although the rest of the table’s answer is a fault', async () => {
    const groups = Array.from({ length: 201 }, (_, index) => `group ${index}`);
    const { call, records } = await createHookWorld({ items: [known, override({ mode: 'off' })] });
    expect((await call({ ...event, groups })).body).toEqual({ unchanged: true });
    expect(records()[0]).toMatchObject({ mode: 'off', error: { code: 'too_many_groups' } });
  });

  it('never brings back an instance that the configuration switches off', async () => {
    const { call } = await createHookWorld({
      instance: { mode: 'off' },
      items: [known, override({ mode: 'enforce' })],
    });
    expect((await call(event)).body).toEqual({ unchanged: true });
  });

  const unreadable: readonly (readonly [string, object, string])[] = [
    ['an event of another shape', { subject: 7 }, 'invalid_event'],
    ['a subject that can be no key', { subject: 'x'.repeat(3000) }, 'invalid_key'],
    ['an event that our own translation stumbles over', { ...event, crash: 'translate' }, 'unexpected'],
  ];

  it.each(unreadable)('counts from the first call on over %s', async (_title, sent, code) => {
    const { call, records } = await createHookWorld({ items: [override({ mode: 'off' })] });
    expect((await call(sent)).body).toEqual({ unchanged: true });
    expect(records()[0]).toMatchObject({ mode: 'off', answer: 'unchanged', error: { code } });
  });

  it.each(unreadable.filter(([, , code]) => code !== 'invalid_key'))(
    'is of no avail for one client or a share over %s: nobody knows whose it is',
    async (_title, sent) => {
      for (const mode of [
        { mode: 'off', clients: ['app'] },
        { mode: 'off', share: 99 },
      ] as const) {
        const { call, records } = await createHookWorld({ items: [override(mode)] });
        expect((await call({ ...sent, client: 'other' })).body).not.toEqual({ unchanged: true });
        expect(records()[0]).toMatchObject({ mode: 'enforce' });
      }
    },
  );

  it('is not asked for on behalf of a stranger, who is refused anyway', async () => {
    const loadMode = vi.fn(async () => ({ mode: { mode: 'off' as const } }));
    const { send } = await createHookWorld({ overrides: { reader: { ...failingReader(), loadMode } } });
    expect((await send('{"subject":7}', json)).status).toBe(401);
    expect(loadMode).not.toHaveBeenCalled();
  });

  it('is asked for once a second at most where a stranger would pass, and no more once he does not', async () => {
    let now = Date.now();
    let mode: ModeOverride | undefined;
    const loadMode = vi.fn(async () => ({ mode }));
    const { send } = await createHookWorld({
      instance: { mode: 'observe' },
      overrides: { reader: { ...failingReader(), loadMode }, now: () => now },
    });
    const statusAfter = async (passed: number) => {
      now += passed;
      return (await send('{"subject":7}', json)).status;
    };
    expect(loadMode).toHaveBeenCalledTimes(1); // During INIT.
    for (const passed of [0, 999, 1, 0, 999]) expect(await statusAfter(passed)).toBe(200);
    expect(loadMode).toHaveBeenCalledTimes(2);
    mode = { mode: 'enforce' };
    for (const passed of [1, 1_000, 1_000]) expect(await statusAfter(passed)).toBe(401);
    expect(loadMode).toHaveBeenCalledTimes(3);
  });

  const oversized = JSON.stringify({ ...event, padding: 'x'.repeat(262_144) });
  const nameless: readonly (readonly [string, string, Readonly<Record<string, string>>])[] = [
    ['has no proof', JSON.stringify(event), json],
    ['is too large to be read', oversized, signWebhook(oversized)],
    ['has another content type', JSON.stringify(event), { 'content-type': 'text/plain' }],
  ];
  it.each(nameless)(
    'enforces an observing hook from the first call on, over a call that %s',
    async (_title, body, headers) => {
      const items = [override({ mode: 'enforce' })];
      const plain = await createHookWorld({ instance: { mode: 'observe' }, items });
      expect((await plain.send(body, headers)).status).toBeGreaterThanOrEqual(400);
      expect(plain.records()).toMatchObject([{ mode: 'enforce', outcome: 'fail', answer: 'error' }]);
      const hook = plainHook({ failsOpen: true });
      const open = await createHookWorld({ instance: { mode: 'observe' }, hook, items });
      expect((await open.send(body, headers)).body).toMatchObject({ deny: expect.any(String) });
    },
  );

  const forSome: readonly ModeOverride[] = [
    { mode: 'enforce', share: 5 },
    { mode: 'enforce', clients: ['pilot'] },
  ];

  it.each(forSome.flatMap((mode) => nameless.map((sent) => [mode, ...sent] as const)))(
    'for some, %j, fails no login of a call that %s: nobody knows whose it is',
    async (mode, _title, body, headers) => {
      const world = await createHookWorld({ instance: { mode: 'observe' }, items: [override(mode)] });
      expect((await world.send(body, headers)).status).toBe(200);
      expect(world.records()).toMatchObject([{ mode: 'observe', answer: 'unchanged' }]);
    },
  );

  it('enforces an observing hook over a fault of ours before the caller is known, and is counted as that', async () => {
    const overrides = { secrets: staticSecrets({}) };
    const observing = { instance: { mode: 'observe' }, items: [override({ mode: 'enforce' })], overrides } as const;
    const strict = await createHookWorld(observing);
    expect((await strict.call(event)).body.deny).toBe('failure');
    expect(strict.records()).toMatchObject([{ mode: 'enforce', answer: 'denial', Failed: 1, MissingSecrets: 1 }]);
    expect(strict.records()[0].WouldFail).toBeUndefined();
    const lenient = await createHookWorld({ ...observing, instance: { mode: 'observe', onFailure: 'issue' } });
    expect((await lenient.call(event)).body.issue).toEqual(degraded);
    expect(lenient.records()).toMatchObject([{ mode: 'enforce', answer: 'degraded', Failed: 1, Degraded: 1 }]);
  });

  it('enforces an observing hook although no time is left to ask for it', async () => {
    const { call, records } = await createHookWorld({
      instance: { mode: 'observe' },
      hook: plainHook({ deadlineMs: 200 }),
      items: [override({ mode: 'enforce' })],
      overrides: { secrets: { get: () => new Promise(() => undefined), refresh: async () => false } },
    });
    expect((await call(event)).body.deny).toBe('failure');
    expect(records()).toMatchObject([{ mode: 'enforce', Failed: 1, error: { code: 'deadline_passed' } }]);
  });

  it('switches an enforced hook off although a secret is missing', async () => {
    const { call, records } = await createHookWorld({
      items: [override({ mode: 'off' })],
      overrides: { secrets: staticSecrets({}) },
    });
    expect((await call(event)).body).toEqual({ unchanged: true });
    expect(records()).toMatchObject([{ mode: 'off', answer: 'unchanged', MissingSecrets: 1 }]);
  });

  it('lets a wrong proof pass once it is seen as off, and no longer than that', async () => {
    let now = Date.now();
    const { call, send, store } = await createHookWorld({
      items: [known, override({ mode: 'off' })],
      overrides: { now: () => now },
    });
    const stranger = () => send(JSON.stringify(event), json);
    expect((await stranger()).status).toBe(401);
    await call(event);
    expect((await stranger()).body).toEqual({ unchanged: true });
    const key = { kind: 'hook', instance: 'plain' } as const;
    await store.put(key, { attributes: {} }, { by: 'test', expectedVersion: 1 });
    now += 1_000;
    expect((await stranger()).status).toBe(401);
  });

  it('enforces strangers’ calls also where it was set after the process had started', async () => {
    let now = Date.now();
    const { send, store } = await createHookWorld({ instance: { mode: 'observe' }, overrides: { now: () => now } });
    const key = { kind: 'hook', instance: 'plain' } as const;
    await store.put(key, { attributes: {}, mode: { mode: 'enforce' } }, { by: 'test', expectedVersion: 0 });
    now += 1_000;
    expect((await send(JSON.stringify(event), json)).status).toBe(401);
  });

  it('enforces strangers’ calls where it enforces one of several instances', async () => {
    const watching: HookInstance = { ...plainInstance, mode: 'observe' };
    const plain: HookInstance = { ...watching, proof: { kind: 'standard-webhooks', secret: 'other' } };
    const { send } = await createHookWorld({
      instances: { watching, plain },
      items: [override({ mode: 'enforce' })],
      overrides: { secrets: staticSecrets({ plain: [canaries.secret], other: [canaries.secret] }) },
    });
    expect((await send(JSON.stringify(event), json)).status).toBe(401);
  });

  it.each([
    ['off', 'enforce', 899_999, { unchanged: true }],
    ['off', 'enforce', 900_000, { deny: 'failure' }],
    ['enforce', 'observe', 86_400_000, { deny: 'failure' }],
  ] as const)(
    'seen last as %s (configured %s), %i ms ago, while the store is down',
    async (mode, configured, age, body) => {
      const { store } = await createHookWorld({ items: [known, override({ mode })] });
      let now = Date.now();
      let storeIsDown = false;
      const reader: AttributeReader = {
        load: (...parameters) =>
          storeIsDown ? Promise.reject(new AttributeStoreError('down')) : store.load(...parameters),
      };
      const { send } = await createHookWorld({
        instance: { mode: configured },
        overrides: { reader, now: () => now },
      });
      const signed = () => send(JSON.stringify(event), signWebhook(JSON.stringify(event), { at: now }));
      await signed();
      now += age;
      storeIsDown = true;
      expect((await signed()).body).toMatchObject(body);
    },
  );

  it.each([
    ['fails', () => Promise.reject(new AttributeStoreError('down'))],
    ['hangs', () => new Promise<never>(() => undefined)],
  ])('changes nothing in how an event that cannot be read is refused where the table %s', async (_title, loadMode) => {
    const { call } = await createHookWorld({ overrides: { reader: { ...failingReader(), loadMode } } });
    expect(await call({ subject: 7 })).toMatchObject({ status: 400, body: { error: 'invalid_event' } });
  });

  it('is not forgotten for an older one of a stale answer', async () => {
    const { store } = await createHookWorld({ items: [known, override({ mode: 'off' })] });
    let stale = false;
    const reader: AttributeReader = {
      load: async (...parameters) => {
        const loaded = await store.load(...parameters);
        return stale ? { ...loaded, modeOverride: undefined, freshness: 'stale' } : loaded;
      },
    };
    const { call } = await createHookWorld({ overrides: { reader } });
    await call(event);
    stale = true;
    expect((await call(event)).body).toEqual({ unchanged: true });
  });
});

describe("unknownSubject: 'create'", () => {
  const creating = { ...policy, unknownSubject: 'create' as const };
  const key = { kind: 'user', realm: 'main', subject: 'new' } as const;

  it('leaves an item with the verified e-mail address, and says who wrote it', async () => {
    const { call, store } = await createHookWorld({ policy: creating });
    await call({ subject: 'new', email: 'new@example.com' });
    expect(await store.get(key)).toMatchObject({
      attributes: {},
      email: 'new@example.com',
      version: 1,
      updatedBy: 'hook:plain/hook',
    });
  });

  it('writes once when the IdP calls three times at once', async () => {
    const { call, store } = await createHookWorld({ policy: creating });
    await Promise.all([1, 2, 3].map(() => call({ subject: 'new' })));
    expect((await store.get(key))?.version).toBe(1);
  });

  it('creates the client for a machine', async () => {
    const { call, store } = await createHookWorld({ policy: creating });
    await call({ subject: 'robot', client: 'robot', machine: true });
    expect(await store.get({ kind: 'client', realm: 'main', id: 'robot' })).toMatchObject({ version: 1 });
  });

  it('writes nothing for a subject that is known', async () => {
    const createIfAbsent = vi.fn(async () => true);
    const { call } = await createHookWorld({ policy: creating, overrides: { createIfAbsent } });
    await call(event);
    expect(createIfAbsent).not.toHaveBeenCalled();
  });

  it('writes nothing where the policy does not say so', async () => {
    const createIfAbsent = vi.fn(async () => true);
    const { call } = await createHookWorld({ overrides: { createIfAbsent } });
    await call({ subject: 'new' });
    expect(createIfAbsent).not.toHaveBeenCalled();
  });

  it.each([
    ['fails', () => Promise.reject(new AttributeStoreError(`down ${canaries.subject}`))],
    ['hangs', () => new Promise<boolean>(() => undefined)],
  ])('changes nothing in the answer when the write %s, and logs that', async (_title, createIfAbsent) => {
    const ask = { subject: 'new', granted: ['level'] };
    const plain = await createHookWorld({ items: [] });
    const { call, records } = await createHookWorld({
      hook: plainHook({ deadlineMs: 400 }),
      policy: creating,
      items: [],
      overrides: { createIfAbsent },
    });
    expect(await call(ask)).toMatchObject({ status: 200, body: (await plain.call(ask)).body });
    expect(records()[0]).toMatchObject({ outcome: 'issue', level: 'WARN', create_error: { code: expect.any(String) } });
  });
});
