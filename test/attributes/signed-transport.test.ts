import { createHash, createHmac, type Hash, type Hmac } from 'node:crypto';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import { crc32 as zlibCrc32 } from 'node:zlib';
import { SignatureV4 } from '@smithy/signature-v4';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { crc32 } from '../../lib/attributes/crc32.ts';
import { createDynamoDBConnection } from '../../lib/attributes/dynamodb-connection.ts';
import { createSignedTransport } from '../../lib/attributes/signed-transport.ts';
import { AttributeStoreError, InvalidConfigurationError } from '../../lib/errors.ts';

/** The SDK's signer brings no hash of its own. */
class Sha256 {
  readonly #hash: Hash | Hmac;
  constructor(secret?: string | ArrayBuffer | ArrayBufferView) {
    this.#hash = secret === undefined ? createHash('sha256') : createHmac('sha256', toBytes(secret));
  }
  update(data: string | ArrayBuffer | ArrayBufferView): void {
    this.#hash.update(toBytes(data));
  }
  digest(): Promise<Uint8Array> {
    return Promise.resolve(this.#hash.digest());
  }
  reset(): void {
    throw new Error('A hash of this test is used once.');
  }
}

const toBytes = (data: string | ArrayBuffer | ArrayBufferView): Uint8Array => {
  if (typeof data === 'string') {
    return Buffer.from(data);
  }
  return ArrayBuffer.isView(data)
    ? new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
    : new Uint8Array(data);
};

type Seen = { readonly headers: IncomingHttpHeaders; readonly body: string };

describe('signed transport', () => {
  const seen: Seen[] = [];
  let answer: { status: number; headers?: Record<string, string>; body: string };
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) {
      body += String(chunk);
    }
    seen.push({ headers: request.headers, body });
    response.writeHead(answer.status, answer.headers);
    response.end(answer.body);
  });
  let endpoint = '';

  beforeAll(async () => {
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
    const address = server.address();
    endpoint = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });
  beforeEach(() => {
    seen.length = 0;
    answer = { status: 200, body: '{"Item":{"pk":{"S":"é"}}}' };
  });

  const abortSignal = AbortSignal.timeout(60_000);
  const credential = fc.string({ minLength: 1, maxLength: 40 }).filter((text) => /^[\x21-\x7e]+$/.test(text));

  it("signs as the SDK's own signer does", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.record({
          accessKeyId: fc.stringMatching(/^[A-Z0-9]{16,24}$/),
          secretAccessKey: credential,
          sessionToken: fc.option(credential, { nil: undefined }),
        }),
        fc.date({ min: new Date('2020-01-01'), max: new Date('2099-12-31'), noInvalidDate: true }),
        fc.string({ unit: 'grapheme', minLength: 1 }),
        async (credentials, date, subject) => {
          const clock = () => date.getTime();
          const transport = createSignedTransport({ endpoint, credentials: () => credentials, clock });
          await transport.send('GetItem', { TableName: 'attributes', Key: { pk: { S: subject } } }, { abortSignal });

          const { headers, body } = seen.at(-1) ?? { headers: {}, body: '' };
          const names = /SignedHeaders=([^,]+),/.exec(headers.authorization ?? '')?.[1]?.split(';') ?? [];
          expect(names).toEqual(expect.arrayContaining(['content-type', 'host', 'x-amz-date', 'x-amz-target']));
          expect(headers['x-amz-security-token']).toBe(credentials.sessionToken);
          expect(names.includes('x-amz-security-token')).toBe(credentials.sessionToken !== undefined);
          const { accessKeyId, secretAccessKey, sessionToken } = credentials;
          const signer = new SignatureV4({
            service: 'dynamodb',
            region: 'local',
            credentials: { accessKeyId, secretAccessKey, ...(sessionToken !== undefined && { sessionToken }) },
            sha256: Sha256,
            applyChecksum: false,
          });
          const { hostname, port } = new URL(endpoint);
          const signed = await signer.sign(
            {
              method: 'POST',
              protocol: 'http:',
              hostname,
              port: Number(port),
              path: '/',
              query: {},
              headers: Object.fromEntries(names.map((name) => [name, String(headers[name])])),
              body,
            },
            { signingDate: date },
          );
          expect(headers.authorization).toBe(signed.headers['authorization']);
        },
      ),
      { numRuns: 200 },
    );
  });

  it('computes the checksum that DynamoDB computes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        expect(crc32(bytes)).toBe(zlibCrc32(bytes));
      }),
    );
  });

  it('takes an answer with the right checksum, and none with another', async () => {
    const transport = createSignedTransport({ endpoint });
    const get = () => transport.send('GetItem', { TableName: 't', Key: {} }, { abortSignal });
    answer.headers = { 'x-amz-crc32': String(zlibCrc32(Buffer.from(answer.body))) };
    expect(await get()).toEqual({ Item: { pk: { S: 'é' } } });
    answer.body = answer.body.replace('é', 'e');
    await expect(get()).rejects.toThrow('checksum');
  });

  it('names the fault and nothing of the message, which may quote keys', async () => {
    answer = {
      status: 400,
      body: JSON.stringify({ __type: 'com.amazon.coral.validate#ValidationException', message: 'user#r#canary' }),
    };
    const connection = createDynamoDBConnection(createSignedTransport({ endpoint }));
    const error: unknown = await connection
      .call('GetItem', { TableName: 't', Key: { pk: { S: 'canary' } } }, { signal: abortSignal })
      .catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(AttributeStoreError);
    expect(String(error)).toContain('ValidationException, HTTP 400');
    expect(String(error) + String(error instanceof Error && error.cause)).not.toContain('canary');
    expect(seen).toHaveLength(1);
  });

  it('needs a region and credentials where there is no endpoint, and says so', async () => {
    const { AWS_REGION, AWS_ACCESS_KEY_ID } = process.env;
    try {
      delete process.env['AWS_REGION'];
      delete process.env['AWS_ACCESS_KEY_ID'];
      expect(() => createSignedTransport()).toThrow(InvalidConfigurationError);
      await expect(
        createSignedTransport({ region: 'eu-central-1' }).send('GetItem', { TableName: 't', Key: {} }, { abortSignal }),
      ).rejects.toThrow('AWS_ACCESS_KEY_ID');
    } finally {
      Object.assign(process.env, {
        ...(AWS_REGION && { AWS_REGION }),
        ...(AWS_ACCESS_KEY_ID && { AWS_ACCESS_KEY_ID }),
      });
    }
  });
});
