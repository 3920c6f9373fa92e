import { generateKeyPairSync, randomUUID } from 'node:crypto';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, SignJWT, UnsecuredJWT } from 'jose';
import { afterEach, describe, expect, it } from 'vitest';
import { type BearerJwtProof, createBearerJwtVerifier } from '../../lib/callers/bearer-jwt.ts';
import { KeySetUnavailableError } from '../../lib/errors.ts';
import { selfSignedCertificate } from '../support/self-signed-certificate.ts';

const issuer = 'https://issuer.test/';
const audience = 'hook';
const claims = { iss: issuer, aud: audience, sub: 'caller' };

const createKey = () => {
  const kid = randomUUID();
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  return {
    kid,
    privateKey,
    jwk: async () => ({ ...(await exportJWK(publicKey)), kid, alg: 'RS256' }),
    sign: (payload: Record<string, unknown> = claims, seconds = 300) =>
      new SignJWT(payload)
        .setProtectedHeader({ alg: 'RS256', kid })
        .setExpirationTime(Math.floor(Date.now() / 1000) + seconds)
        .sign(privateKey),
  };
};

const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

/** A key set on a real server, whose answer a test can change. */
const serve = async (initial: RequestListener) => {
  let answer = initial;
  let requests = 0;
  const server = createServer((request, response) => {
    requests += 1;
    answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closing.push(() => {
    server.close();
    server.closeAllConnections();
  });
  const { port } = server.address() as AddressInfo;
  return {
    uri: `http://127.0.0.1:${port}/keys`,
    requests: () => requests,
    change: (changed: RequestListener) => {
      answer = changed;
    },
  };
};

const text =
  (body: string, status = 200): RequestListener =>
  (_request, response) => {
    response.writeHead(status).end(body);
  };

const keySet = async (...keys: readonly ReturnType<typeof createKey>[]): Promise<RequestListener> =>
  text(JSON.stringify({ keys: await Promise.all(keys.map((key) => key.jwk())) }));

const proof = (jwksUri: string, more: Partial<BearerJwtProof> = {}): BearerJwtProof => ({
  kind: 'bearer-jwt',
  issuer,
  audience,
  jwksUri,
  algorithms: ['RS256'],
  ...more,
});

const createVerifier = () => {
  let elapsed = 0;
  const verifier = createBearerJwtVerifier({ now: () => Date.now() + elapsed });
  return {
    verify: (jwt: string, given: BearerJwtProof, { emulator = false, timeout = 2_000 } = {}) =>
      verifier.verify(jwt, given, { signal: AbortSignal.timeout(timeout), emulator }),
    prefetch: (given: BearerJwtProof) => verifier.prefetch(given, { signal: AbortSignal.timeout(2_000) }),
    pass: (milliseconds: number) => {
      elapsed += milliseconds;
    },
  };
};

describe('the key set', () => {
  it('is fetched once for many calls', async () => {
    const key = createKey();
    const server = await serve(await keySet(key));
    const { verify } = createVerifier();
    for (let call = 0; call < 5; call += 1) {
      expect(await verify(await key.sign(), proof(server.uri))).toMatchObject({ verified: true, claims });
    }
    expect(server.requests()).toBe(1);
  });

  it('is fetched before the first call when asked for', async () => {
    const key = createKey();
    const server = await serve(await keySet(key));
    const { verify, prefetch } = createVerifier();
    await prefetch(proof(server.uri));
    await verify(await key.sign(), proof(server.uri));
    expect(server.requests()).toBe(1);
  });

  it('is not fetched at all where it is seeded with the key', async () => {
    const key = createKey();
    const server = await serve(text('', 500));
    const { verify, prefetch } = createVerifier();
    const seeded = proof(server.uri, { jwks: { keys: [await key.jwk()] } });
    await prefetch(seeded);
    expect(await verify(await key.sign(), seeded)).toMatchObject({ verified: true });
    expect(server.requests()).toBe(0);
  });

  it('is fetched again for a key id that it lacks, and not again within the cool-down', async () => {
    const [old, rotated, stranger] = [createKey(), createKey(), createKey()];
    const server = await serve(await keySet(old));
    const { verify, pass } = createVerifier();
    await verify(await old.sign(), proof(server.uri));
    server.change(await keySet(old, rotated));
    pass(31_000);
    expect(await verify(await rotated.sign(), proof(server.uri))).toMatchObject({ verified: true });
    for (let call = 0; call < 20; call += 1) {
      expect(await verify(await stranger.sign(), proof(server.uri))).toMatchObject({ verified: false });
    }
    expect(server.requests()).toBe(2);
  });

  it('is fetched again after an hour, so that a withdrawn key does not live on', async () => {
    const [old, rotated] = [createKey(), createKey()];
    const server = await serve(await keySet(old));
    const { verify, pass } = createVerifier();
    await verify(await old.sign(), proof(server.uri));
    server.change(await keySet(rotated));
    pass(3_601_000);
    expect(await verify(await old.sign(claims, 7_200), proof(server.uri))).toMatchObject({ verified: false });
  });

  it('stays in use when it cannot be fetched again', async () => {
    const key = createKey();
    const server = await serve(await keySet(key));
    const { verify, pass } = createVerifier();
    await verify(await key.sign(), proof(server.uri));
    server.change(text('down', 503));
    pass(3_601_000);
    expect(await verify(await key.sign(claims, 7_200), proof(server.uri))).toMatchObject({ verified: true });
  });

  it('may be Google’s map of certificates by key id', async () => {
    const key = createKey();
    const server = await serve(text(JSON.stringify({ [key.kid]: selfSignedCertificate(key.privateKey) })));
    expect(await createVerifier().verify(await key.sign(), proof(server.uri))).toMatchObject({ verified: true });
    expect(await createVerifier().verify(await createKey().sign(), proof(server.uri))).toMatchObject({
      verified: false,
    });
  });

  it('never makes a symmetric key of what is published', async () => {
    const secret = Buffer.from('published to everybody, a secret to nobody');
    const server = await serve(
      text(JSON.stringify({ keys: [{ kty: 'oct', k: secret.toString('base64url'), kid: 'k' }] })),
    );
    const jwt = await new SignJWT(claims)
      .setProtectedHeader({ alg: 'HS256', kid: 'k' })
      .setExpirationTime('1h')
      .sign(secret);
    expect(await createVerifier().verify(jwt, proof(server.uri, { algorithms: ['HS256'] }))).toMatchObject({
      verified: false,
    });
  });

  it.each([
    ['answers with an error', text('down', 503)],
    [
      'redirects',
      ((_request, response) => void response.writeHead(302, { location: '/elsewhere' }).end()) as RequestListener,
    ],
    ['answers with what is no key set', text('{"keys":"none"}')],
    ['answers with no JSON', text('<html>')],
    ['answers with an empty object', text('{}')],
    ['answers with more than 256 KB', text('x'.repeat(300_000))],
    ['hangs', () => undefined],
    ['drops the connection', ((request) => void request.socket.destroy()) as RequestListener],
  ])('is a fault of its own when the server %s', async (_title, answer) => {
    const server = await serve(answer);
    const verifying = createVerifier().verify(await createKey().sign(), proof(server.uri), { timeout: 300 });
    await expect(verifying).rejects.toThrow(KeySetUnavailableError);
    await expect(verifying).rejects.toThrow(server.uri);
  });

  it('is asked for again by the first call when it could not be fetched ahead of it', async () => {
    const key = createKey();
    const server = await serve(text('down', 503));
    const { verify, prefetch } = createVerifier();
    await prefetch(proof(server.uri));
    server.change(await keySet(key));
    expect(await verify(await key.sign(), proof(server.uri))).toMatchObject({ verified: true });
  });
});

describe('the algorithm', () => {
  it('is one of those that are pinned, also where the key would do for others', async () => {
    const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const server = await serve(text(JSON.stringify({ keys: [{ ...(await exportJWK(publicKey)), kid: 'k' }] })));
    const sign = (alg: string) =>
      new SignJWT(claims).setProtectedHeader({ alg, kid: 'k' }).setExpirationTime('1h').sign(privateKey);
    const { verify } = createVerifier();
    expect(await verify(await sign('RS256'), proof(server.uri))).toMatchObject({ verified: true });
    for (const alg of ['RS384', 'PS256']) {
      expect(await verify(await sign(alg), proof(server.uri))).toMatchObject({ verified: false });
    }
  });
});

describe('required claims', () => {
  it('take any of several values, and several issuers and audiences', async () => {
    const key = createKey();
    const server = await serve(await keySet(key));
    const { verify } = createVerifier();
    const given = proof(server.uri, {
      issuer: ['https://old.test/', issuer],
      audience: ['other', audience],
      claims: { 'azp|appid': ['one', 'two'], scope: 'hook' },
    });
    expect(await verify(await key.sign({ ...claims, appid: 'two', scope: 'hook' }), given)).toMatchObject({
      verified: true,
    });
    expect(await verify(await key.sign({ ...claims, appid: 'two' }), given)).toMatchObject({ verified: false });
    expect(await verify(await key.sign({ ...claims, appid: ['two'], scope: 'hook' }), given)).toMatchObject({
      verified: false,
    });
  });
});

describe('an emulator', () => {
  const unsecured = (payload: Record<string, unknown> = claims) =>
    new UnsecuredJWT(payload).setExpirationTime(Math.floor(Date.now() / 1000) + 300).encode();

  it('may send alg none, and is still held to issuer, audience and expiry', async () => {
    const { verify } = createVerifier();
    const given = proof('http://127.0.0.1:1/keys');
    expect(await verify(unsecured(), given, { emulator: true })).toMatchObject({ verified: true, claims });
    expect(await verify(unsecured({ ...claims, aud: 'other' }), given, { emulator: true })).toMatchObject({
      verified: false,
    });
    expect(await verify(unsecured({ ...claims, iss: 'other' }), given, { emulator: true })).toMatchObject({
      verified: false,
    });
    expect(await verify(new UnsecuredJWT(claims).encode(), given, { emulator: true })).toMatchObject({
      verified: false,
    });
  });

  it('is the only one that may', async () => {
    expect(await createVerifier().verify(unsecured(), proof('http://127.0.0.1:1/keys'))).toMatchObject({
      verified: false,
    });
  });

  it('is verified like anybody when it signs', async () => {
    const [key, stranger] = [createKey(), createKey()];
    const server = await serve(await keySet(key));
    const { verify } = createVerifier();
    expect(await verify(await key.sign(), proof(server.uri), { emulator: true })).toMatchObject({ verified: true });
    expect(await verify(await stranger.sign(), proof(server.uri), { emulator: true })).toMatchObject({
      verified: false,
    });
  });
});
