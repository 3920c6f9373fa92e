import { X509Certificate } from 'node:crypto';
import type { JSONWebKeySet, JWK } from 'jose';

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isJwk = (value: unknown): value is JWK => isObject(value) && typeof value['kty'] === 'string';

const certificateKey = (kid: string, pem: string): JWK => ({
  ...new X509Certificate(pem).publicKey.export({ format: 'jwk' }),
  kid,
});

/**
 * Reads a JWK set (RFC 7517 s.5), or the form in which Google publishes its keys: an object of PEM certificates by key id.
 * @throws Error it is neither
 * @see https://www.googleapis.com/robot/v1/metadata/x509/securetoken@system.gserviceaccount.com
 */
export const parseKeySet = (text: string): JSONWebKeySet => {
  const value: unknown = JSON.parse(text);
  if (isObject(value) && Array.isArray(value['keys'])) {
    return { keys: value['keys'].filter(isJwk) };
  }
  const entries = isObject(value) ? Object.entries(value) : [];
  if (entries.length === 0) throw new Error('The answer is neither a JWK set nor certificates by key id.');
  return {
    keys: entries.map(([kid, pem]) => {
      if (typeof pem !== 'string' || !pem.includes('-----BEGIN CERTIFICATE-----')) {
        throw new Error('The answer is neither a JWK set nor certificates by key id.');
      }
      return certificateKey(kid, pem);
    }),
  };
};
