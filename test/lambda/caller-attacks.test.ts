import { createHmac, createPublicKey, generateKeyPairSync, randomBytes, randomUUID } from 'node:crypto';
import { exportJWK, SignJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import type { HookInstance, Proof } from '../../lib/hook-instance.ts';
import { staticSecrets } from '../../lib/secrets/static-secrets.ts';
import { canaries, createHookWorld, type HookWorld, signWebhook } from '../support/hook-world.ts';
import { httpApiEvent } from '../support/http-api-event.ts';
import { type JwksServer, startJwksServer } from '../support/jwks-server.ts';
import { plainHook } from '../support/plain-hook.ts';

type Headers = Readonly<Record<string, string>>;

const event = { subject: canaries.subject, tenant: 'tenant-1' };
const body = JSON.stringify(event);
const publishedKeys = z.object({ keys: z.array(z.record(z.string(), z.string())) });
const json = { 'content-type': 'application/json' };

/** Refused with the plain error, before the store, and nothing of the canaries shows. */
const expectRefusal = async (world: HookWorld, sent: string, headers: Headers, secrets: readonly string[] = []) => {
  const { status, text, body: answer } = await world.send(sent, headers);
  expect({ status, error: answer.error }).toEqual({ status: 401, error: 'unverified_caller' });
  expect(world.loads()).toBe(0);
  const output = text + world.lines.join('\n');
  const shown = [...Object.values(canaries), ...secrets].filter((secret) => output.includes(secret));
  expect(shown).toEqual([]);
  expect(world.records()).toMatchObject([
    { outcome: 'fail', answer: 'error', error: { code: 'unverified_caller' }, SignatureFailures: 1 },
  ]);
};

describe('a Standard Webhooks signature', () => {
  const now = Date.now();
  const genuine = signWebhook(body);
  const attacks: Readonly<Record<string, readonly [string, Headers]>> = {
    'no signature': [body, json],
    'an empty signature': [body, { ...genuine, 'webhook-signature': '' }],
    'no message id': [body, { ...genuine, 'webhook-id': '' }],
    'a wrong secret': [body, signWebhook(body, { secret: randomBytes(32).toString('base64') })],
    'a replay from outside the window': [body, signWebhook(body, { at: now - 302_000 })],
    'a timestamp from the future': [body, signWebhook(body, { at: now + 303_000 })],
    'a timestamp with text behind it': [
      body,
      { ...genuine, 'webhook-timestamp': `${genuine['webhook-timestamp']}abc` },
    ],
    'a timestamp in another notation': [body, { ...genuine, 'webhook-timestamp': '1e10' }],
    'a negative timestamp': [body, { ...genuine, 'webhook-timestamp': `-${genuine['webhook-timestamp']}` }],
    'a body that was written anew': [JSON.stringify(event, null, 2), genuine],
    'a body with one byte more': [`${body} `, genuine],
    'the signature of another body': [body, signWebhook(JSON.stringify({ ...event, client: 'other' }))],
    'the signature of another message id': [body, { ...genuine, 'webhook-id': randomUUID() }],
    'the signature of an empty body': [body, signWebhook('')],
    'a signature header that came twice, the first forged': [
      body,
      { ...genuine, 'webhook-signature': `v1,${'A'.repeat(44)},${genuine['webhook-signature']}` },
    ],
    'a timestamp header that came twice': [
      body,
      { ...genuine, 'webhook-timestamp': `${genuine['webhook-timestamp']},${genuine['webhook-timestamp']}` },
    ],
    'a signature of another version': [
      body,
      { ...genuine, 'webhook-signature': (genuine['webhook-signature'] ?? '').replace('v1,', 'v1a,') },
    ],
    'a hundred signatures, the right one among them': [
      body,
      { ...genuine, 'webhook-signature': `${`v1,${'A'.repeat(43)}= `.repeat(99)}${genuine['webhook-signature']}` },
    ],
    'the secret itself in place of a signature': [body, { ...genuine, 'webhook-signature': `v1,${canaries.secret}` }],
  };

  it.each(Object.entries(attacks))('is refused: %s', async (_title, [sent, headers]) => {
    await expectRefusal(await createHookWorld(), sent, headers);
  });

  it('is refused with the old secret after rotation', async () => {
    const rotated = randomBytes(32).toString('base64');
    const world = await createHookWorld({ overrides: { secrets: staticSecrets({ plain: [rotated] }) } });
    await expectRefusal(world, body, genuine, [rotated]);
  });

  it('is refused when it was made for another hook instance', async () => {
    const other = randomBytes(32).toString('base64');
    const world = await createHookWorld({
      overrides: { secrets: staticSecrets({ plain: [canaries.secret], other: [other] }) },
    });
    await expectRefusal(world, body, signWebhook(body, { secret: other }), [other]);
  });

  it('is refused on a GET, whose path and query it does not cover', async () => {
    const world = await createHookWorld();
    const headers = signWebhook('');
    const call = httpApiEvent({ method: 'GET', path: '/plain', query: `subject=${canaries.subject}`, headers });
    expect((await world.answer(call)).status).toBe(401);
    expect(world.loads()).toBe(0);
  });

  it('is accepted again within the window: lookups change nothing, and the sender gives no means against it', async () => {
    const world = await createHookWorld();
    expect([(await world.send(body, genuine)).status, (await world.send(body, genuine)).status]).toEqual([200, 200]);
  });
});

describe('proofs by a shared secret', () => {
  const hmac = (key: string, message: string) => createHmac('sha256', key).update(message).digest('hex');
  const seconds = Math.floor(Date.now() / 1000);
  const zitadel = (at: number, signature = hmac(canaries.secret, `${at}.${body}`)) => ({
    ...json,
    'zitadel-signature': `t=${at},v1=${signature}`,
  });
  const basic = (credentials: string) => ({ ...json, authorization: `Basic ${btoa(credentials)}` });
  const proofs = {
    zitadel: { kind: 'zitadel-signature', secret: 'plain' },
    authgear: { kind: 'body-hmac', secret: 'plain', header: 'X-Authgear-Body-Signature' },
    header: { kind: 'static-header', secret: 'plain', header: 'X-Api-Key' },
    basic: { kind: 'basic', secret: 'plain', username: 'hook' },
  } as const satisfies Record<string, Proof>;

  const attacks: readonly (readonly [keyof typeof proofs, string, Headers])[] = [
    ['zitadel', 'no signature', json],
    ['zitadel', 'another key', zitadel(seconds, hmac('other', `${seconds}.${body}`))],
    ['zitadel', 'a replay from outside the window', zitadel(seconds - 302)],
    ['zitadel', 'a timestamp from the future', zitadel(seconds + 303)],
    [
      'zitadel',
      'a timestamp with text behind it',
      { ...json, 'zitadel-signature': `t=${seconds}x,v1=${hmac(canaries.secret, `${seconds}x.${body}`)}` },
    ],
    [
      'zitadel',
      'two timestamps',
      {
        ...json,
        'zitadel-signature': `t=${seconds - 9999},t=${seconds},v1=${hmac(canaries.secret, `${seconds}.${body}`)}`,
      },
    ],
    ['zitadel', 'the signature of the body alone', zitadel(seconds, hmac(canaries.secret, body))],
    ['authgear', 'no signature', json],
    ['authgear', 'another key', { ...json, 'x-authgear-body-signature': hmac('other', body) }],
    [
      'authgear',
      'the signature of another body',
      { ...json, 'x-authgear-body-signature': hmac(canaries.secret, `${body} `) },
    ],
    ['authgear', 'what is no hash', { ...json, 'x-authgear-body-signature': 'zz' }],
    ['header', 'no key', json],
    ['header', 'a wrong key', { ...json, 'x-api-key': 'guess' }],
    ['header', 'the first half of the key', { ...json, 'x-api-key': canaries.secret.slice(0, 20) }],
    ['header', 'the key twice', { ...json, 'x-api-key': `${canaries.secret},${canaries.secret}` }],
    ['header', 'the key in another header', { ...json, authorization: canaries.secret }],
    ['basic', 'no credentials', json],
    ['basic', 'a wrong password', basic('hook:guess')],
    ['basic', 'a wrong user name', basic(`other:${canaries.secret}`)],
    ['basic', 'no user name', basic(`:${canaries.secret}`)],
    ['basic', 'another scheme', { ...json, authorization: `Bearer ${btoa(`hook:${canaries.secret}`)}` }],
  ];

  it.each(attacks)('%s is refused: %s', async (proof, _title, headers) => {
    await expectRefusal(await createHookWorld({ instance: { proof: proofs[proof] } }), body, headers);
  });

  it.each([
    ['zitadel', zitadel(seconds)],
    ['authgear', { ...json, 'x-authgear-body-signature': hmac(canaries.secret, body) }],
    ['header', { ...json, 'x-api-key': canaries.secret }],
    ['basic', basic(`hook:${canaries.secret}`)],
  ] as const)('%s passes when it is genuine', async (proof, headers) => {
    const world = await createHookWorld({ instance: { proof: proofs[proof] } });
    expect((await world.send(body, headers)).status).toBe(200);
  });
});

describe('a bearer JWT', () => {
  let server: JwksServer;
  beforeAll(async () => {
    server = await startJwksServer();
  });
  afterAll(() => server.close());

  const issuer = 'https://login.test/tenant-1/v2.0';
  const audience = 'api://hook';
  const azp = '99045fe1-7639-4a75-9d4a-577b6ca3810f';
  const claims = { iss: issuer, aud: audience, azp, tid: 'tenant-1' };
  const seconds = Math.floor(Date.now() / 1000);
  const instance = (): Partial<HookInstance> => ({
    proof: {
      kind: 'bearer-jwt',
      issuer,
      audience,
      jwksUri: server.uri,
      algorithms: ['RS256'],
      claims: { 'azp|appid': azp },
    },
  });
  const bearer = (jwt: string) => ({ ...json, authorization: `Bearer ${jwt}` });
  const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');

  const attacks: Readonly<Record<string, () => Promise<string>>> = {
    'no JWT': async () => '',
    'alg none': async () => `${encode({ alg: 'none', typ: 'JWT' })}.${encode({ ...claims, exp: seconds + 60 })}.`,
    'alg none with a signature': async () =>
      `${encode({ alg: 'none', typ: 'JWT' })}.${encode({ ...claims, exp: seconds + 60 })}.AAAA`,
    'HS256 keyed with the public key': async () => {
      const [key = {}] = publishedKeys.parse(await (await fetch(server.uri)).json()).keys;
      const pem = createPublicKey({ key, format: 'jwk' }).export({ format: 'pem', type: 'spki' });
      const head = `${encode({ alg: 'HS256', kid: key['kid'] })}.${encode({ ...claims, exp: seconds + 60 })}`;
      return `${head}.${createHmac('sha256', pem).update(head).digest('base64url')}`;
    },
    'a key of a stranger under the right key id': () => server.sign(claims, { forged: true }),
    'a key of a stranger that comes in the header (jwk)': async () => {
      const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
      return new SignJWT({ ...claims, exp: seconds + 60 })
        .setProtectedHeader({ alg: 'RS256', jwk: await exportJWK(publicKey) })
        .sign(privateKey);
    },
    'a key set of a stranger that the header names (jku)': async () => {
      const stranger = await startJwksServer();
      const jwt = await stranger.sign(claims, { header: { jku: stranger.uri, x5u: stranger.uri } });
      const fetched = stranger.requests();
      await stranger.close();
      expect(fetched).toBe(0);
      return jwt;
    },
    'a key id that is a path': () => server.sign(claims, { header: { kid: '../../../../dev/null' } }),
    'a key id that is a query': () => server.sign(claims, { header: { kid: "' OR '1'='1" } }),
    'a key id that is no text': () => server.sign(claims, { forged: true, header: { kid: 7 } }),
    'white space in a segment': async () => (await server.sign(claims)).replace('.', ' .'),
    'a line break in a segment': async () => (await server.sign(claims)).replace(/\.(.{5})/, '.$1\n'),
    'a fourth segment': async () => `${await server.sign(claims)}.AAAA`,
    'another audience': () => server.sign({ ...claims, aud: 'api://other' }),
    'no audience': () => server.sign({ iss: issuer, azp, tid: 'tenant-1' }),
    'another issuer': () => server.sign({ ...claims, iss: 'https://login.test/tenant-2/v2.0' }),
    'the issuer with a slash behind it': () => server.sign({ ...claims, iss: `${issuer}/` }),
    'another application (azp)': () => server.sign({ ...claims, azp: randomUUID() }),
    'the right application in appid, another in azp': () => server.sign({ ...claims, azp: randomUUID(), appid: azp }),
    'no application': () => server.sign({ iss: issuer, aud: audience, tid: 'tenant-1' }),
    'another tenant than the event’s (tid)': () => server.sign({ ...claims, tid: 'tenant-2' }),
    'no tenant': () => server.sign({ iss: issuer, aud: audience, azp }),
    'one that has expired': () => server.sign({ ...claims, exp: seconds - 10 }),
    'one that does not say when it expires': () => server.sign({ ...claims, exp: undefined }),
    'one that is not valid yet': () => server.sign({ ...claims, nbf: seconds + 30 }),
    'one of 20 KB': () => server.sign({ ...claims, padding: 'x'.repeat(20_000) }),
  };

  it.each(Object.entries(attacks))('is refused: %s', async (_title, make) => {
    const jwt = await make();
    const world = await createHookWorld({ hook: plainHook({}, { matchesTenant: true }), instance: instance() });
    await expectRefusal(world, body, bearer(jwt), jwt === '' ? [] : [jwt]);
  });

  it.each([
    ['v2 (azp)', claims],
    ['v1 (appid)', { iss: issuer, aud: audience, appid: azp, tid: 'tenant-1' }],
  ])('passes when it is genuine: %s', async (_title, payload) => {
    const world = await createHookWorld({ hook: plainHook({}, { matchesTenant: true }), instance: instance() });
    expect((await world.send(body, bearer(await server.sign(payload)))).status).toBe(200);
  });

  it('is refused in a header that came twice', async () => {
    const world = await createHookWorld({ instance: instance() });
    const jwt = await server.sign(claims);
    await expectRefusal(world, body, { ...json, authorization: `Bearer ${jwt},Bearer ${jwt}` }, [jwt]);
  });
});
