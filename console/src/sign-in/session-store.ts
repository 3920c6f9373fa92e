/** Who is signed in, as this browser tab remembers it; gone when the tab is closed. */
export type Session = {
  readonly accessToken: string;
  /** Milliseconds since the epoch. */
  readonly expiresAt: number;
  readonly name: string;
  readonly scopes: readonly string[];
};

const key = 'claims-console.session';
const listeners = new Set<() => void>();
let cached: Session | undefined = readStored();

function readStored(): Session | undefined {
  const stored = sessionStorage.getItem(key);
  return stored === null ? undefined : JSON.parse(stored);
}

export const currentSession = (): Session | undefined => (cached && cached.expiresAt > Date.now() ? cached : undefined);

export const sessionToken = (): string | undefined => currentSession()?.accessToken;

/** Remembers a session, or forgets it. */
export const storeSession = (session: Session | undefined): void => {
  cached = session;
  if (session) {
    sessionStorage.setItem(key, JSON.stringify(session));
  } else {
    sessionStorage.removeItem(key);
  }
  for (const listener of listeners) {
    listener();
  }
};

export const subscribeToSession = (listener: () => void): (() => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};
