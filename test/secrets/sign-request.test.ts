import { createHash, randomBytes } from 'node:crypto';
import { SSMClient } from '@aws-sdk/client-ssm';
import { describe, expect, it } from 'vitest';
import { signRequest } from '../../lib/secrets/sign-request.ts';

const region = 'eu-central-1';
const hostname = `ssm.${region}.amazonaws.com`;

describe('the signature of a request', () => {
  it.each([
    ['with long-lived credentials', undefined],
    ['with a session token', randomBytes(30).toString('base64')],
  ])('is the one that the SDK makes %s', async (_title, sessionToken) => {
    const now = Date.UTC(2026, 10, 20, 12, 34, 56, 789);
    const body = JSON.stringify({ Names: ['/a/b', '/ä/c'], WithDecryption: true });
    const headers = {
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': 'AmazonSSM.GetParameters',
      // The SDK adds and signs it by itself.
      'x-amz-content-sha256': createHash('sha256').update(body).digest('hex'),
    };
    const credentials = {
      accessKeyId: 'AKIDEXAMPLE',
      secretAccessKey: randomBytes(30).toString('base64'),
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
