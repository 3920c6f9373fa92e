import { hc } from 'hono/client';
import type { AdminApp } from '../../../functions/admin/app.ts';
import { sessionToken } from '../sign-in/session-store.ts';

/** The typed client of the admin API; every call carries the operator's access token. */
export const api = hc<AdminApp>('/', {
  headers: (): Record<string, string> => {
    const token = sessionToken();
    return token === undefined ? {} : { authorization: `Bearer ${token}` };
  },
}).admin;
