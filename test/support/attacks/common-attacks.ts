import type { Proof } from '../../../lib/hook-instance.ts';
import { type Attack, carriesJwtInBody, isPost } from './attack.ts';
import { type HttpRequest, headerOf } from './http-request.ts';
import { newSecretFor, type Target, withHeaders } from './target.ts';

const bySecret = ['standard-webhooks', 'zitadel-signature', 'body-hmac', 'static-header', 'basic'] as const;
const every: readonly Proof['kind'][] = [...bySecret, 'bearer-jwt'];

/** What a body of this many bytes needs behind an event, so that it is JSON still. */
const padded = (body: string, bytes: number): string => {
  const padding = bytes - Buffer.byteLength(body) - ',"padding":""'.length;
  return `${body.slice(0, -1)},"padding":"${'x'.repeat(padding)}"}`;
};

const withBody = async (target: Target, bytes: number): Promise<HttpRequest> => {
  const genuine = await target.genuine();
  const body = padded(genuine.body, bytes);
  return target.proof.kind === 'bearer-jwt' ? { ...genuine, body } : target.signed({ body });
};

/** The header that proves most: the signature, the key, the credentials. */
const provingHeader = ({ proof }: Target): string => {
  switch (proof.kind) {
    case 'standard-webhooks':
      return 'webhook-signature';
    case 'zitadel-signature':
      return 'zitadel-signature';
    case 'body-hmac':
    case 'static-header':
      return proof.header.toLowerCase();
    default:
      return 'authorization';
  }
};

type Order = (genuine: string, forged: string) => readonly string[];

const twice = (title: string, order: Order): Attack => ({
  title: `the header of the proof twice, ${title}`,
  against: every,
  where: (target) => !carriesJwtInBody(target),
  make: async (target, { issuer }) => {
    const name = provingHeader(target);
    const genuine = await target.genuine();
    const forged =
      target.proof.kind === 'bearer-jwt'
        ? target.carrying(await issuer.sign(target.claims, { forged: true }))
        : target.signed({ secret: newSecretFor(target.proof) });
    const values = order(headerOf(genuine, name), headerOf(forged, name));
    return withHeaders(
      genuine,
      values.map((value) => [name, value]),
    );
  },
});

/** What can be tried on every proof, or on every one by a secret. */
export const commonAttacks: readonly Attack[] = [
  { title: 'no proof', against: every, make: ({ bare }) => bare },
  {
    title: 'a wrong secret',
    against: bySecret,
    make: (target) => target.signed({ secret: newSecretFor(target.proof) }),
  },
  {
    title: 'the secret of another hook',
    against: bySecret,
    make: (target, { targets }) => {
      const other = targets.find(
        ({ proof, instance }) => proof.kind === target.proof.kind && instance !== target.instance,
      );
      if (!other) throw new Error(`No other hook has a proof of kind ${target.proof.kind}.`);
      return target.signed({ secret: other.secrets[0] ?? '' });
    },
  },
  {
    title: 'an empty proof',
    against: every,
    where: (target) => !carriesJwtInBody(target),
    make: async (target) => withHeaders(await target.genuine(), [[provingHeader(target), '']]),
  },
  twice('the forged one last', (genuine, forged) => [genuine, forged]),
  twice('the forged one first', (genuine, forged) => [forged, genuine]),
  twice('both genuine', (genuine) => [genuine, genuine]),
  {
    title: 'a body of 257 KB',
    against: every,
    where: isPost,
    refused: 'event_too_large',
    make: (target) => withBody(target, 263_168),
  },
  {
    title: 'a body of 10 MB, the most that API Gateway takes',
    against: every,
    where: isPost,
    refused: 'event_too_large',
    make: (target) => withBody(target, 10_485_760),
  },
  {
    title: 'a body of 10 MB and one byte',
    against: every,
    where: isPost,
    refused: 413,
    make: (target) => withBody(target, 10_485_761),
  },
  {
    title: 'headers of 20 KB',
    against: every,
    refused: 431,
    make: async (target) => withHeaders(await target.genuine(), [['x-padding', 'x'.repeat(20_000)]]),
  },
];
