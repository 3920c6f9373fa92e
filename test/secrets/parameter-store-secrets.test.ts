import { randomBytes } from 'node:crypto';
import { afterEach, describe, expect, it } from 'vitest';
import { MissingSecretError } from '../../lib/errors.ts';
import { createParameterStoreSecrets } from '../../lib/secrets/parameter-store-secrets.ts';
import { type LocalParameterStore, startParameterStore } from '../../local/parameter-store.ts';

const path = '/custom-claims/test/hooks';
const canary = randomBytes(24).toString('base64');
const signal = () => ({ signal: AbortSignal.timeout(2_000) });
const mismatch = () => ({ ...signal(), because: 'a proof did not match' }) as const;
const refusal = () => ({ ...signal(), because: 'an API refused' }) as const;

const servers: LocalParameterStore[] = [];
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close().catch(() => undefined)));
});

const start = async (values: Readonly<Record<string, unknown>>, names = Object.keys(values)) => {
  const server = await startParameterStore({
    parameters: Object.fromEntries(
      Object.entries(values).map(([name, value]) => [
        `${path}/${name}`,
        typeof value === 'string' ? value : JSON.stringify(value),
      ]),
    ),
  });
  servers.push(server);
  let now = Date.now();
  const secrets = createParameterStoreSecrets({
    path,
    names,
    region: 'eu-central-1',
    endpoint: server.url,
    credentials: () => ({ accessKeyId: 'local', secretAccessKey: 'local' }),
    now: () => now,
  });
  return {
    server,
    secrets,
    calls: () => server.calls.get('GetParameters') ?? 0,
    pass: (milliseconds: number) => {
      now += milliseconds;
    },
  };
};

describe('secrets in Parameter Store', () => {
  it('are read all at once, before the first call, and then kept', async () => {
    const both = { a: { current: 'new', previous: 'old' }, 'below/b': { current: 'only' } };
    const { secrets, calls } = await start(both);
    await secrets.warmUp(signal());
    expect(await secrets.get('a', signal())).toEqual(['new', 'old']);
    expect(await secrets.get('below/b', signal())).toEqual(['only']);
    expect(calls()).toBe(1);
  });

  it('are read by the first call where nothing was read before', async () => {
    const { secrets, calls } = await start({ a: { current: 'new' } });
    const both = await Promise.all([secrets.get('a', signal()), secrets.get('a', signal())]);
    expect(both).toEqual([['new'], ['new']]);
    expect(calls()).toBe(1);
  });

  it('are read in several calls where there are more than the API takes in one', async () => {
    const values = Object.fromEntries(
      Array.from({ length: 23 }, (_, index) => [`s${index}`, { current: `v${index}` }]),
    );
    const { secrets, calls } = await start(values);
    await secrets.warmUp(signal());
    expect(await secrets.get('s22', signal())).toEqual(['v22']);
    expect(calls()).toBe(3);
  });

  it('need no call at all where there are none', async () => {
    const { secrets, calls } = await start({});
    await secrets.warmUp(signal());
    expect(calls()).toBe(0);
  });
});

describe('a secret that was rotated', () => {
  it('is seen when a proof did not match, but read at most every 30 seconds', async () => {
    const { server, secrets, calls, pass } = await start({ a: { current: 'old' } });
    await secrets.warmUp(signal());
    server.put(`${path}/a`, JSON.stringify({ current: 'new', previous: 'old' }));
    expect(await secrets.refresh(mismatch())).toBe(false);
    pass(30_000);
    expect(await secrets.refresh(mismatch())).toBe(true);
    expect(await secrets.get('a', signal())).toEqual(['new', 'old']);
    for (let attempt = 0; attempt < 100; attempt += 1) await secrets.refresh(mismatch());
    expect(calls()).toBe(2);
  });

  it('is seen by callers although an API that we ask has had the parameters read just before', async () => {
    const { server, secrets, calls, pass } = await start({ a: { current: 'old' } });
    await secrets.warmUp(signal());
    pass(30_000);
    expect(await secrets.refresh(refusal())).toBe(true);
    server.put(`${path}/a`, JSON.stringify({ current: 'new' }));
    expect(await secrets.refresh(mismatch())).toBe(true);
    expect(await secrets.get('a', signal())).toEqual(['new']);
    for (let attempt = 0; attempt < 100; attempt += 1) {
      expect(await secrets.refresh(refusal())).toBe(false);
      expect(await secrets.refresh(mismatch())).toBe(false);
    }
    pass(29_999);
    expect([await secrets.refresh(refusal()), await secrets.refresh(mismatch())]).toEqual([false, false]);
    expect(calls()).toBe(3);
  });

  it('keeps its known values while a call that has no time left asks for them', async () => {
    const { secrets, pass } = await start({ a: { current: 'known' } });
    await secrets.warmUp(signal());
    pass(300_000);
    expect(await secrets.get('a', { signal: AbortSignal.abort() })).toEqual(['known']);
  });

  it('is no longer taken in its former value five minutes after that was dropped', async () => {
    const { server, secrets, calls, pass } = await start({ a: { current: 'new', previous: 'old' } });
    await secrets.warmUp(signal());
    server.put(`${path}/a`, JSON.stringify({ current: 'new' }));
    pass(299_999);
    expect(await secrets.get('a', signal())).toEqual(['new', 'old']);
    pass(1);
    expect(await secrets.get('a', signal())).toEqual(['new']);
    expect(await secrets.get('a', signal())).toEqual(['new']);
    expect(calls()).toBe(2);
  });

  it('is no longer taken at all five minutes after its parameter was deleted', async () => {
    const { server, secrets, pass } = await start({ a: { current: 'leaked' } });
    await secrets.warmUp(signal());
    server.remove(`${path}/a`);
    pass(300_000);
    await expect(secrets.get('a', signal())).rejects.toThrow(MissingSecretError);
  });

  it('keeps its known values when its parameter holds something else by mistake', async () => {
    const { server, secrets, pass } = await start({ a: { current: 'new' } });
    await secrets.warmUp(signal());
    server.put(`${path}/a`, 'not JSON');
    pass(300_000);
    expect(await secrets.get('a', signal())).toEqual(['new']);
  });

  it('keeps its known values when Parameter Store is gone after five minutes', async () => {
    const { server, secrets, pass } = await start({ a: { current: 'new' } });
    await secrets.warmUp(signal());
    await server.close();
    pass(300_000);
    expect(await secrets.get('a', signal())).toEqual(['new']);
  });

  it('keeps its known values when Parameter Store does not answer', async () => {
    const { server, secrets, pass } = await start({ a: { current: 'known' } });
    await secrets.warmUp(signal());
    await server.close();
    pass(30_000);
    await secrets.refresh(mismatch());
    expect(await secrets.get('a', signal())).toEqual(['known']);
  });
});

describe('a secret that cannot be had', () => {
  it('is named by its parameter, with the way out', async () => {
    const { secrets } = await start({ a: { current: canary } }, ['a', 'b']);
    const getting = secrets.get('b', signal());
    await expect(getting).rejects.toThrow(MissingSecretError);
    await expect(getting).rejects.toThrow(`"${path}/b" does not exist`);
    expect(await secrets.get('a', signal())).toEqual([canary]);
  });

  it.each([canary, `{"current":"${canary}"`, `{"secret":"${canary}"}`, '{"current":""}'])(
    'is described, not shown, when its parameter holds something else: %j',
    async (value) => {
      const { secrets } = await start({ a: value });
      const error: unknown = await secrets.get('a', signal()).catch((caught) => caught);
      expect(error).toBeInstanceOf(MissingSecretError);
      expect(String(error)).toContain(`${path}/a`);
      expect(String(error)).not.toContain(canary);
    },
  );

  it('is found once it exists, without being asked for at every call', async () => {
    const { server, secrets, calls, pass } = await start({}, ['a']);
    await secrets.warmUp(signal());
    for (let call = 0; call < 10; call += 1) await secrets.get('a', signal()).catch(() => undefined);
    expect(calls()).toBe(2);
    server.put(`${path}/a`, JSON.stringify({ current: 'now' }));
    pass(5_000);
    expect(await secrets.get('a', signal())).toEqual(['now']);
  });

  it('does not keep the start from ending: a dead Parameter Store is the first call’s fault', async () => {
    const { server, secrets } = await start({ a: { current: 'x' } });
    await server.close();
    await secrets.warmUp(signal());
    await expect(secrets.get('a', signal())).rejects.toThrow('could not be read');
  });

  it('is no secret of this hook when nobody listed it', async () => {
    const { secrets } = await start({ a: { current: 'x' } });
    await expect(secrets.get('other', signal())).rejects.toThrow(`"${path}/other" is not one of this hook's`);
  });
});
