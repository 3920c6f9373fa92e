import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ClaimValue } from '../../lib/claims/claim-value.ts';
import { SourceUnavailableError } from '../../lib/errors.ts';
import type { AttributeSource } from '../../lib/sources/attribute-source.ts';
import { nothingPresent, type TokenRequest } from '../../lib/token-request.ts';

/** What the world behind the source does next; `asked` counts how often it was asked. */
export type SourceWorld = {
  answer:
    | { readonly is: 'attributes'; readonly attributes: ClaimValue }
    | { readonly is: 'unknown' | 'fault' | 'hang' };
  asked: number;
};

type OpenSource = (
  world: SourceWorld,
  settings: {
    readonly realms?: readonly string[];
    readonly subjects?: readonly ('user' | 'client')[];
    /** Answers are remembered by the subject's id, however the source is asked about realms and kinds. */
    readonly cacheSeconds: number;
    readonly timeoutMs?: number;
    readonly clock: () => number;
  },
) => Promise<{ readonly source: AttributeSource; readonly close: () => Promise<void> }>;

export const requestFor = (id: string, change: Partial<TokenRequest> = {}): TokenRequest => ({
  grantType: 'authorization_code',
  realm: 'customers',
  subject: { kind: 'user', id },
  client: 'shop',
  scopes: { granted: [], requested: [] },
  audiences: [],
  groups: [],
  idpAttributes: {},
  tokens: ['id_token'],
  present: nothingPresent,
  ...change,
});

/** Longer than a test may take: what ends sooner ended by itself. */
const soon = () => ({ signal: AbortSignal.timeout(60_000) });

/** What every additional source does, wherever its attributes live. The source is named `crm`. */
export const describeAttributeSource = (name: string, open: OpenSource): void => {
  describe(`attribute source: ${name}`, () => {
    const world: SourceWorld = { answer: { is: 'unknown' }, asked: 0 };
    const attributes = { plan: 'gold', seats: 3, tags: ['a'] };
    let now = Date.now();
    let opened: Awaited<ReturnType<OpenSource>>[];
    let source: AttributeSource;
    let cached: AttributeSource;
    let machines: AttributeSource;
    let hasty: AttributeSource;
    let everyone: AttributeSource;

    beforeAll(async () => {
      const clock = () => now;
      const [plain, remembering, ofMachines, impatient, ofEveryone] = await Promise.all([
        open(world, { cacheSeconds: 0, clock }),
        open(world, { cacheSeconds: 5, clock }),
        open(world, { cacheSeconds: 0, clock, subjects: ['client'], realms: ['customers'] }),
        open(world, { cacheSeconds: 0, clock, timeoutMs: 50 }),
        open(world, { cacheSeconds: 60, clock, subjects: ['user', 'client'] }),
      ]);
      opened = [plain, remembering, ofMachines, impatient, ofEveryone];
      source = plain.source;
      cached = remembering.source;
      machines = ofMachines.source;
      hasty = impatient.source;
      everyone = ofEveryone.source;
    });
    afterAll(async () => {
      await Promise.all(opened.map(({ close }) => close()));
    });
    beforeEach(() => {
      world.asked = 0;
      world.answer = { is: 'attributes', attributes };
      now += 60_000;
    });

    it('gives the attributes, and a version that changes only with them', async () => {
      const first = await source.load(requestFor('ada'), soon());
      expect(first.attributes).toEqual(attributes);
      world.answer = { is: 'attributes', attributes: { tags: ['a'], seats: 3, plan: 'gold' } };
      expect((await source.load(requestFor('ada'), soon())).version).toBe(first.version);
      world.answer = { is: 'attributes', attributes: { ...attributes, seats: 4 } };
      expect((await source.load(requestFor('ada'), soon())).version).not.toBe(first.version);
      expect(source.name).toBe('crm');
    });

    it('knows nothing of an unknown subject', async () => {
      world.answer = { is: 'unknown' };
      expect((await source.load(requestFor('nobody'), soon())).attributes).toEqual({});
    });

    it('is asked only about the subjects and realms that it knows', async () => {
      expect(
        (await source.load(requestFor('shop', { subject: { kind: 'client', id: 'shop' } }), soon())).attributes,
      ).toEqual({});
      expect((await machines.load(requestFor('ada'), soon())).attributes).toEqual({});
      const machine = { subject: { kind: 'client', id: 'shop' } } as const;
      expect((await machines.load(requestFor('shop', { ...machine, realm: 'staff' }), soon())).attributes).toEqual({});
      expect(world.asked).toBe(0);
      expect((await machines.load(requestFor('shop', machine), soon())).attributes).toEqual(attributes);
    });

    it.each(['fault', 'hang'] as const)('is unavailable after a %s, and recovers', async (is) => {
      world.answer = { is };
      await expect(hasty.load(requestFor('ada'), soon())).rejects.toThrow(SourceUnavailableError);
      await expect(hasty.load(requestFor('ada'), soon())).rejects.toThrow('"crm"');
      world.answer = { is: 'attributes', attributes };
      expect((await source.load(requestFor('ada'), soon())).attributes).toEqual(attributes);
    });

    it("ends with the hook's own deadline, and is not asked after it", async () => {
      world.answer = { is: 'hang' };
      await expect(source.load(requestFor('ada'), { signal: AbortSignal.timeout(50) })).rejects.toThrow(
        SourceUnavailableError,
      );
      expect(world.asked).toBe(1);
      await expect(source.load(requestFor('ada'), { signal: AbortSignal.abort() })).rejects.toThrow(
        SourceUnavailableError,
      );
      expect(world.asked).toBe(1);
    });

    it.each<[string, ClaimValue]>([
      ['over 32 KB', { a: 'x'.repeat(33_000) }],
      ['nested without end', JSON.parse(`{"a":${'['.repeat(50)}${']'.repeat(50)}}`)],
      ['with a lone surrogate', { a: '\ud800' }],
      ['with an integer that JavaScript changes', { a: 2 ** 60 }],
    ])('is unavailable when its answer is %s', async (_title, answer) => {
      world.answer = { is: 'attributes', attributes: answer };
      await expect(source.load(requestFor('ada'), soon())).rejects.toThrow(SourceUnavailableError);
    });

    it('never serves from memory what it heard about another realm, or about a machine of the same name', async () => {
      const plans = async (change: Partial<TokenRequest>, plan: string) => {
        world.answer = { is: 'attributes', attributes: { plan } };
        return (await everyone.load(requestFor('svc', change), soon())).attributes['plan'];
      };
      const machine = { subject: { kind: 'client', id: 'svc' } } as const;
      const asked = [
        await plans({}, 'a person’s'),
        await plans(machine, 'a machine’s'),
        await plans({ realm: 'staff' }, 'of another realm'),
        await plans({ ...machine, realm: 'staff' }, 'a machine’s of another realm'),
        await plans({}, 'not asked again'),
      ];
      expect(asked).toEqual([
        'a person’s',
        'a machine’s',
        'of another realm',
        'a machine’s of another realm',
        'a person’s',
      ]);
    });

    it('serves the same question from memory for its seconds, but never a fault', async () => {
      world.answer = { is: 'fault' };
      await expect(cached.load(requestFor('ada'), soon())).rejects.toThrow(SourceUnavailableError);
      world.answer = { is: 'attributes', attributes };
      await cached.load(requestFor('ada'), soon());
      world.answer = { is: 'attributes', attributes: { plan: 'none' } };
      now += 4999;
      expect((await cached.load(requestFor('ada'), soon())).attributes).toEqual(attributes);
      expect((await cached.load(requestFor('eve'), soon())).attributes).toEqual({ plan: 'none' });
      now += 1;
      expect((await cached.load(requestFor('ada'), soon())).attributes).toEqual({ plan: 'none' });
      expect(world.asked).toBe(4);
    });
  });
};
