import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';

export type JwksServer = {
  /** Where the key set is served, on the loopback interface. */
  readonly uri: string;
  /** How often the key set was fetched. */
  readonly requests: () => number;
  /** A JWT by the key that is served, or by a stranger's key under the same key id. */
  sign(
    payload: Readonly<Record<string, unknown>>,
    options?: { readonly forged?: boolean; readonly header?: object },
  ): Promise<string>;
  close(): Promise<void>;
};

/** A real key set on a real HTTP server, with a key pair made at run time. */
export const startJwksServer = async (): Promise<JwksServer> => {
  const kid = randomUUID();
  const [own, stranger] = await Promise.all([generateKeyPair('RS256'), generateKeyPair('RS256')]);
  const keySet = JSON.stringify({ keys: [{ ...(await exportJWK(own.publicKey)), kid, alg: 'RS256', use: 'sig' }] });
  let requests = 0;
  const server = createServer((_request, response) => {
    requests += 1;
    response.writeHead(200, { 'content-type': 'application/json' }).end(keySet);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    uri: `http://127.0.0.1:${port}/keys`,
    requests: () => requests,
    sign: (payload, { forged = false, header = {} } = {}) => {
      const seconds = Math.floor(Date.now() / 1000);
      return new SignJWT({ iat: seconds, nbf: seconds, exp: seconds + 300, ...payload })
        .setProtectedHeader({ alg: 'RS256', kid, typ: 'JWT', ...header })
        .sign((forged ? stranger : own).privateKey);
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
};
