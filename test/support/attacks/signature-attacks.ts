import { createHmac } from 'node:crypto';
import type { HookInstance } from '../../../lib/hook-instance.ts';
import type { Attack } from './attack.ts';
import { headerOf } from './http-request.ts';
import { type Target, unixSeconds, withHeaders } from './target.ts';

const signed = ['standard-webhooks', 'zitadel-signature', 'body-hmac'] as const;
const dated = ['standard-webhooks', 'zitadel-signature'] as const;

const toleranceOf = ({ proof }: Pick<HookInstance, 'proof'>): number =>
  'toleranceSeconds' in proof && proof.toleranceSeconds !== undefined ? proof.toleranceSeconds : 300;

/** Far enough outside for a machine that is slow. */
const marginSeconds = 60;

const dating = (title: string, timestamp: (target: Target) => string): Attack => ({
  title,
  against: dated,
  make: (target) => target.signed({ timestamp: timestamp(target) }),
});

/** What can be tried on a signature over the body. */
export const signatureAttacks: readonly Attack[] = [
  {
    title: 'a body that was written anew',
    against: signed,
    make: (target) => ({ ...target.signed(), body: JSON.stringify(target.event, null, 2) }),
  },
  {
    title: 'a body with one byte more',
    against: signed,
    make: (target) => ({ ...target.signed(), body: `${target.bare.body} ` }),
  },
  {
    title: 'the signature of another body',
    against: signed,
    make: (target) => ({ ...target.signed({ body: `${target.bare.body} ` }), body: target.bare.body }),
  },
  {
    title: 'the signature of no body',
    against: signed,
    make: (target) => ({ ...target.signed({ body: '' }), body: target.bare.body }),
  },
  dating('a replay from outside the window', (target) =>
    String(unixSeconds() - toleranceOf(target.settings) - marginSeconds),
  ),
  dating('a timestamp from the future', (target) =>
    String(unixSeconds() + toleranceOf(target.settings) + marginSeconds),
  ),
  dating('a timestamp with text behind it', () => `${unixSeconds()}abc`),
  dating('a timestamp in another notation', () => `${unixSeconds()}.0`),
  dating('a negative timestamp', () => `-${unixSeconds()}`),
  {
    title: 'the signature of another timestamp',
    against: ['standard-webhooks'],
    make: (target) => withHeaders(target.signed(), [['webhook-timestamp', String(unixSeconds() - 1)]]),
  },
  {
    title: 'the signature of another message id',
    against: ['standard-webhooks'],
    make: (target) => withHeaders(target.signed(), [['webhook-id', 'msg_another']]),
  },
  {
    title: 'a signature of another version',
    against: ['standard-webhooks'],
    make: (target) => {
      const genuine = target.signed();
      const other = headerOf(genuine, 'webhook-signature').replace('v1,', 'v1a,');
      return withHeaders(genuine, [['webhook-signature', other]]);
    },
  },
  {
    title: 'a hundred signatures, none of them right',
    against: ['standard-webhooks'],
    make: (target) => withHeaders(target.signed(), [['webhook-signature', `v1,${'A'.repeat(43)}= `.repeat(100)]]),
  },
  {
    title: 'the secret in place of a signature',
    against: signed,
    make: (target) => {
      const [secret = ''] = target.secrets;
      const headers = target.signed().headers.map(([name, value]): [string, string] => [
        name,
        value
          .replace(/^v1,.*$/, `v1,${secret}`)
          .replace(/v1=.*$/, `v1=${secret}`)
          .replace(/^[0-9a-f]{64}$/, secret),
      ]);
      return { ...target.signed(), headers };
    },
  },
  {
    title: 'two timestamps',
    against: ['zitadel-signature'],
    make: (target) =>
      withHeaders(target.signed(), [
        ['zitadel-signature', `t=${unixSeconds() - 9999},${headerOf(target.signed(), 'zitadel-signature')}`],
      ]),
  },
  {
    title: 'the signature of the body alone',
    against: ['zitadel-signature'],
    make: (target) => {
      const [secret = ''] = target.secrets;
      const signature = createHmac('sha256', secret).update(target.bare.body).digest('hex');
      return withHeaders(target.signed(), [['zitadel-signature', `t=${unixSeconds()},v1=${signature}`]]);
    },
  },
  {
    title: 'half of the key',
    against: ['static-header'],
    make: (target) => target.signed({ secret: (target.secrets[0] ?? '').slice(0, 20) }),
  },
  {
    title: 'the key in another header',
    against: ['static-header'],
    make: (target) => withHeaders(target.bare, [['x-another-key', target.secrets[0] ?? '']]),
  },
  {
    title: 'a wrong user name',
    against: ['basic'],
    make: (target) => withHeaders(target.bare, [['authorization', `Basic ${btoa(`other:${target.secrets[0]}`)}`]]),
  },
  {
    title: 'no user name',
    against: ['basic'],
    make: (target) => withHeaders(target.bare, [['authorization', `Basic ${btoa(`:${target.secrets[0]}`)}`]]),
  },
  {
    title: 'another scheme',
    against: ['basic'],
    make: (target) => {
      const [, credentials = ''] = headerOf(target.signed(), 'authorization').split(' ');
      return withHeaders(target.bare, [['authorization', `Bearer ${credentials}`]]);
    },
  },
];
