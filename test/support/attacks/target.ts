import { createHmac, randomBytes, randomUUID } from 'node:crypto';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { decodeJwt, type JWTPayload } from 'jose';
import type { HookInstance, Proof } from '../../../lib/hook-instance.ts';
import { principalOf } from '../../contracts/contract-policy.ts';
import type { HookFixture } from '../hook-fixture.ts';
import { isMembers, member } from '../hooks/answers.ts';
import type { JwksServer } from '../jwks-server.ts';
import type { HttpRequest } from './http-request.ts';

export type SigningOptions = {
  /** Default: the one that is stored. */
  readonly secret?: string;
  readonly body?: string;
  /** The timestamp as text. Default: now, in seconds. */
  readonly timestamp?: string;
};

/** One way to call one served hook, and everything that makes a call genuine. */
export type Target = {
  /** The hook's name, and the variant. */
  readonly name: string;
  readonly fixture: HookFixture;
  readonly instance: string;
  readonly settings: HookInstance;
  readonly proof: Proof;
  /** What the IdP would send. */
  readonly event: unknown;
  /** The IdP's call, without any proof. */
  readonly bare: HttpRequest;
  /** The values of the secret, newest first; none where the proof has none. */
  secrets: readonly string[];
  /** The IdP's call with its proof by a secret. */
  signed(options?: SigningOptions): HttpRequest;
  /** The payload of a JWT as the IdP makes it, without its times. */
  readonly claims: JWTPayload;
  /** The IdP's call with this JWT for its proof. */
  carrying(jwt: string): HttpRequest;
  /** The IdP's call, in order in every way. */
  genuine(): Promise<HttpRequest>;
};

export const unixSeconds = (): number => Math.floor(Date.now() / 1000);

export const withHeaders = (request: HttpRequest, headers: HttpRequest['headers']): HttpRequest => {
  const replaced = new Set(headers.map(([name]) => name));
  return { ...request, headers: [...request.headers.filter(([name]) => !replaced.has(name)), ...headers] };
};

/** A secret in the form that the proof wants. */
export const newSecretFor = (proof: Proof): string =>
  proof.kind === 'standard-webhooks'
    ? `whsec_${randomBytes(32).toString('base64')}`
    : randomBytes(32).toString('base64url');

const hmac = (key: string | Uint8Array, text: string) => createHmac('sha256', key).update(text);

/** Signs by the IdPs' documentation, with nothing of the product. */
const proofHeaders = (proof: Proof, secret: string, body: string, timestamp: string): HttpRequest['headers'] => {
  switch (proof.kind) {
    case 'standard-webhooks': {
      const id = `msg_${randomUUID()}`;
      const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
      const signature = hmac(key, `${id}.${timestamp}.${body}`).digest('base64');
      return [
        ['webhook-id', id],
        ['webhook-timestamp', timestamp],
        ['webhook-signature', `v1,${signature}`],
      ];
    }
    case 'zitadel-signature':
      return [['zitadel-signature', `t=${timestamp},v1=${hmac(secret, `${timestamp}.${body}`).digest('hex')}`]];
    case 'body-hmac':
      return [[proof.header.toLowerCase(), hmac(secret, body).digest('hex')]];
    case 'static-header':
      return [[proof.header.toLowerCase(), secret]];
    case 'basic':
      return [['authorization', `Basic ${btoa(`${proof.username}:${secret}`)}`]];
    default:
      throw new Error(`A proof of kind ${proof.kind} is not made by a secret.`);
  }
};

const jwtIn = ({ headers, body }: APIGatewayProxyEventV2): string | undefined => {
  const inBody = member(JSON.parse(body || 'null'), 'data', 'jwt');
  return typeof inBody === 'string' ? inBody : /^Bearer (.+)$/.exec(headers['authorization'] ?? '')?.[1];
};

const toRequest = ({ requestContext, rawPath, rawQueryString, headers, body = '' }: APIGatewayProxyEventV2) => ({
  method: requestContext.http.method,
  path: rawQueryString ? `${rawPath}?${rawQueryString}` : rawPath,
  headers: Object.entries(headers)
    .filter(([name]) => name !== 'host')
    .map(([name, value = '']): [string, string] => [name, value]),
  body,
});

/** @param issuer signs for every IdP that proves itself by JWTs */
export const createTarget = async (fixture: HookFixture, issuer: JwksServer): Promise<Target> => {
  const caller = await fixture.caller();
  const event = fixture.event(principalOf(fixture).request);
  // What a caller of an HTTP hook makes is always an event of the HTTP API.
  const bare = toRequest((await caller.call(event, 'missing')) as APIGatewayProxyEventV2);
  const example = (await caller.call(event)) as APIGatewayProxyEventV2;
  await caller.close?.();
  const own = caller.proof;
  const byJwt = own.kind === 'bearer-jwt';
  const instance = `${fixture.hook.name.replaceAll('/', '-')}${byJwt ? '-jwt' : ''}`;
  const proof: Proof =
    own.kind === 'bearer-jwt'
      ? { ...own, jwksUri: issuer.uri }
      : { ...own, ...('secret' in own && { secret: instance }) };
  const { iat: _iat, nbf: _nbf, exp: _exp, ...claims } = byJwt ? decodeJwt(jwtIn(example) ?? '') : {};
  const inBody = 'in' in proof && isMembers(proof.in);

  const target: Target = {
    name: [fixture.hook.name, fixture.variant].filter(Boolean).join(' '),
    fixture,
    instance,
    settings: {
      hook: fixture.hook.name,
      realm: 'main',
      proof,
      scopes: { from: 'granted' },
      groups: 'both',
      onFailure: 'issue',
      mode: 'enforce',
      ...fixture.settings,
    },
    proof,
    event,
    bare,
    secrets: [],
    signed: ({ secret = target.secrets[0] ?? '', body = bare.body, timestamp = String(unixSeconds()) } = {}) =>
      withHeaders({ ...bare, body }, proofHeaders(proof, secret, body, timestamp)),
    claims,
    carrying: (jwt) =>
      inBody
        ? { ...bare, body: JSON.stringify({ data: { jwt } }) }
        : withHeaders(bare, [['authorization', `Bearer ${jwt}`]]),
    genuine: async () => (byJwt ? target.carrying(await issuer.sign(claims)) : target.signed()),
  };
  return target;
};
