import { createHash, randomBytes } from 'node:crypto';
import { SSMClient } from '@aws-sdk/client-ssm';
import { describe, expect, it } from 'vitest';
import { signRequest } from '../../lib/secrets/sign-request.ts';

const region = 'eu-central-1';
const hostname = `ssm.${region}.amazonaws.com`;

describe('the signature of a request', () => {
  const secretAccessKey = randomBytes(30).toString('base64');

  // One after the other, with one secret, because the signing key is kept from one call to the next.
  it.each([
    ['with long-lived credentials', 20, undefined],
    ['with a session token', 20, randomBytes(30).toString('base64')],
    ['on the next day', 21, undefined],
  ])('is the one that the SDK makes %s', async (_title, day, sessionToken) => {
    const now = Date.UTC(2026, 10, day, 12, 34, 56, 789);
    const body = JSON.stringify({ Names: ['/a/b', '/ä/c'], WithDecryption: true });
    const headers = {
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': 'AmazonSSM.GetParameters',
      // The SDK adds and signs it by itself.
      'x-amz-content-sha256': createHash('sha256').update(body).digest('hex'),
    };
    const credentials = {
      accessKeyId: 'AKIDEXAMPLE',
      secretAccessKey,
      ...(sessionToken !== undefined && { sessionToken }),
    };
    const client = new SSMClient({ region, credentials });
    const signer = await client.config.signer();
    const { headers: bySdk } = await signer.sign(
      {
        method: 'POST',
        protocol: 'https:',
        hostname,
        path: '/',
        query: {},
        headers: { ...headers, host: hostname },
        body,
      },
      { signingDate: new Date(now) },
    );
    client.destroy();
    const ours = signRequest({
      endpoint: `https://${hostname}/`,
      region,
      service: 'ssm',
      headers,
      body,
      credentials,
      now,
    });
    expect(ours['authorization']).toBe(bySdk['authorization']);
    expect(ours['x-amz-date']).toBe(bySdk['x-amz-date']);
    expect(ours['x-amz-security-token']).toBe(sessionToken);
  });
});
