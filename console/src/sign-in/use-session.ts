import { useSyncExternalStore } from 'react';
import { currentSession, type Session, subscribeToSession } from './session-store.ts';

/** The session of this tab; `undefined` when nobody is signed in or the token has expired. */
export const useSession = (): Session | undefined => useSyncExternalStore(subscribeToSession, currentSession);

/** Whether the operator's token has a scope; the API decides, this only says it before the click. */
export const useScope = (scope: string): boolean => useSession()?.scopes.includes(scope) ?? false;
