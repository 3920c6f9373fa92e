import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** Project ids that begin so never reach Google. */
export const project = 'demo-shop';

const freePort = async (): Promise<number> => {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (typeof address !== 'object' || !address) throw new Error('No free port on 127.0.0.1.');
  return address.port;
};

export type AuthEmulator = {
  /** Calls the Auth API of the emulator; `admin`: as the project's owner. */
  call(method: string, path: string, body: object, options?: { readonly admin?: boolean }): Promise<EmulatorAnswer>;
  stop(): Promise<void>;
};

export type EmulatorAnswer = { readonly status: number; readonly body: Readonly<Record<string, unknown>> };

/** Google's own Auth emulator (no Java), with `beforeSignIn` set to the given URL. */
export const startAuthEmulator = async (command: string, beforeSignIn: string): Promise<AuthEmulator> => {
  const folder = mkdtempSync(join(tmpdir(), 'auth-emulator-'));
  const [auth, hub, logging] = await Promise.all([freePort(), freePort(), freePort()]);
  const host = '127.0.0.1';
  writeFileSync(
    join(folder, 'firebase.json'),
    JSON.stringify({
      emulators: {
        auth: { host, port: auth },
        hub: { host, port: hub },
        logging: { host, port: logging },
        ui: { enabled: false },
      },
    }),
  );
  const child = spawn(process.execPath, [command, 'emulators:start', '--only', 'auth', '--project', project], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, CI: 'true', FIREBASE_CLI_DISABLE_UPDATE_CHECK: 'true' },
  });
  child.stdout.resume();
  const exited = once(child, 'exit');
  const origin = `http://${host}:${auth}`;

  const call: AuthEmulator['call'] = async (method, path, body, { admin = false } = {}) => {
    const response = await fetch(`${origin}${path}`, {
      method,
      headers: { 'content-type': 'application/json', ...(admin && { authorization: 'Bearer owner' }) },
      body: JSON.stringify(body),
    });
    return { status: response.status, body: (await response.json()) as EmulatorAnswer['body'] };
  };
  const stop = async () => {
    child.kill('SIGINT');
    await Promise.race([exited, sleep(15_000).then(() => child.kill('SIGKILL'))]);
    rmSync(folder, { recursive: true, force: true });
  };

  for (let attempt = 0; attempt < 120; attempt += 1) {
    if (child.exitCode !== null) throw new Error(`The emulator ended with ${child.exitCode} before it was up.`);
    const up = await fetch(origin).then(
      ({ ok }) => ok,
      () => false,
    );
    if (up) {
      const config = `/identitytoolkit.googleapis.com/v2/projects/${project}/config?updateMask=blockingFunctions`;
      const triggers = { beforeSignIn: { functionUri: beforeSignIn } };
      const set = await call('PATCH', config, { blockingFunctions: { triggers } }, { admin: true });
      if (set.status === 200) return { call, stop };
      await stop();
      throw new Error(`The emulator refused the blocking function: ${JSON.stringify(set.body)}`);
    }
    await sleep(500);
  }
  await stop();
  throw new Error('The emulator was not up after a minute.');
};
