import { once } from 'node:events';
import { createServer } from 'node:net';
import { type Ports, portNames, portOptions, UsageError } from './options.ts';

const tryPort = async (port: number): Promise<number> => {
  const server = createServer().listen(port, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' && address ? address.port : port;
};

/** Free ports for a whole world, all different. */
export const freePorts = async (): Promise<Ports> => {
  const found = new Set<number>();
  while (found.size < portNames.length) found.add(await tryPort(0));
  const next = found.values();
  const take = (): number => next.next().value ?? 0;
  return {
    port: take(),
    'functions-port': take(),
    'lambda-port': take(),
    'idp-port': take(),
    'dynamodb-port': take(),
  };
};

/** @throws UsageError naming the port that is taken, what it is for, and how to choose another */
export const requireFreePorts = async (ports: Ports): Promise<void> => {
  const seen = new Map<number, string>();
  for (const name of portNames) {
    const port = ports[name];
    const { what, variable } = portOptions[name];
    const other = seen.get(port);
    if (other !== undefined) throw new UsageError(`Port ${port} is wanted twice, by --${other} and --${name}.`);
    seen.set(port, name);
    await tryPort(port).catch(() => {
      throw new UsageError(
        `Port ${port}, for ${what}, is taken. Stop what listens there, or choose another: npm start -- --${name} ${port + 100} (or ${variable}=${port + 100}).`,
      );
    });
  }
};
