import * as z from 'zod';
import { secretName } from './setting-schemas.ts';

const functionOf = (what: string) =>
  z.custom((value) => typeof value === 'function', `expected a function that ${what}`);
const seconds = z.number().nonnegative('expected seconds, 0 or more');

const common = {
  name: z.string(),
  realms: z.array(z.string()).min(1, 'expected at least one realm').optional(),
  subjects: z
    .array(z.enum(['user', 'client']))
    .min(1, "expected 'user', 'client' or both")
    .optional(),
  timeoutMs: z.int().positive('expected whole milliseconds, at least 1').optional(),
};

const authorization = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('basic'), username: z.string(), secret: secretName }),
  z.strictObject({ kind: z.literal('bearer'), secret: secretName }),
  z.strictObject({ kind: z.literal('header'), header: z.string().min(1), secret: secretName }),
]);

/** One source of `sources.config.ts`, but for its name and its URL, which the function that makes it checks. */
export const sourceSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    ...common,
    kind: z.literal('http-json'),
    url: z.string(),
    body: functionOf('makes the body of a request').optional(),
    authorization: authorization.optional(),
    attributes: functionOf('chooses attributes of an answer').optional(),
    cacheSeconds: seconds.optional(),
  }),
  z.strictObject({
    ...common,
    kind: z.literal('script'),
    load: functionOf('answers with attributes'),
    cache: z.strictObject({ seconds, key: functionOf('tells questions apart') }).optional(),
  }),
]);
