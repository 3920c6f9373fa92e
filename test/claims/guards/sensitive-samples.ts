import { randomBytes, randomInt, randomUUID } from 'node:crypto';
import { luhn } from '../../../lib/claims/guards/sensitive/payment-card.ts';

/**
 * Samples for the sensitive-data guard, made at run time: nothing that looks like a secret stands in the repository,
 * and every run tries others.
 */
export type Sample = { readonly what: string; readonly text: string };

const digits = (count: number): string => Array.from({ length: count }, () => randomInt(10)).join('');
const from = (alphabet: string, count: number): string =>
  Array.from({ length: count }, () => alphabet[randomInt(alphabet.length)]).join('');
const upper = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const base32 = `${upper}234567`;
const base62 = `${upper}${upper.toLowerCase()}0123456789`;
const base64url = (bytes: number): string => randomBytes(bytes).toString('base64url');
const repeat = (what: string, count: number, make: () => string): Sample[] =>
  Array.from({ length: count }, () => ({ what, text: make() }));
const pad = (value: number, width: number): string => String(value).padStart(width, '0');

const card = (prefix: string, length: number): string => {
  const body = prefix + digits(length - prefix.length - 1);
  for (let check = 0; check < 10; check += 1) if (luhn(body + check)) return body + check;
  throw new Error('one of ten check digits fits');
};
const grouped = (text: string): string => text.replace(/(.{4})(?=.)/g, '$1 ');

const iban = (country: string, bban: string): string => {
  const number = [...`${bban}${country}00`].map((character) => Number.parseInt(character, 36)).join('');
  return `${country}${pad(98 - Number(BigInt(number) % 97n), 2)}${bban}`;
};

const dni = (): string => {
  const number = randomInt(100_000_000);
  return pad(number, 8) + 'TRWAGMYFPDXBNJZSQVHLCKE'[number % 23];
};
const nir = (): string => {
  const body = `${randomInt(1, 3)}${digits(2)}${pad(randomInt(1, 13), 2)}${pad(randomInt(1, 96), 2)}${digits(6)}`;
  return body + pad(97 - Number(BigInt(body) % 97n), 2);
};
const cpf = (): string => {
  const body = [1, ...digits(8)].map(Number);
  const check = (numbers: number[]) =>
    ((numbers.reduce((sum, digit, index) => sum + digit * (numbers.length + 1 - index), 0) * 10) % 11) % 10;
  body.push(check(body));
  body.push(check(body));
  return body.join('').replace(/^(...)(...)(...)(..)$/, '$1.$2.$3-$4');
};
const personnummer = (): string => {
  const body = `${digits(2)}${pad(randomInt(1, 13), 2)}${pad(randomInt(1, 29), 2)}${digits(3)}`;
  for (let check = 0; check < 10; check += 1) {
    if (luhn(body + check)) return `${body.slice(0, 6)}-${body.slice(6)}${check}`;
  }
  throw new Error('one of ten check digits fits');
};
const hetu = (): string => {
  const date = `${pad(randomInt(1, 29), 2)}${pad(randomInt(1, 13), 2)}${digits(2)}`;
  const serial = pad(randomInt(2, 900), 3);
  return `${date}-${serial}${'0123456789ABCDEFHJKLMNPRSTUVWXY'[Number(date + serial) % 31]}`;
};
const nationalInsurance = (): string => `AB${digits(6)}C`;
const socialSecurity = (): string =>
  `${pad(randomInt(1, 666), 3)}-${pad(randomInt(1, 100), 2)}-${pad(randomInt(1, 10_000), 4)}`;

const jwt = (): string => {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  return `${part({ alg: 'HS256', typ: 'JWT' })}.${part({ sub: randomUUID() })}.${base64url(32)}`;
};

/** What must be withheld. */
export const positives = (): readonly Sample[] => [
  ...repeat('Visa', 8, () => card('4', 16)),
  ...repeat('Mastercard, grouped', 8, () => grouped(card('52', 16))),
  ...repeat('Amex', 4, () => card('37', 15)),
  ...repeat('Discover', 4, () => card('6011', 16)),
  ...repeat('card inside a sentence', 4, () => `paid with ${card('4', 16)} yesterday`),
  ...repeat('German IBAN', 6, () => iban('DE', digits(18))),
  ...repeat('German IBAN, grouped', 4, () => grouped(iban('DE', digits(18)))),
  ...repeat('British IBAN', 4, () => iban('GB', from(upper, 4) + digits(14))),
  ...repeat('US social security number', 5, socialSecurity),
  ...repeat('British national insurance number', 5, nationalInsurance),
  ...repeat('Spanish DNI', 5, dni),
  ...repeat('French NIR', 5, nir),
  ...repeat('Brazilian CPF', 5, cpf),
  ...repeat('Swedish personnummer', 5, personnummer),
  ...repeat('Finnish HETU', 5, hetu),
  ...repeat('private key', 4, () => `-----BEGIN ${from(upper, 3)} PRIVATE KEY-----\n${base64url(60)}`),
  { what: 'private key without algorithm', text: `-----BEGIN PRIVATE KEY-----\n${base64url(30)}` },
  ...repeat('AWS access key id', 5, () => `AKIA${from(base32, 16)}`),
  ...repeat('AWS secret access key', 5, () => from(base62, 40)),
  ...repeat('GitHub token', 5, () => `ghp_${from(base62, 36)}`),
  ...repeat('Slack token', 5, () => `xoxb-${digits(12)}-${from(base62, 24)}`),
  ...repeat('Stripe key', 5, () => `sk_live_${from(base62, 24)}`),
  ...repeat('Google key', 5, () => `AIza${from(base62, 35)}`),
  ...repeat('JWT', 5, jwt),
  ...repeat('SHA-256 in hex', 5, () => randomBytes(32).toString('hex')),
  ...repeat('random base64', 5, () => base64url(36)),
];

/** What must be released. */
export const negatives = (): readonly Sample[] => [
  ...repeat('UUID', 30, randomUUID),
  ...repeat('UUID without hyphens', 10, () => randomUUID().replaceAll('-', '')),
  ...repeat('ULID', 15, () => `01${from('0123456789ABCDEFGHJKMNPQRSTVWXYZ', 24)}`),
  ...repeat('MongoDB object id', 10, () => randomBytes(12).toString('hex')),
  ...repeat('Auth0 user id', 10, () => `auth0|${randomBytes(12).toString('hex')}`),
  ...repeat('Google subject', 10, () => `google-oauth2|1${digits(20)}`),
  ...repeat('nanoid', 15, () => base64url(16).slice(0, 21)),
  ...repeat('order number', 25, () => `ORD-2026-${digits(6)}`),
  ...repeat('short number', 20, () => digits(randomInt(1, 9))),
  ...repeat('eleven digits', 10, () => digits(11)),
  ...repeat('e-mail address', 10, () => `${from('abcdefghij', 8)}@example.com`),
  ...repeat('URL', 8, () => `https://shop.example.com/orders/${digits(6)}/items?page=${randomInt(9)}`),
  ...repeat('ARN', 8, () => `arn:aws:iam::${digits(12)}:role/application/production-orders-reader`),
  ...repeat('timestamp', 8, () => new Date(randomInt(2_000_000_000) * 1000).toISOString()),
  ...repeat('telephone number', 8, () => `+49 30 ${digits(7)}`),
  ...repeat('version', 5, () => `v${randomInt(9)}.${randomInt(99)}.${randomInt(99)}`),
  ...repeat('role or group', 10, () => `production-orders-read-only-${from('abcdef', 4)}`),
  ...repeat('sentence', 5, () => `Works in department ${randomInt(99)} since ${2000 + randomInt(26)}`),
  ...repeat('long slug', 5, () => `organization-administrators-of-region-${from('abcdefgh', 6)}-and-others`),
  ...repeat('scope', 5, () => `urn:example:scopes:orders.read:${from('abc', 3)}`),
  { what: 'empty', text: '' },
  { what: 'public key', text: '-----BEGIN PUBLIC KEY-----' },
];
