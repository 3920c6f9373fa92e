import { randomInt } from 'node:crypto';
import type { Server } from 'node:http';
import { listen, type RunningServer } from '../../local/listen.ts';

/** Below what systems give to outgoing connections and to port 0: nobody else takes such a port while it is not in use. */
const lowest = 20_000;
const highest = 30_000;

/** Listens on a port of loopback on which one can listen again after a pause. */
export const listenOnKeptPort = async (server: Server): Promise<RunningServer> => {
  for (;;) {
    try {
      return await listen(server, randomInt(lowest, highest));
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EADDRINUSE')) throw error;
    }
  }
};
