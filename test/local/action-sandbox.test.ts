import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadAction } from '../../local/identity-provider/action-sandbox.ts';

const folder = mkdtempSync(join(tmpdir(), 'action-'));
const lines: string[] = [];

const load = (entry: 'onExecutePostLogin' | 'onExecuteCredentialsExchange', body: string, timeoutMs = 1000) => {
  const file = join(folder, 'action.js');
  writeFileSync(file, `exports.${entry} = async (event, api) => { ${body} };`);
  lines.length = 0;
  return loadAction(file, entry, { secrets: () => ({ KEY: 'value' }), log: (line) => lines.push(line), timeoutMs });
};
const postLogin = (body: string, timeoutMs?: number) => load('onExecutePostLogin', body, timeoutMs);

describe("the local sandbox behaves as Auth0's", () => {
  it('drops restricted names without an error, and takes the rest', async () => {
    const action = postLogin(`for (const name of ['roles', 'sub', 'urn:auth0:x', 'email', 'https://x/a']) {
      api.idToken.setCustomClaim(name, 1); api.accessToken.setCustomClaim(name, 2);
    }`);
    const { idToken, accessToken } = await action({});
    expect(idToken).toEqual({ email: 1, 'https://x/a': 1 });
    expect(accessToken).toEqual({ email: 2, 'https://x/a': 2 });
  });

  it('gives the event with the secrets, of the realm of the Action', async () => {
    const action = postLogin(
      'api.idToken.setCustomClaim("seen", [event.a instanceof Array, event.secrets.KEY, event.a])',
    );
    expect((await action({ a: [1] })).idToken).toEqual({ seen: [true, 'value', [1]] });
  });

  it('does not let the Action change what the identity provider holds', async () => {
    const event = { user: { user_id: 'a' } };
    await postLogin('event.user.user_id = "b"')(event);
    expect(event).toEqual({ user: { user_id: 'a' } });
  });

  it('takes only what JSON carries', async () => {
    const { idToken } = await postLogin(
      'api.idToken.setCustomClaim("a", { f() {}, d: new Date(0), u: undefined }); api.idToken.setCustomClaim("b", undefined)',
    )({});
    expect(idToken).toEqual({ a: { d: '1970-01-01T00:00:00.000Z' } });
  });

  it('has the scope changes at post-login only, and no ID token at credentials-exchange', async () => {
    const changes = 'api.accessToken.addScope("a"); api.accessToken.removeScope("b")';
    expect(await postLogin(changes)({})).toMatchObject({ addedScopes: ['a'], removedScopes: ['b'] });
    await expect(load('onExecuteCredentialsExchange', changes)({})).rejects.toThrow(/addScope/);
    await expect(load('onExecuteCredentialsExchange', 'api.idToken.setCustomClaim("a", 1)')({})).rejects.toThrow();
  });

  it('keeps the arguments of the first denial', async () => {
    expect((await postLogin('api.access.deny("no"); api.access.deny("again")')({})).denied).toEqual(['no']);
    const machine = load('onExecuteCredentialsExchange', 'api.access.deny("server_error", "no")');
    expect((await machine({})).denied).toEqual(['server_error', 'no']);
  });

  it('keeps 256 characters of a line', async () => {
    await postLogin('console.log("x".repeat(300))')({});
    expect(lines).toEqual(['x'.repeat(256)]);
  });

  it('knows the modules of Node, and no others', async () => {
    expect(
      (await postLogin('api.idToken.setCustomClaim("a", typeof require("node:crypto").createHmac)')({})).idToken,
    ).toEqual({
      a: 'function',
    });
    await expect(postLogin('require("axios")')({})).rejects.toThrow("Cannot find module 'axios'");
  });

  it('fails a login whose Action throws, hangs or is not there', async () => {
    await expect(postLogin('throw new Error("broken")')({})).rejects.toThrow('broken');
    await expect(postLogin('await new Promise(() => {})', 30)({})).rejects.toThrow('did not end within 30 ms');
    const file = join(folder, 'empty.js');
    writeFileSync(file, '');
    const options = { secrets: () => ({}), log: () => undefined };
    await expect(loadAction(file, 'onExecutePostLogin', options)({})).rejects.toThrow(
      'does not export onExecutePostLogin',
    );
  });
});
