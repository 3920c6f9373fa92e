import { createHmac, createSecretKey, hash, type KeyObject } from 'node:crypto';

export type AwsCredentials = {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string | undefined;
};

const sha256 = (text: string): string => hash('sha256', text, 'hex');
const hmac = (key: string | Uint8Array, text: string): Uint8Array => createHmac('sha256', key).update(text).digest();

let lastKey: { readonly secret: string; readonly scope: string; readonly key: KeyObject } | undefined;

/** The key of one day, region and service. Kept, because it takes longer to derive than all the rest of a signature. */
const signingKey = (secret: string, scope: string): KeyObject => {
  if (lastKey?.scope !== scope || lastKey.secret !== secret) {
    const bytes = scope.split('/').reduce<string | Uint8Array>(hmac, `AWS4${secret}`);
    lastKey = { secret, scope, key: createSecretKey(Buffer.from(bytes)) };
  }
  return lastKey.key;
};

/**
 * Signature Version 4 of a POST to the root of an AWS endpoint: all that the JSON protocol needs, so that no second SDK
 * client has to be bundled and loaded.
 * @returns the headers to send
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
 */
export const signRequest = ({
  endpoint,
  region,
  service,
  headers,
  body,
  credentials,
  now,
}: {
  readonly endpoint: string;
  readonly region: string;
  readonly service: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly credentials: AwsCredentials;
  /** Milliseconds since 1970. */
  readonly now: number;
}): Readonly<Record<string, string>> => {
  const time = new Date(now).toISOString().replace(/[-:]|\.\d{3}/g, '');
  const signed: Readonly<Record<string, string>> = {
    ...headers,
    host: new URL(endpoint).host,
    'x-amz-date': time,
    ...(credentials.sessionToken !== undefined && { 'x-amz-security-token': credentials.sessionToken }),
  };
  const names = Object.keys(signed).toSorted();
  const canonicalHeaders = names.map((name) => `${name}:${signed[name]}\n`).join('');
  const canonicalRequest = ['POST', '/', '', canonicalHeaders, names.join(';'), sha256(body)].join('\n');
  const scope = `${time.slice(0, 8)}/${region}/${service}/aws4_request`;
  const stringToSign = ['AWS4-HMAC-SHA256', time, scope, sha256(canonicalRequest)].join('\n');
  const key = signingKey(credentials.secretAccessKey, scope);
  const signature = createHmac('sha256', key).update(stringToSign).digest('hex');
  return {
    ...signed,
    authorization: `AWS4-HMAC-SHA256 Credential=${credentials.accessKeyId}/${scope}, SignedHeaders=${names.join(';')}, Signature=${signature}`,
  };
};
