import * as crypto from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createContext, Script } from 'node:vm';

/** Every call that the Action made on `api`, in order: `['accessToken.setCustomClaim', name, value]`. */
export type ApiCall = readonly [method: string, ...args: readonly unknown[]];
export type Run = { readonly calls: readonly ApiCall[]; readonly lines: readonly string[] };

/** Records calls instead of acting on them, and knows nothing of Auth0's rules: what the Action asks for is what shows. */
const recorder = (calls: ApiCall[], path: string): object =>
  new Proxy(
    {},
    {
      get: (_target, name) => {
        const method = `${path}.${String(name)}`;
        return (...args: unknown[]) => void calls.push([method, ...structuredClone(args)]);
      },
    },
  );

/**
 * Runs an Action with a hand-made `api`: independent of `local/identity-provider/action-sandbox.ts`, so that a mistake in
 * one of the two shows.
 */
export const runAction = async (trigger: string, event: object): Promise<Run> => {
  const calls: ApiCall[] = [];
  const lines: string[] = [];
  const file = new URL(`../../../actions/auth0/${trigger}.js`, import.meta.url);
  const exports: Record<string, (event: object, api: object) => Promise<unknown>> = {};
  const sandbox = {
    exports,
    module: { exports },
    require: (name: string) => {
      if (name === 'node:crypto') return crypto;
      throw new Error(`unexpected require of ${name}`);
    },
    console: { log: (line: unknown) => void lines.push(String(line)) },
    fetch,
    URL,
    Buffer,
    AbortSignal,
  };
  new Script(await readFile(file, 'utf8'), { filename: file.pathname }).runInContext(createContext(sandbox));
  const api =
    trigger === 'post-login'
      ? {
          idToken: recorder(calls, 'idToken'),
          accessToken: recorder(calls, 'accessToken'),
          access: recorder(calls, 'access'),
        }
      : { accessToken: recorder(calls, 'accessToken'), access: recorder(calls, 'access') };
  const name = trigger === 'post-login' ? 'onExecutePostLogin' : 'onExecuteCredentialsExchange';
  await exports[name]?.(event, api);
  return { calls, lines };
};
