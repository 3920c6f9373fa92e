import { createHmac, randomBytes, randomUUID } from 'node:crypto';
import { createBearerJwtVerifier } from '../lib/callers/bearer-jwt.ts';
import { verifyStandardWebhooks, webhookKeys } from '../lib/callers/standard-webhooks.ts';
import { verifyStaticHeader } from '../lib/callers/static-header.ts';
import { verifyZitadelSignature } from '../lib/callers/zitadel-signature.ts';
import type { HttpHookCall } from '../lib/hook-call.ts';
import { startJwksServer } from '../test/support/jwks-server.ts';
import { type Measured, type MeasureOptions, measure } from './measure.ts';

const body = Buffer.from(JSON.stringify({ event: 'x'.repeat(1000) }));
const now = Date.now();
const seconds = String(Math.floor(now / 1000));

const callWith = (headers: Readonly<Record<string, string>>): HttpHookCall => ({
  door: 'http',
  method: 'POST',
  headers,
  body,
  parameters: {},
});

const standardWebhooks = () => {
  const secret = `whsec_${randomBytes(32).toString('base64')}`;
  const keys = webhookKeys(secret, 'benchmark');
  const id = randomUUID();
  const [mac] = keys.map((key) => createHmac('sha256', key).update(`${id}.${seconds}.`).update(body).digest('base64'));
  const call = callWith({ 'webhook-id': id, 'webhook-timestamp': seconds, 'webhook-signature': `v1,${mac}` });
  return () => verifyStandardWebhooks(call, keys, { now });
};

const zitadel = () => {
  const key = randomUUID();
  const mac = createHmac('sha256', key).update(`${seconds}.`).update(body).digest('hex');
  const call = callWith({ 'zitadel-signature': `t=${seconds},v1=${mac}` });
  return () => verifyZitadelSignature(call, [key], { now });
};

const staticHeader = () => {
  const secret = randomUUID();
  const call = callWith({ authorization: secret });
  return () => verifyStaticHeader(call, 'authorization', [secret]);
};

/** What the proofs of the callers cost, over a body of 1 KB. */
export const measureCallers = async (options: MeasureOptions): Promise<readonly Measured[]> => {
  const keys = await startJwksServer();
  try {
    const proof = { kind: 'bearer-jwt', issuer: 'i', audience: 'a', jwksUri: keys.uri, algorithms: ['RS256'] } as const;
    const jwt = await keys.sign({ iss: 'i', aud: 'a' });
    const verifier = createBearerJwtVerifier({ now: Date.now });
    const verifyJwt = async () => {
      const result = await verifier.verify(jwt, proof, { signal: AbortSignal.timeout(5000), emulator: false });
      if (!result.verified) throw new Error('The JWT of the benchmark was refused.');
    };
    await verifyJwt();
    return [
      await measure('Standard Webhooks signature', standardWebhooks(), options),
      await measure('ZITADEL signature', zitadel(), options),
      await measure('static header', staticHeader(), options),
      await measure('JWT, RS256, key set cached', verifyJwt, options),
    ];
  } finally {
    await keys.close();
  }
};
