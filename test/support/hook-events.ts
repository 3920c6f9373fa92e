import { readFileSync } from 'node:fs';
import type { HookFixture } from './hook-fixture.ts';

/** The recorded events of a hook, by file name, fresh each time. */
export const namedEvents = ({ hook, events }: HookFixture): readonly (readonly [string, unknown])[] =>
  events.map((name) => [
    name,
    JSON.parse(readFileSync(new URL(`../fixtures/events/${hook.idp}/${name}`, import.meta.url), 'utf8')),
  ]);

/** The recorded events of a hook. */
export const readEvents = (fixture: HookFixture): readonly unknown[] => namedEvents(fixture).map(([, event]) => event);
