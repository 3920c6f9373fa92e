import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { Webhook } from 'standardwebhooks';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { restricted } from '../../functions/auth0/limits.ts';
import { type Run, runAction } from './support/hand-made-sandbox.ts';
import { auth0Event, hookBody, recordedNames, triggerOf } from './support/recorded.ts';
import { startStubHook } from './support/stub-hook.ts';

const secret = `whsec_${randomBytes(32).toString('base64')}`;
const statusClaim = 'https://claims.example.com/claims_status';
let hook: Awaited<ReturnType<typeof startStubHook>>;
beforeAll(async () => {
  hook = await startStubHook();
});
afterAll(() => hook.close());
beforeEach(() => {
  hook.received.length = 0;
  hook.answer(200, { specVersion: '1', outcome: 'unchanged' });
});

const run = (name: string, secrets: Record<string, string> = {}): Promise<Run> => {
  const event = auth0Event(name);
  return runAction(triggerOf(name), {
    ...event,
    secrets: { CLAIMS_URL: hook.url, CLAIMS_SECRET: secret, ...event.secrets, ...secrets },
  });
};

const issue = (idToken: object, accessToken: object, scopes: object = { addScopes: [], removeScopes: [] }) => ({
  specVersion: '1',
  outcome: 'issue',
  idToken: { claims: idToken },
  accessToken: { claims: accessToken, ...scopes },
});

describe('what the Actions send', () => {
  it.each(recordedNames)('sends only what a decision needs: %s', async (name) => {
    await run(name);
    expect(hook.received.map(({ body }) => JSON.parse(body))).toEqual([hookBody(name)]);
  });

  it('signs the raw body as Standard Webhooks says', async () => {
    await run('post-login');
    const [call] = hook.received;
    const headers = Object.fromEntries(
      Object.entries(call?.headers ?? {}).map(([name, value]) => [name, String(value)]),
    );
    expect(new Webhook(secret).verify(call?.body ?? '', headers)).toEqual(hookBody('post-login'));
    expect(() =>
      new Webhook(`whsec_${randomBytes(32).toString('base64')}`).verify(call?.body ?? '', headers),
    ).toThrow();
  });

  it('sends no app_metadata that is not there', async () => {
    const event = auth0Event('post-login');
    const { app_metadata: _, ...user } = event.user;
    const secrets = {
      CLAIMS_URL: hook.url,
      CLAIMS_SECRET: secret,
      SEND_FIELDS: 'app_metadata.plan app_metadata.toString',
    };
    expect(await runAction('post-login', { ...event, user, secrets })).toEqual({ calls: [], lines: [] });
    expect(hook.received.map(({ body }) => JSON.parse(body).user)).toEqual([{ id: user.user_id }]);
  });

  it('never sends what the user can edit, the request or the session', async () => {
    const event = auth0Event('post-login-app-metadata');
    const canary = 'canary-8f2d';
    const marked = {
      ...event,
      user: { ...event.user, user_metadata: { a: canary }, name: canary, identities: [canary], phone_number: canary },
      request: { ...event.request, ip: canary, body: { password: canary } },
      session: { id: canary },
      connection: { id: canary, name: canary, strategy: canary },
      secrets: { CLAIMS_URL: hook.url, CLAIMS_SECRET: secret, SEND_FIELDS: 'user_metadata.a name' },
    };
    const { lines } = await runAction('post-login', marked);
    expect(hook.received).toHaveLength(1);
    expect(JSON.stringify(hook.received)).not.toContain(canary);
    expect(lines).toEqual([]);
  });
});

describe('what the Actions do with the answer', () => {
  it('sets the claims of each token and changes the scopes at post-login', async () => {
    hook.answer(200, issue({ 'https://x/a': 1 }, { 'https://x/b': ['c'] }, { addScopes: ['d'], removeScopes: ['e'] }));
    expect((await run('post-login')).calls).toEqual([
      ['accessToken.addScope', 'd'],
      ['accessToken.removeScope', 'e'],
      ['idToken.setCustomClaim', 'https://x/a', 1],
      ['accessToken.setCustomClaim', 'https://x/b', ['c']],
    ]);
  });

  it('sets the claims of the access token at credentials-exchange', async () => {
    hook.answer(200, issue({}, { 'https://x/b': { c: [true, null, 1.5] } }, { addScopes: ['d'], removeScopes: ['e'] }));
    expect((await run('credentials-exchange')).calls).toEqual([
      ['accessToken.setCustomClaim', 'https://x/b', { c: [true, null, 1.5] }],
    ]);
  });

  it.each(['post-login', 'credentials-exchange'])('changes nothing in observe mode: %s', async (name) => {
    expect(await run(name)).toEqual({ calls: [], lines: [] });
  });

  it('denies with the text alone at post-login', async () => {
    hook.answer(200, { specVersion: '1', outcome: 'deny', code: 'invalid_request', message: 'No (ref 1)' });
    expect((await run('post-login')).calls).toEqual([['access.deny', 'No (ref 1)']]);
  });

  it('denies with code and text at credentials-exchange', async () => {
    hook.answer(200, { specVersion: '1', outcome: 'deny', code: 'invalid_request', message: 'No (ref 1)' });
    expect((await run('credentials-exchange')).calls).toEqual([['access.deny', 'invalid_request', 'No (ref 1)']]);
    hook.answer(200, { specVersion: '1', outcome: 'deny', code: 'made_up', message: 'No' });
    expect((await run('credentials-exchange')).calls).toEqual([['access.deny', 'server_error', 'No']]);
  });

  it.each(['post-login', 'credentials-exchange'])('sets no restricted name, whatever the answer: %s', async (name) => {
    const claims = Object.fromEntries([...restricted.names, 'urn:auth0:x', 'email'].map((claim) => [claim, 'x']));
    hook.answer(200, issue(claims, claims));
    const { calls, lines } = await run(name);
    expect(new Set(calls.map(([, claim]) => claim))).toEqual(new Set(['email']));
    expect(lines).toContain('custom claims: Auth0 reserves "roles"');
  });
});

const quickly = (answer: Parameters<typeof hook.answerWith>[0]) => {
  hook.answerWith(answer);
  return { TIMEOUT_MS: '60' };
};
/** Where it leads to there is an answer that looks well. */
const redirect: Parameters<typeof hook.answerWith>[0] = (response, path) => {
  if (path === '/hook') response.writeHead(302, { location: '/elsewhere' }).end();
  else response.end(JSON.stringify(issue({ 'https://x/a': 1 }, {})));
};
type Fault = readonly [title: string, line: string, set: () => Record<string, string> | undefined];
const faults: readonly Fault[] = [
  ['a refused connection', 'no connection', () => ({ CLAIMS_URL: 'http://127.0.0.1:9/hook' })],
  ['no answer in time', 'no answer within 60 ms', () => quickly(() => undefined)],
  ['a body that never ends', 'no answer within 60 ms', () => quickly((response) => response.write('{'))],
  ['a reset connection', 'no connection', () => void hook.answerWith((response) => response.destroy())],
  ['HTTP 401', 'HTTP 401', () => void hook.answer(401, { specVersion: '1', outcome: 'deny', message: 'canary' })],
  ['HTTP 503', 'HTTP 503', () => void hook.answer(503, 'canary')],
  ['a redirect', 'no connection', () => void hook.answerWith(redirect)],
  ['HTML', 'the answer is not JSON', () => void hook.answer(200, '<html>canary</html>')],
  ['another version', 'the answer has another version', () => void hook.answer(200, { specVersion: '2' })],
  ['a bare list', 'the answer has another version', () => void hook.answer(200, [])],
  ['half an answer', 'the answer is incomplete', () => void hook.answer(200, { specVersion: '1', outcome: 'issue' })],
  ['a huge answer', 'the answer is too large', () => void hook.answer(200, `"${'x'.repeat(260_000)}"`)],
  ['no secret', 'the secret CLAIMS_SECRET is not set', () => ({ CLAIMS_SECRET: '' })],
  ['no URL', 'the secret CLAIMS_URL is not a URL', () => ({ CLAIMS_URL: '' })],
  ['plain http to elsewhere', 'CLAIMS_URL must be https', () => ({ CLAIMS_URL: 'http://hooks.example.com/' })],
];

describe.each(['post-login', 'credentials-exchange'])('when the hook gives no usable answer: %s', (name) => {
  it.each(faults)('denies by default: %s', async (_title, line, set) => {
    const { calls, lines } = await run(name, set() ?? {});
    const text = expect.stringMatching(/^We cannot sign you in at the moment\..* \(msg_[0-9a-f-]{36}\)$/);
    expect(calls).toEqual([name === 'post-login' ? ['access.deny', text] : ['access.deny', 'server_error', text]]);
    expect(lines).toEqual([expect.stringMatching(new RegExp(`^custom claims: ${line} \\(msg_[0-9a-f-]{36}\\)$`))]);
  });

  it.each(faults)('issues degraded tokens where ON_FAILURE says so: %s', async (_title, _line, set) => {
    const { calls } = await run(name, { ...set(), ON_FAILURE: 'issue', STATUS_CLAIM: statusClaim });
    const tokens = name === 'post-login' ? ['idToken', 'accessToken'] : ['accessToken'];
    expect(calls).toEqual(tokens.map((token) => [`${token}.setCustomClaim`, statusClaim, 'degraded']));
  });

  it('issues without a marker where the policy turned it off', async () => {
    hook.answer(500, '');
    expect((await run(name, { ON_FAILURE: 'issue' })).calls).toEqual([]);
  });

  it('says nothing of the secret, the subject or the answer in its lines', async () => {
    for (const [, , set] of faults) {
      const { lines } = await run(name, set() ?? {});
      expect(lines.join()).not.toMatch(/canary|whsec_|auth0\||stock-sync/);
      expect(lines.join()).not.toContain(secret);
    }
  });
});

describe('the Action files', () => {
  const read = (trigger: string) => readFileSync(new URL(`../../actions/auth0/${trigger}.js`, import.meta.url), 'utf8');
  const common = (source: string) =>
    source.slice(source.indexOf('// ---- common'), source.indexOf('// ---- end of common'));

  it('have the same common part', () => {
    expect(common(read('post-login')).length).toBeGreaterThan(2000);
    expect(common(read('post-login'))).toBe(common(read('credentials-exchange')));
  });

  it.each(['post-login', 'credentials-exchange'])('fit Auth0: no dependency, under 100 kB: %s', (trigger) => {
    const source = read(trigger);
    expect(Buffer.byteLength(source)).toBeLessThan(100_000);
    expect(source.match(/require\([^)]*\)/g)).toEqual(["require('node:crypto')"]);
    expect(source).not.toMatch(/\bimport\b.*from/);
  });

  it('know the same restricted names as the hook', () => {
    const [, names = ''] = /new Set\(\s*`([^`]+)`/.exec(common(read('post-login'))) ?? [];
    expect(new Set(names.trim().split(/\s+/))).toEqual(restricted.names);
  });
});
