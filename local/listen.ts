import { once } from 'node:events';
import type { Server } from 'node:http';

export type RunningServer = { readonly url: string; readonly port: number; close(): Promise<void> };

/** Listens on 127.0.0.1 only. Port 0 takes a free one. */
export const listen = async (server: Server, port: number): Promise<RunningServer> => {
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const taken = typeof address === 'object' && address ? address.port : port;
  return {
    url: `http://127.0.0.1:${taken}`,
    port: taken,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
};
