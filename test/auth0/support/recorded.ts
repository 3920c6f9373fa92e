import { readdirSync, readFileSync } from 'node:fs';

const folder = new URL('../../fixtures/events/auth0/', import.meta.url);
const read = (path: string) => JSON.parse(readFileSync(new URL(path, folder), 'utf8'));

/** The names of all recorded events. */
export const recordedNames: readonly string[] = readdirSync(new URL('actions/', folder)).map((file) =>
  file.replace('.json', ''),
);
export const triggerOf = (name: string): 'post-login' | 'credentials-exchange' =>
  name.startsWith('post-login') ? 'post-login' : 'credentials-exchange';
/** Auth0's `event`, as the Action gets it. */
export const auth0Event = (name: string) => read(`actions/${name}.json`);
/** What the Action makes of it for the hook. */
export const hookBody = (name: string) => read(`${name}.json`);
