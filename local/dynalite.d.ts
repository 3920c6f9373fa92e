declare module 'dynalite' {
  import type { Server } from 'node:http';

  type DynaliteOptions = {
    /** Directory of the database; absent: in memory. */
    readonly path?: string;
    /** How long tables stay in CREATING. */
    readonly createTableMs?: number;
    readonly deleteTableMs?: number;
    readonly updateTableMs?: number;
  };

  const dynalite: (options?: DynaliteOptions) => Server;
  export default dynalite;
}
