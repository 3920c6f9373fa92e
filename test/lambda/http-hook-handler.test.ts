import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canaries, createHookWorld, namespace, signWebhook } from '../support/hook-world.ts';
import { httpApiEvent } from '../support/http-api-event.ts';
import { plainHook } from '../support/plain-hook.ts';

const event = { subject: canaries.subject };
const role = { [`${namespace}role`]: canaries.attribute };
const errorShape = (error: string) => ({
  error,
  error_description: expect.any(String),
  correlation_id: expect.any(String),
});

describe('a genuine call', () => {
  it('gets the claims of its subject', async () => {
    const { call } = await createHookWorld();
    expect(await call(event)).toMatchObject({ status: 200, body: { issue: role, freshness: 'fresh' } });
  });

  it('is answered as JSON that nobody caches, with the correlation id of the log line', async () => {
    const { call, records } = await createHookWorld();
    const { headers } = await call(event);
    expect(headers).toMatchObject({ 'content-type': 'application/json', 'cache-control': 'no-store' });
    expect(headers['x-correlation-id']).toBe(records()[0].correlation_id);
  });

  it('may come with a base64-encoded body: the signature is over the bytes behind it', async () => {
    const { send } = await createHookWorld();
    const body = JSON.stringify({ ...event, client: 'Zoë' });
    expect(await send(body, signWebhook(body), true)).toMatchObject({ status: 200, body: { issue: role } });
  });

  it.each(['application/json', 'application/json; charset=utf-8', 'application/cloudevents+json', 'Application/JSON'])(
    'may say that its body is %s',
    async (type) => {
      const { send } = await createHookWorld();
      const body = JSON.stringify(event);
      expect((await send(body, { ...signWebhook(body), 'content-type': type })).status).toBe(200);
    },
  );

  it('reads a GET from query and path, where the path wins and a repeated name is a list', async () => {
    const secret = 'static secret';
    const world = await createHookWorld({
      instance: { proof: { kind: 'static-header', secret: 'plain', header: 'X-Api-Key' } },
      overrides: { secrets: { get: async () => [secret], refresh: async () => false } },
    });
    const request = {
      method: 'GET' as const,
      path: `/plain/${canaries.subject}`,
      route: '/plain/{subject}',
      pathParameters: { subject: canaries.subject },
      query: 'subject=somebody-else&groups=a&groups=b&client=caf%C3%A9',
      headers: { 'x-api-key': secret },
    };
    expect(await world.answer(httpApiEvent(request))).toMatchObject({ status: 200, body: { issue: role } });
    expect(world.records()[0]).toMatchObject({ client: 'café' });
  });
});

describe('bad input of a genuine caller', () => {
  const signed = async (body: string, type = 'application/json') => {
    const world = await createHookWorld();
    const answer = await world.send(body, { ...signWebhook(body), 'content-type': type });
    return { ...answer, loads: world.loads(), lines: world.lines };
  };

  it.each([
    ['what is no JSON', `{"subject":"${canaries.subject}"`, 'invalid_event'],
    ['an empty body', '', 'invalid_event'],
    ['a missing field', '{}', 'invalid_event'],
    ['a field of the wrong type', `{"subject":["${canaries.subject}"]}`, 'invalid_event'],
    ['a list in place of an object', `["${canaries.subject}"]`, 'invalid_event'],
    ['nesting of 100,000 levels', '['.repeat(100_000), 'invalid_event'],
    [
      'nesting of 65 levels below a field that is not read',
      `{"subject":"a","x":${'['.repeat(64)}${']'.repeat(64)}}`,
      'invalid_event',
    ],
    ['half a surrogate pair as subject', '{"subject":"\\ud800"}', 'invalid_key'],
    ['half a surrogate pair as group', '{"subject":"a","groups":["\\udc00"]}', 'invalid_key'],
    ['an empty subject', '{"subject":""}', 'invalid_key'],
  ])('answers 400 to %s', async (_title, body, error) => {
    const { status, body: answer, text, lines } = await signed(body);
    expect({ status, answer }).toEqual({ status: 400, answer: errorShape(error) });
    expect(text + lines.join()).not.toContain(canaries.subject);
    expect(text).not.toMatch(/ at |\.ts|node_modules/);
  });

  it('answers 415 to a body that is not said to be JSON', async () => {
    const { status, body, loads } = await signed(JSON.stringify(event), 'text/plain');
    expect({ status, body, loads }).toEqual({ status: 415, body: errorShape('unsupported_content_type'), loads: 0 });
  });

  it('answers 413 to a body over 256 KB, before it is hashed', async () => {
    const { status, body, loads } = await signed(JSON.stringify({ ...event, padding: 'x'.repeat(262_144) }));
    expect({ status, body, loads }).toEqual({ status: 413, body: errorShape('event_too_large'), loads: 0 });
  });

  it('answers bytes that are no UTF-8 with 400', async () => {
    const { answer } = await createHookWorld({
      instance: { proof: { kind: 'static-header', secret: 'plain', header: 'x-api-key' } },
    });
    const call = httpApiEvent({
      path: '/plain',
      headers: { 'content-type': 'application/json', 'x-api-key': canaries.secret },
      body: 'replaced',
      base64: true,
    });
    call.body = Buffer.concat([Buffer.from('{"subject":"'), Buffer.from([0xff]), Buffer.from('"}')]).toString('base64');
    expect(await answer(call)).toMatchObject({ status: 400, body: errorShape('invalid_event') });
  });

  it.each(['#', '/', '|', 'a#b/c|d', '%2F', '..', 'ü'.repeat(300), '__proto__', 'constructor'])(
    'takes the subject %j as any other that is not known',
    async (subject) => {
      const { call } = await createHookWorld();
      expect(await call({ subject, granted: ['level'] })).toMatchObject({
        status: 200,
        body: { issue: { [`${namespace}level`]: 'none' } },
      });
    },
  );

  it('takes __proto__ and constructor as names of claims and groups without harm', async () => {
    const { send } = await createHookWorld();
    const body = `{"subject":"${canaries.subject}","__proto__":{"polluted":1},"groups":["__proto__","constructor"],"present":{"__proto__":1,"constructor":{"prototype":{"polluted":1}}}}`;
    expect(await send(body, signWebhook(body))).toMatchObject({ status: 200, body: { issue: role } });
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
  });

  it('answers 10,000 groups by the failure policy, never from a part of them', async () => {
    const { call, records } = await createHookWorld();
    const groups = Array.from({ length: 10_000 }, (_, index) => `group-${index}`);
    expect(await call({ ...event, groups })).toMatchObject({ status: 200, body: { deny: 'failure' } });
    expect(records()[0]).toMatchObject({ outcome: 'fail', error: { code: 'too_many_groups' } });
  });

  it.each([
    undefined,
    null,
    {},
    [],
    'text',
    { requestContext: {} },
    { version: '1.0', httpMethod: 'POST', body: '{}' },
  ])('answers 400 to what no HTTP API sends: %j', async (sent) => {
    const world = await createHookWorld();
    const { status, body } = await world.answer(sent);
    expect({ status, body, loads: world.loads() }).toEqual({
      status: 400,
      body: errorShape('invalid_event'),
      loads: 0,
    });
  });

  it('answers any headers, body and query without a crash, and none of them reaches the store', async () => {
    const world = await createHookWorld();
    await fc.assert(
      fc.asyncProperty(
        fc.dictionary(fc.string(), fc.string()),
        fc.string({ unit: 'binary' }),
        fc.string(),
        fc.boolean(),
        fc.constantFrom('GET', 'POST', 'PUT', 'OPTIONS', ''),
        async (headers, body, query, isBase64Encoded, method) => {
          const call = httpApiEvent({ path: '/plain', headers, query });
          call.requestContext.http.method = method;
          const { status } = await world.answer({ ...call, body, isBase64Encoded });
          expect([400, 401, 415]).toContain(status);
        },
      ),
    );
    expect(world.loads()).toBe(0);
    expect(world.lines.join()).not.toMatch(/"unexpected"/);
  });

  it('serves the next call as if nothing had been', async () => {
    const { send, call } = await createHookWorld();
    await send('{', signWebhook('{'));
    expect(await call(event)).toMatchObject({ status: 200, body: { issue: role } });
  });
});

describe('at a hook whose IdP issues the token when we do not answer properly', () => {
  const world = () => createHookWorld({ hook: plainHook({ failsOpen: true }) });

  it('a bad proof is denied in the hook’s own encoding', async () => {
    const { send, loads } = await world();
    expect(await send(JSON.stringify(event), { 'content-type': 'application/json' })).toMatchObject({
      status: 200,
      body: { deny: 'unverified_caller' },
    });
    expect(loads()).toBe(0);
  });

  it.each([
    ['junk', '{', 'application/json'],
    ['a wrong content type', '{}', 'text/plain'],
    ['a body that is too large', `"${'x'.repeat(262_144)}"`, 'application/json'],
  ])('%s is denied in the hook’s own encoding', async (_title, body, type) => {
    const { send } = await world();
    expect(await send(body, { ...signWebhook(body), 'content-type': type })).toMatchObject({
      status: 200,
      body: { deny: 'invalid_event' },
    });
  });
});
