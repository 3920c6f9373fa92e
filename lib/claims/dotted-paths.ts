import type { Attributes, ClaimValue } from './claim-value.ts';

const maxDepth = 8;

const isObject = (value: ClaimValue | undefined): value is { readonly [member: string]: ClaimValue | undefined } =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function* walk(path: string, value: ClaimValue | undefined, depth: number): Generator<[string, ClaimValue]> {
  if (value === undefined) return;
  yield [path, value];
  if (!isObject(value) || depth >= maxDepth) return;
  for (const [key, member] of Object.entries(value)) yield* walk(`${path}.${key}`, member, depth + 1);
}

/** Every value below `name` by its dotted path, objects and what is in them alike: `app_metadata.plan`. */
export const dottedPaths = (name: string, value: ClaimValue | undefined): Attributes =>
  Object.fromEntries(walk(name, value, 0));
