import { createHmac, createPublicKey, generateKeyPairSync } from 'node:crypto';
import { exportJWK, SignJWT } from 'jose';
import * as z from 'zod';
import { type Attack, type Attacker, carriesJwtInBody } from './attack.ts';
import { type Target, unixSeconds } from './target.ts';

const publishedKeys = z.object({ keys: z.array(z.record(z.string(), z.string())) });

const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

const validFor = (seconds: number, target: Target) => ({ ...target.claims, exp: unixSeconds() + seconds });

type Make = (target: Target, attacker: Attacker) => string | Promise<string>;
type Rest = Pick<Attack, 'where' | 'refused'>;

const jwt = (title: string, make: Make, rest: Rest = {}): Attack => ({
  title: `a JWT: ${title}`,
  against: ['bearer-jwt'],
  ...rest,
  make: async (target, attacker) => target.carrying(await make(target, attacker)),
});

/** A payload that the issuer itself signed, but not for us, or not for now. */
const claiming = (title: string, change: (target: Target) => Readonly<Record<string, unknown>>, rest: Rest = {}) =>
  jwt(title, (target, { issuer }) => issuer.sign({ ...target.claims, ...change(target) }), rest);

const atEntra = { where: ({ fixture }: Target) => fixture.hook.idp === 'entra' };
const atOkta = { where: ({ fixture }: Target) => fixture.hook.idp === 'okta' };
const inHeader = { where: (target: Target) => !carriesJwtInBody(target) };
const inBody = { where: carriesJwtInBody };

const unsigned = (target: Target): string => `${encode({ alg: 'none', typ: 'JWT' })}.${encode(validFor(60, target))}.`;

/** What can be tried on a JWT (RFC 8725). */
export const jwtAttacks: readonly Attack[] = [
  jwt('alg none', unsigned),
  jwt('alg none, with a signature', (target) => `${unsigned(target)}AAAA`),
  jwt('alg NoNe', (target) => `${encode({ alg: 'NoNe', typ: 'JWT' })}.${encode(validFor(60, target))}.AAAA`),
  jwt('HS256 keyed with the public key', async (target, { issuer }) => {
    const [key = {}] = publishedKeys.parse(await (await fetch(issuer.uri)).json()).keys;
    const pem = createPublicKey({ key, format: 'jwk' }).export({ format: 'pem', type: 'spki' });
    const head = `${encode({ alg: 'HS256', kid: key['kid'] })}.${encode(validFor(60, target))}`;
    return `${head}.${createHmac('sha256', pem).update(head).digest('base64url')}`;
  }),
  jwt("a stranger's key under the right key id", (target, { issuer }) => issuer.sign(target.claims, { forged: true })),
  jwt("a stranger's key in the header (jwk)", async (target) => {
    const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    return new SignJWT(validFor(60, target))
      .setProtectedHeader({ alg: 'RS256', jwk: await exportJWK(publicKey) })
      .sign(privateKey);
  }),
  jwt("a stranger's key set, named in the header (jku, x5u)", (target, { stranger }) =>
    stranger.sign(target.claims, { header: { jku: stranger.uri, x5u: stranger.uri } }),
  ),
  ...['../../../../dev/null', "' OR '1'='1", 'http://127.0.0.1/keys', ''].map((kid) =>
    jwt(`the key id ${JSON.stringify(kid)}`, (target, { stranger }) =>
      stranger.sign(target.claims, { header: { kid } }),
    ),
  ),
  jwt('a key id that is no text', (target, { issuer }) =>
    issuer.sign(target.claims, { forged: true, header: { kid: 7 } }),
  ),
  jwt('a space in a segment', async (target, { issuer }) => (await issuer.sign(target.claims)).replace('.', ' .')),
  jwt('a tab in a segment', async (target, { issuer }) =>
    (await issuer.sign(target.claims)).replace(/\.(.{5})/, '.$1\t'),
  ),
  jwt(
    'a line break in a segment',
    async (target, { issuer }) => (await issuer.sign(target.claims)).replace(/\.(.{5})/, '.$1\n'),
    inBody,
  ),
  jwt('a fourth segment', async (target, { issuer }) => `${await issuer.sign(target.claims)}.AAAA`),
  jwt('a signature that is cut short', async (target, { issuer }) => (await issuer.sign(target.claims)).slice(0, -8)),
  jwt('the signature of another payload', async (target, { issuer }) => {
    const [head, , signature] = (await issuer.sign(target.claims)).split('.');
    return `${head}.${encode(validFor(900, target))}.${signature}`;
  }),
  claiming('another audience', () => ({ aud: 'api://another' })),
  claiming('no audience', () => ({ aud: undefined })),
  claiming('another issuer', () => ({ iss: 'https://login.example.net/' })),
  claiming('the issuer with a slash behind it', ({ claims }) => ({ iss: `${claims.iss}/` })),
  claiming('another application (azp)', () => ({ azp: 'another' }), atEntra),
  claiming(
    'the right application in appid, another in azp',
    ({ claims }) => ({ azp: 'another', appid: claims['azp'] }),
    atEntra,
  ),
  claiming('no application', () => ({ azp: undefined }), atEntra),
  claiming("another tenant than the event's (tid)", () => ({ tid: 'ffffffff-0000-cccc-1111-dddd2222eeee' }), atEntra),
  claiming('no tenant', () => ({ tid: undefined }), atEntra),
  claiming('another client (cid)', () => ({ cid: 'another' }), atOkta),
  claiming('expired', () => ({ exp: unixSeconds() - 10 })),
  claiming('one that never expires', () => ({ exp: undefined })),
  claiming('not valid yet', () => ({ nbf: unixSeconds() + 120 })),
  claiming('one of 20 KB', () => ({ padding: 'x'.repeat(20_000) }), { ...inHeader, refused: 431 }),
  claiming('one of 150 KB', () => ({ padding: 'x'.repeat(110_000) }), inBody),
];
