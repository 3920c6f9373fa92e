import { readdirSync, readFileSync } from 'node:fs';

const folder = new URL('../fixtures/events/', import.meta.url);

/** A recorded event as its IdP sends it, fresh each time, so that a test may edit it. */
export const recordedEvent = (idp: string, name: string): unknown =>
  JSON.parse(readFileSync(new URL(`${idp}/${name}.json`, folder), 'utf8'));

/** The names of an IdP's recorded events, optionally those of one hook. */
export const recordedEvents = (idp: string, prefix = ''): readonly string[] =>
  readdirSync(new URL(`${idp}/`, folder))
    .filter((file) => file.startsWith(prefix))
    .map((file) => file.replace(/\.json$/, ''));
