import { createHmac, randomBytes, randomUUID } from 'node:crypto';
import { generateKeyPair, SignJWT } from 'jose';
import { webhookKeys } from '../../../lib/callers/standard-webhooks.ts';
import type { Proof } from '../../../lib/hook-instance.ts';
import type { ProbeRequest } from './probe-request.ts';

/** A probe with its proof: what goes over the wire. */
export type SignedCall = {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly query: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
};

const hmacHex = (key: string, ...parts: readonly string[]): string =>
  createHmac('sha256', key).update(parts.join('')).digest('hex');

const seconds = (): string => String(Math.floor(Date.now() / 1000));

/** The headers by which an IdP proves itself with this secret. */
const proofHeaders = (
  proof: Extract<Proof, { readonly secret: string }>,
  secret: string,
  body: string,
): Readonly<Record<string, string>> => {
  const at = seconds();
  switch (proof.kind) {
    case 'static-header':
      return { [proof.header]: secret };
    case 'basic':
      return { authorization: `Basic ${Buffer.from(`${proof.username}:${secret}`).toString('base64')}` };
    case 'body-hmac':
      return { [proof.header]: hmacHex(secret, body) };
    case 'zitadel-signature':
      return { 'zitadel-signature': `t=${at},v1=${hmacHex(secret, `${at}.`, body)}` };
    case 'standard-webhooks': {
      const id = randomUUID();
      const [signature] = webhookKeys(secret, proof.secret).map((key) =>
        createHmac('sha256', key).update(`${id}.${at}.${body}`).digest('base64'),
      );
      return { 'webhook-id': id, 'webhook-timestamp': at, 'webhook-signature': `v1,${signature}` };
    }
  }
};

/** A JWT that says all the right things and is signed by nobody's key. */
const strangersJwt = async (
  { issuer, audience }: Extract<Proof, { kind: 'bearer-jwt' }>,
  event: ProbeRequest['event'],
): Promise<string> => {
  const { privateKey } = await generateKeyPair('RS256');
  return new SignJWT({ ...event })
    .setProtectedHeader({ alg: 'RS256', kid: 'claims-doctor', typ: 'JWT' })
    .setIssuer([issuer].flat()[0] ?? '')
    .setAudience([audience].flat())
    .setIssuedAt()
    .setExpirationTime('1m')
    .sign(privateKey);
};

const nested = (path: string, value: string): object =>
  path.split('.').reduceRight<object | string>((inner, name) => ({ [name]: inner }), value) as object;

const json = { 'content-type': 'application/json' };

/** A probe that the hook must believe. */
export const genuineCall = (
  { method, path, query = '', event }: ProbeRequest,
  proof: Extract<Proof, { readonly secret: string }>,
  secret: string,
): SignedCall => {
  const body = method === 'GET' ? undefined : JSON.stringify(event);
  const headers = { ...(body !== undefined && json), ...proofHeaders(proof, secret, body ?? '') };
  return { method, path, query, headers, body };
};

/** A probe in the right form that the hook must not believe. */
export const forgedCall = async (
  request: ProbeRequest,
  proof: Exclude<Proof, { kind: 'user-pools' }>,
): Promise<SignedCall> => {
  if (proof.kind !== 'bearer-jwt') {
    const bytes = randomBytes(32);
    const secret = proof.kind === 'standard-webhooks' ? bytes.toString('base64') : bytes.toString('base64url');
    return genuineCall(request, proof, secret);
  }
  const { method, path, query = '', event } = request;
  const jwt = await strangersJwt(proof, event);
  return typeof proof.in === 'object'
    ? { method, path, query, headers: json, body: JSON.stringify(nested(proof.in.body, jwt)) }
    : {
        method,
        path,
        query,
        headers: { ...(method === 'POST' && json), authorization: `Bearer ${jwt}` },
        body: method === 'GET' ? undefined : JSON.stringify(event),
      };
};
