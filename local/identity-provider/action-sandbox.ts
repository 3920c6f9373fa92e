import { readFileSync } from 'node:fs';
import { createRequire, isBuiltin } from 'node:module';
import { createContext, runInContext } from 'node:vm';
import type { ClaimValue } from '../../lib/claims/claim-value.ts';
import { isRestricted } from './restricted-claims.ts';

/** What one run of an Action wants for the tokens. */
export type ActionResult = {
  readonly idToken: Readonly<Record<string, ClaimValue>>;
  readonly accessToken: Readonly<Record<string, ClaimValue>>;
  readonly addedScopes: readonly string[];
  readonly removedScopes: readonly string[];
  /** The arguments of `api.access.deny`: a reason at post-login, code and reason at credentials-exchange. */
  readonly denied?: readonly string[];
};

export type ActionOptions = {
  /** `event.secrets` */
  readonly secrets: () => Readonly<Record<string, string>>;
  /** Lines that the Action writes; 256 characters of each are kept. */
  readonly log: (line: string) => void;
  /** All Actions of a trigger have 20 s together. */
  readonly timeoutMs?: number;
};

type Entry = 'onExecutePostLogin' | 'onExecuteCredentialsExchange';
/** Runs the Action once; rejects when it throws, hangs or does not exist, as Auth0 then fails the login. */
export type Action = (event: object) => Promise<ActionResult>;

const runtimeGlobals = {
  fetch,
  URL,
  URLSearchParams,
  Buffer,
  AbortSignal,
  AbortController,
  TextEncoder,
  TextDecoder,
  setTimeout,
  clearTimeout,
  structuredClone,
};

const nodeRequire = createRequire(import.meta.url);
/** The Action may use what Node has; no package is installed for it. */
const requireBuiltin = (name: string): unknown => {
  if (!isBuiltin(name)) throw new Error(`Cannot find module '${name}': the Actions here have no dependencies`);
  return nodeRequire(name);
};

/** A value of the Action's realm becomes one of ours; what JSON cannot carry is dropped, as on Auth0's way out. */
const rebuild = (value: unknown): ClaimValue | undefined => {
  const text = JSON.stringify(value);
  return text === undefined ? undefined : JSON.parse(text);
};

const settle = async (run: unknown, timeoutMs: number): Promise<void> => {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`The Action did not end within ${timeoutMs} ms`)), timeoutMs);
  });
  try {
    await Promise.race([run, timeout]);
  } finally {
    clearTimeout(timer);
  }
};

/** `api` as the trigger has it: the tokens and scope changes that the other trigger knows are not there. */
const createApi = (entry: Entry) => {
  const idToken = new Map<string, ClaimValue>();
  const accessToken = new Map<string, ClaimValue>();
  const added = new Set<string>();
  const removed = new Set<string>();
  const denials: (readonly string[])[] = [];
  const setter = (claims: Map<string, ClaimValue>) => ({
    setCustomClaim: (name: string, value: unknown): void => {
      const claim = rebuild(value);
      if (!isRestricted(name) && claim !== undefined) claims.set(name, claim);
    },
  });
  const scopes = {
    addScope: (scope: string): void => void added.add(scope),
    removeScope: (scope: string): void => void removed.add(scope),
  };
  const access = { deny: (...reason: unknown[]): void => void denials.push(reason.map(String)) };
  const api =
    entry === 'onExecutePostLogin'
      ? { idToken: setter(idToken), accessToken: { ...setter(accessToken), ...scopes }, access }
      : { accessToken: setter(accessToken), access };
  const result = (): ActionResult => ({
    idToken: Object.fromEntries(idToken),
    accessToken: Object.fromEntries(accessToken),
    addedScopes: [...added],
    removedScopes: [...removed],
    ...(denials[0] ? { denied: denials[0] } : {}),
  });
  return { api, result };
};

/**
 * Compiles an Action file in a realm of its own, as Auth0's runtime does: CommonJS, Node's built-in modules, `event`
 * with the secrets, the trigger's `api`, restricted claim names dropped without an error, 20 s.
 * @see https://auth0.com/docs/customize/actions/limitations
 */
export const loadAction = (file: string, entry: Entry, options: ActionOptions): Action => {
  const { secrets, log, timeoutMs = 20_000 } = options;
  const write = (...parts: unknown[]): void => log(parts.map(String).join(' ').slice(0, 256));
  const module: { exports: Partial<Record<Entry, (event: object, api: object) => unknown>> } = { exports: {} };
  const context = createContext({
    module,
    exports: module.exports,
    require: requireBuiltin,
    console: { log: write, warn: write, error: write },
    ...runtimeGlobals,
  });
  runInContext(readFileSync(file, 'utf8'), context, { filename: file });
  return async (event) => {
    const run = module.exports[entry];
    if (!run) throw new Error(`${file} does not export ${entry}`);
    const { api, result } = createApi(entry);
    const text = JSON.stringify({ ...event, secrets: secrets() });
    const ownEvent: object = runInContext(`JSON.parse(${JSON.stringify(text)})`, context);
    await settle(run(ownEvent, api), timeoutMs);
    return result();
  };
};
