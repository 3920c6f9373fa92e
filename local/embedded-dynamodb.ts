import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import dynalite from 'dynalite';

export type EmbeddedDynamoDB = { readonly endpoint: string; stop(): Promise<void> };

export type EmbeddedDynamoDBOptions = {
  /** 0, the default: any free port. */
  readonly port?: number | undefined;
  /** Where the data survives a restart; absent: in memory. */
  readonly directory?: string | undefined;
};

/** Starts a DynamoDB in this process, on the loopback interface only. Create the tables with `createTables`. */
export const startEmbeddedDynamoDB = async ({
  port = 0,
  directory,
}: EmbeddedDynamoDBOptions = {}): Promise<EmbeddedDynamoDB> => {
  const server = dynalite({ createTableMs: 0, ...(directory !== undefined && { path: directory }) });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return {
    endpoint: `http://127.0.0.1:${toPort(server.address())}`,
    stop: async () => {
      server.closeAllConnections();
      await new Promise<void>((resolve, reject) => {
        // Its own `close` passes null where Node's passes nothing.
        server.close((error) => (error ? reject(error) : resolve()));
      });
    },
  };
};

const toPort = (address: AddressInfo | string | null): number => {
  if (address === null || typeof address === 'string') {
    throw new Error('The embedded DynamoDB has no TCP port: expected to listen on 127.0.0.1.');
  }
  return address.port;
};
