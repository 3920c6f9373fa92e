import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import type { AttributeReader } from '../../lib/attributes/attribute-store.ts';
import type { ModeOverride } from '../../lib/attributes/item.ts';
import { createMemoryAttributeStore } from '../../lib/attributes/memory-attribute-store.ts';
import { AttributeStoreError } from '../../lib/errors.ts';
import type { HookInstance, HookMode } from '../../lib/hook-instance.ts';
import { triggerHookHandler } from '../../lib/lambda/trigger-hook-handler.ts';
import { defineTokenHook, type TriggerReply } from '../../lib/token-hook.ts';
import { canaries, item, namespace, plainInstance, policy } from '../support/hook-world.ts';
import { lambdaContext } from '../support/lambda-context.ts';
import { plainHook } from '../support/plain-hook.ts';

const triggerEvent = z.looseObject({ version: z.string(), userPoolId: z.string(), userName: z.string() });
type TriggerEvent = z.infer<typeof triggerEvent>;

const triggerHook = (version: string) =>
  defineTokenHook<TriggerEvent, TriggerReply>({
    idp: 'plain',
    name: `plain/trigger-v${version}`,
    event: triggerEvent,
    limits: { ...plainHook().limits, deadlineMs: 400 },
    toTokenRequest: ({ userName }) => ({
      ...plainHook().toTokenRequest({ subject: userName }, {}),
      grantType: 'password',
    }),
    issue: (event, { claims, freshness }) => {
      const response = { version, claims: claims.access_token };
      // What a policy's own functions may give, in spite of their types.
      const unwritable = event['unwritable'] && freshness !== 'degraded' ? { extra: 7n } : {};
      return { event: { ...event, response: { ...response, ...unwritable } } };
    },
    unchanged: (event) => ({ event }),
    deny: ({ message }) => ({ error: message }),
  });

const hooks = [triggerHook('1'), triggerHook('2')];
const pick = (event: unknown) => {
  const version = typeof event === 'object' && event !== null && 'version' in event ? event.version : undefined;
  return hooks.find(({ name }) => name === `plain/trigger-v${version}`);
};

const known = item({ kind: 'user', realm: 'main', subject: canaries.subject }, { role: canaries.attribute });
const blocked = item({ kind: 'user', realm: 'main', subject: 'blocked' }, {}, { blocked: true });

const start = async (
  instance: Partial<HookInstance> = {},
  reader: AttributeReader = createMemoryAttributeStore({ items: [known, blocked] }),
) => {
  const lines: string[] = [];
  let loads = 0;
  const handler = await triggerHookHandler({
    pick,
    policy,
    instances: {
      pool: {
        ...plainInstance,
        hook: 'plain/trigger-v2',
        proof: { kind: 'user-pools', userPoolIds: ['eu-1_pool'] },
        ...instance,
      },
      http: { ...plainInstance },
    },
    overrides: {
      reader: {
        ...reader,
        load: (...parameters) => {
          loads += 1;
          return reader.load(...parameters);
        },
      },
      write: (line) => lines.push(line),
    },
  });
  return {
    invoke: (event: unknown) => handler(event, lambdaContext()),
    records: () => lines.map((line) => JSON.parse(line)),
    loads: () => loads,
    lines,
  };
};

const event = { version: '2', userPoolId: 'eu-1_pool', userName: canaries.subject, extra: { kept: true } };

describe('a direct invocation', () => {
  it('gets the event back with the claims', async () => {
    const { invoke } = await start();
    expect(await invoke(event)).toEqual({
      ...event,
      response: { version: '2', claims: { [`${namespace}role`]: canaries.attribute } },
    });
  });

  it('is answered in the version in which it comes, whichever version the instance names', async () => {
    const { invoke, records } = await start();
    expect(await invoke({ ...event, version: '1' })).toMatchObject({ response: { version: '1' } });
    expect(records()[0]).toMatchObject({ hook: 'plain/trigger-v1', instance: 'pool' });
  });
});

describe('a direct invocation that gets no token', () => {
  const refusals: readonly (readonly [string, unknown])[] = [
    ['another user pool', { ...event, userPoolId: 'eu-1_other' }],
    ['no user pool', { ...event, userPoolId: undefined }],
    ['a user pool that is no text', { ...event, userPoolId: ['eu-1_pool'] }],
    ['an unknown version', { ...event, version: '9' }],
    ['a missing field', { ...event, userName: undefined }],
    ['half a surrogate pair as subject', { ...event, userName: '\ud800' }],
    ['a list', [event]],
    ['a text', 'event'],
    ['nothing', null],
  ];

  it.each(refusals)('is thrown in the same shape each time: %s', async (_title, sent) => {
    const { invoke, records, lines } = await start();
    const error: unknown = await invoke(sent).catch((thrown) => thrown);
    expect(error).toBeInstanceOf(Error);
    const { name, message, stack } = error as Error;
    expect(name).toBe('NoTokenError');
    expect(message).toMatch(/^Sign-in is not possible right now\. Please contact support\. Reference: [0-9a-f-]{36}$/);
    expect(stack).toBe(`${name}: ${message}`);
    expect(records()[0]).toMatchObject({ outcome: 'fail', answer: 'error', correlation_id: message.slice(-36) });
    expect(lines.join() + message).not.toContain(canaries.subject);
  });

  it('costs no store access when it comes from another pool', async () => {
    const { invoke, loads } = await start();
    await invoke({ ...event, userPoolId: 'eu-1_other' }).catch(() => undefined);
    expect(loads()).toBe(0);
  });

  it('throws a denial with the message alone', async () => {
    const { invoke } = await start();
    await expect(invoke({ ...event, userName: 'blocked' })).rejects.toThrow(/^Sign-in is not possible/);
  });

  it('throws when the store is down, and issues without our claims where the instance says so', async () => {
    const down: AttributeReader = { load: () => Promise.reject(new AttributeStoreError('down')) };
    const strict = await start({}, down);
    await expect(strict.invoke(event)).rejects.toThrow(/^Sign-in is not possible/);
    const lenient = await start({ onFailure: 'issue' }, down);
    expect(await lenient.invoke(event)).toMatchObject({
      response: { claims: { [`${namespace}claims_status`]: 'degraded' } },
    });
  });

  it('follows the failure policy when its reply cannot be written, rather than leaving that to Lambda', async () => {
    const unwritable = { ...event, unwritable: true };
    const strict = await start();
    await expect(strict.invoke(unwritable)).rejects.toThrow(/^Sign-in is not possible/);
    expect(strict.records()).toMatchObject([{ outcome: 'fail', answer: 'denial', error: { code: 'unexpected' } }]);
    expect(strict.lines.join()).not.toContain(canaries.attribute);
    const lenient = await start({ onFailure: 'issue' });
    expect(await lenient.invoke(unwritable)).toMatchObject({
      response: { claims: { [`${namespace}claims_status`]: 'degraded' } },
    });
    expect(lenient.records()).toMatchObject([{ outcome: 'fail', answer: 'degraded' }]);
  });

  it('is answered in time although the store hangs', async () => {
    const { invoke, records } = await start({ onFailure: 'issue' }, { load: () => new Promise(() => undefined) });
    expect(await invoke(event)).toMatchObject({ response: { version: '2' } });
    expect(records()[0].Latency).toBeLessThanOrEqual(400);
  });
});

describe('what Lambda counts as an error', () => {
  const down: AttributeReader = { load: () => Promise.reject(new AttributeStoreError('down')) };
  const denied = { ...event, userName: 'blocked' };

  it.each<[string, unknown, Partial<HookInstance>, AttributeReader?]>([
    ['claims', event, {}],
    ['a denial', denied, {}],
    ['a denial that is only observed', denied, { mode: 'observe' }],
    ['a denial while it is off', denied, { mode: 'off' }],
    ['a fault', event, {}, down],
    ['a fault that leaves our claims out', event, { onFailure: 'issue' }, down],
    ['a fault that is only observed', event, { mode: 'observe' }, down],
    ['another user pool', { ...event, userPoolId: 'eu-1_other' }, {}],
    ['an event that cannot be read', { ...event, userName: undefined }, {}],
    ['an unknown version', { ...event, version: '9' }, {}],
    ['an unknown version that is only observed', { ...event, version: '9' }, { mode: 'observe' }],
  ])('is counted as thrown, and nothing else is: %s', async (_title, sent, instance, reader) => {
    const { invoke, records } = await start(instance, reader);
    const threw = await invoke(sent).then(
      () => 0,
      () => 1,
    );
    expect(records()).toMatchObject([{ Thrown: threw }]);
  });
});

describe('an event of an unknown version', () => {
  const unknown = { ...event, version: '9' };
  const withOverride = (mode: ModeOverride) =>
    createMemoryAttributeStore({ items: [known, item({ kind: 'hook', instance: 'pool' }, {}, { mode })] });

  it.each<[HookMode, ModeOverride]>([
    ['off', { mode: 'off' }],
    ['observe', { mode: 'observe' }],
  ])('goes back untouched where the enforced hook is switched to %s at run time', async (mode, override) => {
    const { invoke, records } = await start({}, withOverride(override));
    expect(await invoke(unknown)).toEqual(unknown);
    expect(records()).toMatchObject([{ mode, answer: 'unchanged', Thrown: 0 }]);
  });

  it.each<[Partial<HookInstance>, ModeOverride]>([
    [{ mode: 'observe' }, { mode: 'enforce' }],
    [{}, { mode: 'off', share: 99 }],
  ])('is thrown where it is enforced: %j, %j', async (instance, override) => {
    const { invoke, records } = await start(instance, withOverride(override));
    await expect(invoke(unknown)).rejects.toThrow(/^Sign-in is not possible/);
    expect(records()).toMatchObject([{ mode: 'enforce', answer: 'error', Thrown: 1 }]);
  });

  it('goes back untouched while only some are enforced', async () => {
    const { invoke, records } = await start({ mode: 'observe' }, withOverride({ mode: 'enforce', share: 5 }));
    expect(await invoke(unknown)).toEqual(unknown);
    expect(records()).toMatchObject([{ mode: 'observe', answer: 'unchanged' }]);
  });

  it('counts what events of another version have shown while the store is down', async () => {
    const store = withOverride({ mode: 'off' });
    const { invoke } = await start({}, { load: store.load });
    await invoke(event);
    expect(await invoke(unknown)).toEqual(unknown);
  });

  it('of a pool that is none of ours is thrown, whatever is switched off', async () => {
    const { invoke } = await start({}, withOverride({ mode: 'off' }));
    await expect(invoke({ ...unknown, userPoolId: 'eu-1_other' })).rejects.toThrow(/^Sign-in is not possible/);
  });
});

describe('a direct invocation that is only observed', () => {
  it.each([
    ['a genuine event', event],
    ['an unknown version', { ...event, version: '9' }],
    ['a missing field', { version: '2', userPoolId: 'eu-1_pool' }],
    ['a subject that can be no key', { ...event, userName: '\ud800' }],
  ])('gets its event back untouched: %s', async (_title, sent) => {
    const { invoke, records } = await start({ mode: 'observe' });
    expect(await invoke(sent)).toEqual(sent);
    expect(records()[0]).toMatchObject({ mode: 'observe' });
  });
});
