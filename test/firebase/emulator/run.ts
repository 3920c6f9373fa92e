import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import * as z from 'zod/mini';
import { firebaseBeforeSignIn } from '../../../functions/firebase/before-sign-in.ts';
import { createMemoryAttributeStore } from '../../../lib/attributes/memory-attribute-store.ts';
import { defineClaims } from '../../../lib/claims/policy.ts';
import { listen } from '../../../local/listen.ts';
import { type HookUnderTest, startHook } from '../../support/hook-under-test.ts';
import { httpApiEvent } from '../../support/http-api-event.ts';
import { type AuthEmulator, project, startAuthEmulator } from './auth-emulator.ts';
import { installFirebaseTools } from './install.ts';

/**
 * Logs users in at Google's own Auth emulator, which calls our hook over HTTP, and looks into the ID tokens.
 * On demand only (`npm run test:firebase-emulator`): it installs 340 MB.
 */
const namespace = 'https://claims.example.com/';
const path = '/firebase/before-sign-in';
const realm = 'customers';

const policy = defineClaims({
  namespace,
  claims: {
    user_role: { schema: z.enum(['customer', 'admin']), default: 'customer', description: 'What the person may do' },
    company_id: { schema: z.int(), description: 'Id of the company' },
  },
  scopes: {},
  always: ['user_role', 'company_id'],
  unknownSubject: 'defaults',
});

const store = createMemoryAttributeStore();
let broken = false;
let hook: HookUnderTest | undefined;
const calls: number[] = [];

const server = await listen(
  createServer(async (request, response) => {
    const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]));
    const answer = await hook?.call(httpApiEvent({ path, headers, body: await text(request) }));
    if (answer?.kind !== 'http') throw new Error('The hook is not up.');
    calls.push(answer.status);
    response.writeHead(answer.status, answer.headers).end(answer.body);
  }),
  0,
);
const url = `${server.url}${path}`;

hook = await startHook({
  hook: firebaseBeforeSignIn,
  policy,
  instances: {
    firebase: {
      hook: 'firebase/before-sign-in',
      realm,
      proof: {
        kind: 'bearer-jwt',
        issuer: `https://securetoken.google.com/${project}`,
        audience: url,
        jwksUri: 'http://127.0.0.1:1/the-emulator-has-no-keys',
        algorithms: ['RS256'],
        in: { body: 'data.jwt' },
      },
      scopes: { from: 'assumed', scopes: [] },
      groups: 'directory',
      onFailure: 'deny',
      mode: 'enforce',
      emulator: true,
    },
  },
  reader: {
    load: (...query) => (broken ? Promise.reject(new Error('the store is down')) : store.load(...query)),
  },
});

const claimsOf = (jwt: unknown): Readonly<Record<string, unknown>> =>
  JSON.parse(Buffer.from(String(jwt).split('.')[1] ?? '', 'base64url').toString());
const ours = (jwt: unknown) =>
  Object.fromEntries(Object.entries(claimsOf(jwt)).filter(([name]) => name.startsWith(namespace)));

const accounts = (emulator: AuthEmulator, method: string, user: string) =>
  emulator.call('POST', `/identitytoolkit.googleapis.com/v1/accounts:${method}?key=any`, {
    email: `${user}@example.com`,
    password: 'correct horse battery staple',
    returnSecureToken: true,
  });

const passed = (fact: string) => process.stdout.write(`ok  ${fact}\n`);
const emulator = await startAuthEmulator(installFirebaseTools(), url);
try {
  const signedUp = await accounts(emulator, 'signUp', 'ada');
  assert.equal(signedUp.status, 200, JSON.stringify(signedUp.body));
  assert.deepEqual(ours(signedUp.body['idToken']), { [`${namespace}user_role`]: 'customer' });
  passed('an unknown user gets the default in the first ID token');

  const subject = String(signedUp.body['localId']);
  const key = { kind: 'user', realm, subject } as const;
  const attributes = { user_role: 'admin', company_id: 42 };
  await store.put(key, { attributes }, { by: 'test', expectedVersion: 0 });
  const signedIn = await accounts(emulator, 'signInWithPassword', 'ada');
  assert.deepEqual(ours(signedIn.body['idToken']), {
    [`${namespace}user_role`]: 'admin',
    [`${namespace}company_id`]: 42,
  });
  passed('attributes of the store are in the next ID token, under namespaced names');

  const before = calls.length;
  await store.put(key, { attributes: { user_role: 'customer' } }, { by: 'test', expectedVersion: 1 });
  const refreshed = await emulator.call('POST', '/securetoken.googleapis.com/v1/token?key=any', {
    grantType: 'refresh_token',
    refreshToken: signedIn.body['refreshToken'],
  });
  assert.equal(refreshed.status, 200, JSON.stringify(refreshed.body));
  assert.equal(calls.length, before);
  const afterRefresh = ours(refreshed.body['id_token']);
  passed(`refresh does not call the hook; the refreshed ID token carries ${JSON.stringify(afterRefresh)}`);

  await emulator.call(
    'POST',
    `/identitytoolkit.googleapis.com/v1/projects/${project}/accounts:update`,
    { localId: subject, customAttributes: JSON.stringify({ plan: 'gold' }) },
    { admin: true },
  );
  const withStored = await accounts(emulator, 'signInWithPassword', 'ada');
  assert.equal(claimsOf(withStored.body['idToken'])['plan'], 'gold');
  assert.deepEqual(ours(withStored.body['idToken']), { [`${namespace}user_role`]: 'customer' });
  passed('claims that are stored on the user stay beside ours');

  await store.put(key, { attributes, blocked: true }, { by: 'test', expectedVersion: 2 });
  const blocked = await accounts(emulator, 'signInWithPassword', 'ada');
  assert.notEqual(blocked.status, 200);
  assert.equal(calls.at(-1), 403);
  passed(`a blocked user gets no token: ${JSON.stringify(blocked.body['error'])}`);

  broken = true;
  const failed = await accounts(emulator, 'signInWithPassword', 'ada');
  assert.notEqual(failed.status, 200);
  assert.equal(calls.at(-1), 500);
  passed('without the store nobody gets a token');
} finally {
  await emulator.stop();
  await server.close();
}
