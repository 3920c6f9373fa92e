import * as fc from 'fast-check';

type Container = Record<string, unknown> | unknown[];

const isContainer = (value: unknown): value is Container => typeof value === 'object' && value !== null;

/** Every place in a JSON value: the container and the key in it. */
const places = (value: unknown): readonly (readonly [Container, string])[] => {
  if (!isContainer(value)) return [];
  return Object.entries(value).flatMap(([key, inner]) => [[value, key] as const, ...places(inner)]);
};

/** Also `__proto__`, as a member of its own, which plain assignment would not make. */
const setMember = (container: Container, key: string, value: unknown): void => {
  Object.defineProperty(container, key, { value, enumerable: true, configurable: true, writable: true });
};

const awkwardKeys = [
  '__proto__',
  'constructor',
  'toString',
  '',
  'realm',
  'sub',
  'claims',
  'a.b',
  'x/y',
  '~0',
  'groups',
];
const awkwardValues = [
  null,
  '',
  ' ',
  0,
  -1,
  2 ** 53,
  1e308,
  true,
  [],
  {},
  [[]],
  '\u0000',
  '\ud800',
  '__proto__',
  'x'.repeat(3000),
  '%2e%2e%2f',
  '<script>',
  Array.from({ length: 300 }, (_unused, index) => `group ${index}`),
];

const value = fc.oneof(fc.constantFrom(...awkwardValues), fc.jsonValue({ maxDepth: 3 }));
const key = fc.oneof(fc.constantFrom(...awkwardKeys), fc.string());
const change = fc.record({
  kind: fc.constantFrom('replace' as const, 'delete' as const, 'add' as const),
  at: fc.nat(),
  key,
  value,
});

type Change = { readonly kind: 'replace' | 'delete' | 'add'; readonly at: number; key: string; value: unknown };

const applied = (event: unknown, changes: readonly Change[]): unknown => {
  const copy: unknown = structuredClone(event);
  for (const { kind, at, key: name, value: next } of changes) {
    const all = places(copy);
    const place = all[at % Math.max(all.length, 1)];
    if (!place) return next;
    const [container, found] = place;
    if (kind === 'replace') setMember(container, found, structuredClone(next));
    else if (kind === 'delete') Reflect.deleteProperty(container, found);
    else {
      const inner: unknown = Reflect.get(container, found);
      const target = isContainer(inner) ? inner : container;
      if (!Array.isArray(target)) setMember(target, name, structuredClone(next));
    }
  }
  return copy;
};

/** A recorded event with one to four things wrong with it. */
export const mutatedEvent = (events: readonly unknown[]): fc.Arbitrary<unknown> =>
  fc
    .tuple(fc.constantFrom(...events), fc.array(change, { minLength: 1, maxLength: 4 }))
    .map(([event, changes]) => applied(event, changes));

/** A body that is no event: any text, or the text of an event with a piece cut out. */
export const brokenBody = (events: readonly unknown[]): fc.Arbitrary<string> =>
  fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.tuple(fc.constantFrom(...events), fc.nat(), fc.nat({ max: 40 })).map(([event, at, length]) => {
      const text = JSON.stringify(event);
      const start = at % text.length;
      return text.slice(0, start) + text.slice(start + length);
    }),
  );
