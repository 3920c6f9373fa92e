import { errors } from 'oidc-provider';
import type { Login } from './action-events.ts';
import { postLoginEvent } from './action-events.ts';
import type { Action, ActionResult } from './action-sandbox.ts';
import { consoleClient } from './clients.ts';

const nothing: ActionResult = { idToken: {}, accessToken: {}, addedScopes: [], removedScopes: [] };

/** One authorization, by the id of its grant: who logged in how, and what the Action last said. */
export type Logins = {
  /** Runs the Action for a login or a refresh and remembers its result. @throws errors.AccessDenied when it denies */
  run(grantId: string, login: Login): Promise<ActionResult>;
  find(grantId: string): { readonly login: Login; readonly result: ActionResult } | undefined;
};

/** What the application gets to see: the last argument is the text in both triggers. */
export const refuse = (denied: readonly string[]): never => {
  throw new errors.AccessDenied(denied.at(-1));
};

/**
 * Logins live as long as the process. Operators are another tenant in real life: the Action does not run for them, so
 * that a broken hook does not lock out those who can repair it.
 */
export const createLogins = (postLogin: Action): Logins => {
  const logins = new Map<string, { readonly login: Login; readonly result: ActionResult }>();
  return {
    run: async (grantId, login) => {
      const result = login.client.id === consoleClient ? nothing : await postLogin(postLoginEvent(login));
      if (result.denied) refuse(result.denied);
      logins.set(grantId, { login, result });
      return result;
    },
    find: (grantId) => logins.get(grantId),
  };
};
