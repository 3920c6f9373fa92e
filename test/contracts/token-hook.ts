import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import type { AttributeReader } from '../../lib/attributes/attribute-store.ts';
import type { ClaimsSet } from '../../lib/claims/claim-value.ts';
import { protocolClaims } from '../../lib/claims/guards/registered-names.ts';
import type { ClaimsPolicy } from '../../lib/claims/policy.ts';
import type { TokenHook } from '../../lib/token-hook.ts';
import { type TokenKind, tokenKinds } from '../../lib/token-request.ts';
import { namedEvents } from '../support/hook-events.ts';
import type { Given, HookCaller, HookFixture } from '../support/hook-fixture.ts';
import { createHookHarness, type HarnessOptions, type HookHarness, readerOf } from '../support/hook-harness.ts';
import { client, inRealm, storeOf, user, type VectorItem } from '../support/vector.ts';
import { attributes, canary, contractPolicy, machinesRequest, nameAt, principalOf } from './contract-policy.ts';
import {
  answerWithoutIds,
  expectNoToken,
  fullSettings,
  holding,
  isCarried,
  isRetired,
  issuedTokens,
  junkBodies,
  logLine,
  ours,
  plainPolicy,
  renamed,
  storeDown,
  withoutOurs,
} from './token-hook-support.ts';

/** Everything that every token hook promises, through its real Lambda entry. */
export const describeTokenHook = (fixture: HookFixture): void => {
  const { hook } = fixture;
  const { limits } = hook;
  const principal = principalOf(fixture);

  describe([hook.name, fixture.variant].filter(Boolean).join(' '), () => {
    const open: HookHarness[] = [];
    let caller: HookCaller;
    beforeAll(async () => {
      caller = await fixture.caller();
    });
    afterAll(() => caller.close?.());
    const harness = async (options: Partial<HarnessOptions> & { readonly items?: readonly VectorItem[] } = {}) => {
      const { items = [principal.item(attributes)], ...rest } = options;
      const made = await createHookHarness(fixture, {
        policy: contractPolicy,
        reader: await storeOf(items),
        caller,
        ...rest,
      });
      open.push(made);
      return made;
    };
    afterEach(async () => {
      const finished = open.splice(0);
      const secrets = Object.values(caller.secrets).map(({ current }) => current);
      for (const { lines } of finished) {
        for (const line of lines) for (const value of [canary, ...secrets]) expect(line).not.toContain(value);
      }
      await Promise.all(finished.map(({ close }) => close()));
    });

    const given = (event: unknown, message = ''): Given => ({
      event,
      message,
      statusClaim: nameAt(fixture, 'claims_status'),
    });
    const recorded = namedEvents(fixture);

    describe('recorded events', () => {
      it.each(recorded)('%s is parsed and translated', (_name, event) => {
        const request = hook.toTokenRequest(z.parse(hook.event, event), fixture.settings ?? {});
        expect(request.grantType).not.toBe('');
        expect(limits.tokens).toEqual(expect.arrayContaining([...request.tokens]));
        expect(typeof request.subject.id).toBe('string');
      });

      it.each(recorded)('%s loses nothing that came in', async (_name, event) => {
        const { send } = await harness({ items: [], instance: fullSettings(event) });
        const watching = await harness({ items: [], instance: { ...fullSettings(event), mode: 'observe' } });
        const before = issuedTokens((await watching.send(event)).outcome);
        const after = issuedTokens((await send(event)).outcome);
        for (const token of tokenKinds) {
          if (before[token]) expect(after[token]).toMatchObject(withoutOurs(fixture, before[token]));
        }
      });
    });

    describe('outcomes', () => {
      it('puts the claims into every token, and says the same twice', async () => {
        const { send } = await harness();
        const event = fixture.event(principal.request);
        const first = await send(event);
        const tokens = Object.values(issuedTokens(first.outcome));
        expect(tokens).not.toEqual([]);
        for (const claims of tokens) expect(ours(fixture, claims)).toEqual(attributes);
        expect(answerWithoutIds(await send(event))).toEqual(answerWithoutIds(first));
      });

      it('releases by scope', async () => {
        const { send } = await harness({ instance: { scopes: { from: 'assumed', scopes: ['order'] } } });
        for (const claims of Object.values(issuedTokens((await send(fixture.event(principal.request))).outcome))) {
          const { company_id: _withheld, ...released } = attributes;
          expect(ours(fixture, claims)).toEqual(released);
        }
      });

      it('denies a blocked subject, as the IdP understands it', async () => {
        const { send } = await harness({ items: [principal.item({ user_role: canary }, { blocked: true })] });
        const event = fixture.event(principal.request);
        const { answer, outcome } = await send(event);
        fixture.renders.deny(answer, given(event, contractPolicy.messages?.blocked));
        expectNoToken(outcome, contractPolicy.messages?.blocked);
      });

      it('fails closed while the store is down', async () => {
        const { send } = await harness({ reader: storeDown });
        const event = fixture.event(principal.request);
        const { answer, outcome } = await send(event);
        fixture.renders.failClosed(answer, given(event, contractPolicy.messages?.failure));
        expectNoToken(outcome, contractPolicy.messages?.failure);
      });

      it('fails open where the instance says so, and the token tells', async () => {
        const { send } = await harness({ reader: storeDown, instance: { onFailure: 'issue' } });
        const event = fixture.event(principal.request);
        const { answer, outcome } = await send(event);
        fixture.renders.failOpen(answer, given(event));
        const tokens = issuedTokens(outcome);
        expect(Object.keys(tokens)).not.toEqual([]);
        for (const claims of Object.values(tokens))
          expect(ours(fixture, claims)).toEqual({ claims_status: 'degraded' });
      });

      describe('what a policy computes that JSON cannot hold', () => {
        const circular: Record<string, unknown> = { text: canary };
        circular['self'] = circular;
        const unwritable: Readonly<Record<string, unknown>> = {
          'a BigInt': 7n,
          'an object that holds itself': circular,
          'an object that cannot be written': {
            toJSON: () => {
              throw new Error(canary);
            },
          },
        };
        const never = (value: unknown) => value as never;
        /** A fault of ours, in the IdP's own words and with a line in the log. */
        const expectFault = async (policy: ClaimsPolicy) => {
          const { send, lines } = await harness({ policy });
          const event = fixture.event(principal.request);
          const { answer, outcome } = await send(event);
          fixture.renders.failClosed(answer, given(event, contractPolicy.messages?.failure));
          expectNoToken(outcome, contractPolicy.messages?.failure);
          expect(lines.map((line) => JSON.parse(line))).toMatchObject([
            { outcome: 'fail', error: { code: 'unexpected' } },
          ]);
        };

        it.each(Object.entries(unwritable))('in a claim: %s', async (_title, value) => {
          const claim = { schema: z.any(), description: 'Computed', value: () => never(value) };
          const policy: ClaimsPolicy = { ...contractPolicy, claims: { ...contractPolicy.claims, user_id: claim } };
          if (limits.values === 'json') return expectFault(policy);
          const { send } = await harness({ policy });
          for (const claims of Object.values(issuedTokens((await send(fixture.event(principal.request))).outcome))) {
            expect(claims).not.toHaveProperty([nameAt(fixture, 'user_id')]);
          }
        });

        it.each(Object.entries(unwritable))(
          'among the scopes, where it is a fault or left out: %s',
          async (_title, value) => {
            const policy = { ...contractPolicy, changeScopes: () => ({ remove: [never(value)] }) };
            const { send, lines } = await harness({ policy });
            const { answer, outcome } = await send(fixture.event(principal.request));
            expect(() => JSON.stringify(answer)).not.toThrow();
            expect(lines.map((line) => JSON.parse(line))).toMatchObject([
              { outcome: outcome.issued ? 'issue' : 'fail' },
            ]);
            if (!limits.canChangeScopes) expect(outcome.issued).toBe(true);
          },
        );
      });

      it.each(['observe', 'off'] as const)('leaves everything as it is in mode %s', async (mode) => {
        const { send } = await harness({ instance: { mode }, items: [principal.item({}, { blocked: true })] });
        const event = fixture.event(principal.request);
        const { answer, outcome } = await send(event);
        fixture.renders.unchanged(answer, given(event));
        for (const claims of Object.values(issuedTokens(outcome))) expect(ours(fixture, claims)).toEqual({});
      });

      describe.each(['observe', 'off'] as const)('in mode %s fails no login over', (mode) => {
        const event = () => fixture.event(principal.request);
        /** Nobody can say any more what the event means, but all of it is there. */
        const unreadable = { ...hook, event: z.never() };

        it('an event of another shape', async () => {
          const { send } = await harness({ instance: { mode }, hook: unreadable });
          fixture.renders.unchanged((await send(event())).answer, given(event()));
        });

        it.each(['missing', 'forged'] as const)('a proof that is %s', async (proof) => {
          if (caller.proof.kind === 'user-pools') return;
          const { send } = await harness({ instance: { mode } });
          fixture.renders.unchanged((await send(event(), { proof })).answer, given(event()));
        });

        it('a secret that is missing', async () => {
          const { send } = await harness({ instance: { mode }, secrets: {} });
          fixture.renders.unchanged((await send(event())).answer, given(event()));
        });

        it('a store that is down', async () => {
          const { send } = await harness({ instance: { mode }, reader: storeDown });
          fixture.renders.unchanged((await send(event())).answer, given(event()));
        });
      });

      it('answers before the deadline while the store hangs', async () => {
        const hanging: AttributeReader = { load: () => new Promise(() => undefined) };
        const { send } = await harness({ reader: hanging });
        const answered = await Promise.race([
          send(fixture.event(principal.request), { remainingMs: 600 }),
          delay(600, undefined, { ref: false }),
        ]);
        expect(answered).toBeDefined();
        if (answered) expectNoToken(answered.outcome);
      });
    });

    describe('subjects', () => {
      it('gives an unknown subject the defaults', async () => {
        const { send } = await harness({ items: [] });
        const { outcome } = await send(fixture.event(principal.request));
        for (const claims of Object.values(issuedTokens(outcome))) {
          expect(ours(fixture, claims)).toEqual({ user_role: 'customer' });
        }
      });

      it('denies an unknown subject where the policy says so', async () => {
        const { send } = await harness({ items: [], policy: { ...contractPolicy, unknownSubject: 'deny' } });
        const event = fixture.event(principal.request);
        const { answer, outcome } = await send(event);
        fixture.renders.deny(answer, given(event, contractPolicy.messages?.unknown_subject));
        expectNoToken(outcome, contractPolicy.messages?.unknown_subject);
      });

      it('reads machines under a key of their own', async () => {
        const event = fixture.event(machinesRequest);
        if (event === undefined) return;
        const { send } = await harness({
          items: [user(attributes), client({ user_role: 'support', user_id: 1 }, {}, 'u1')],
          instance: { scopes: { from: 'assumed', scopes: ['order', 'inventory'] } },
        });
        const tokens = Object.values(issuedTokens((await send(event)).outcome));
        expect(tokens).not.toEqual([]);
        for (const claims of tokens) expect(ours(fixture, claims)).toEqual({ user_role: 'support', user_id: 1 });
      });

      it('takes the realm from the caller alone', async () => {
        if (caller.proof.kind === 'user-pools') return;
        const other = renamed(await fixture.caller());
        const items = [principal.item(attributes), inRealm('other', principal.item({ user_role: 'support' }))];
        const both = await harness({ items, others: { other: { caller: other, instance: { realm: 'other' } } } });
        const event = fixture.event(principal.request);
        const claimed = { ...(event as object), realm: 'other', tenant: 'other', instance: 'other' };
        for (const claims of Object.values(issuedTokens((await both.send(claimed)).outcome))) {
          expect(ours(fixture, claims)).toEqual(attributes);
        }
      });
    });

    describe('what the token carries already', () => {
      const stale: ClaimsSet = {
        [nameAt(fixture, 'user_role')]: 'admin',
        [nameAt(fixture, 'company_id')]: 99,
        [nameAt(fixture, 'claims_status')]: 'degraded',
        // Where names are plain there was never a namespace.
        ...(limits.names === 'namespaced' && { 'https://old.example.com/user_role': 'admin' }),
        legacy_plan: 'gold',
        'https://other.example.com/team': 'blue',
      };
      const event = fixture.event({
        ...principal.request,
        grantType: principal.again,
        present: { id_token: stale, access_token: stale, userinfo: stale },
      });
      /** What the IdP would issue without us. */
      const untouched = async () => {
        const { send } = await harness({ instance: { mode: 'observe' } });
        return issuedTokens((await send(event)).outcome);
      };

      it.skipIf(event === undefined || limits.appendOnly)(
        'takes out our earlier and retired claims, and keeps foreign ones',
        async () => {
          const { send } = await harness({ items: [principal.item({ user_role: 'support' })] });
          const before = await untouched();
          for (const [token, claims] of Object.entries(issuedTokens((await send(event)).outcome))) {
            expect(ours(fixture, claims), token).toEqual({ user_role: 'support' });
            expect(Object.keys(claims).filter(isRetired)).toEqual([]);
            expect(claims).toMatchObject(withoutOurs(fixture, before[token] ?? {}));
          }
        },
      );

      it.skipIf(event === undefined || limits.appendOnly)('takes them out of a degraded token as well', async () => {
        const { send } = await harness({ reader: storeDown, instance: { onFailure: 'issue' } });
        for (const claims of Object.values(issuedTokens((await send(event)).outcome))) {
          expect(ours(fixture, claims)).toEqual({ claims_status: 'degraded' });
          expect(Object.keys(claims).filter(isRetired)).toEqual([]);
        }
      });

      it.skipIf(event === undefined || !limits.appendOnly)('does not try to change what is there', async () => {
        const { send } = await harness();
        const { answer, outcome } = await send(event);
        const before = await untouched();
        for (const [token, claims] of Object.entries(issuedTokens(outcome))) {
          expect(claims).toMatchObject(before[token] ?? {});
        }
        expect(JSON.stringify(answer)).not.toContain(JSON.stringify(nameAt(fixture, 'user_role')).slice(1, -1));
      });
    });

    describe('limits', () => {
      it('never lets a reserved or registered name out', async () => {
        const value = 'canary-reserved';
        const reservedIn = (token: TokenKind): readonly string[] => [
          ...limits.reserved[token].names,
          ...limits.reserved[token].prefixes.map((prefix) => `${prefix}x`),
          ...protocolClaims.keys(),
        ];
        const keys = [...new Set([...limits.tokens.flatMap(reservedIn)])].filter((key) => key !== '__proto__');
        const everywhere = keys.filter((key) => limits.tokens.every((token) => reservedIn(token).includes(key)));
        const run = async (names: readonly string[]) => {
          const { send } = await harness({ policy: plainPolicy(names), reader: holding(names, value) });
          return send(fixture.event(principal.request));
        };
        const { answer } = await run(everywhere);
        expect(JSON.stringify(answer)).not.toContain(value);
        for (const [token, claims] of Object.entries(issuedTokens((await run(keys)).outcome))) {
          const names = tokenKinds.filter((kind) => kind === token).flatMap(reservedIn);
          for (const name of names) expect(claims[name], `${name} in ${token}`).not.toBe(value);
        }
      });

      it('keeps to the size, and the IdP still takes the answer', async () => {
        const names = Array.from({ length: 40 }, (_unused, index) => `claim_${index}`);
        const value = 'ä'.repeat(Math.ceil(limits.bytes / 20));
        const policy = { ...plainPolicy(names), limits: { stringLength: limits.bytes } };
        const { send } = await harness({ policy, reader: holding(names, value) });
        const { outcome } = await send(fixture.event(principal.request));
        for (const claims of Object.values(issuedTokens(outcome))) {
          const released = Object.entries(claims).filter(([name]) => names.includes(name));
          expect(released.length).toBeGreaterThan(0);
          expect(released.length).toBeLessThan(names.length);
          expect(Buffer.byteLength(JSON.stringify(Object.fromEntries(released)))).toBeLessThanOrEqual(limits.bytes);
        }
      });

      it('carries no value of a type that the IdP does not take', async () => {
        const values = {
          text: 'text',
          number: 7,
          fraction: 0.5,
          yes: true,
          nothing: null,
          texts: ['a', 'b'],
          numbers: [1, 2],
          object: { a: { b: 1 } },
        };
        const names = Object.keys(values);
        const { send, lines } = await harness({
          policy: plainPolicy(names, z.json()),
          reader: readerOf({ user: { attributes: values, version: 1 }, client: { attributes: values, version: 1 } }),
        });
        const { answer, outcome } = await send(fixture.event(principal.request));
        expect(JSON.stringify(answer)).not.toContain('[object');
        for (const claims of Object.values(issuedTokens(outcome))) {
          for (const name of names) {
            const carried = claims[name];
            if (carried !== undefined) expect(isCarried(carried, limits.values), name).toBe(true);
          }
        }
        // What the log says is released has arrived: nothing is dropped by the IdP without a word.
        const { released } = z.parse(logLine, JSON.parse(lines.at(-1) ?? ''));
        for (const [token, claims] of Object.entries(issuedTokens(outcome))) {
          expect(Object.keys(claims)).toEqual(expect.arrayContaining(released[token] ?? []));
        }
      });
    });

    describe('callers', () => {
      it.each(['missing', 'forged'] as const)(
        'gives a caller whose proof is %s no token and reads nothing',
        async (proof) => {
          for (const onFailure of ['deny', 'issue'] as const) {
            let reads = 0;
            const counting: AttributeReader = {
              load: async (...query) => {
                reads += 1;
                return readerOf({}).load(...query);
              },
            };
            const { send } = await harness({ reader: counting, instance: { onFailure } });
            const { answer, outcome } = await send(fixture.event(principal.request), { proof });
            expectNoToken(outcome);
            expect(reads).toBe(0);
            expect(JSON.stringify(answer)).not.toContain(canary);
          }
        },
      );

      it('gives junk under genuine proof no token, whatever the failure policy', async () => {
        const { send, sendRaw } = await harness({ instance: { onFailure: 'issue' } });
        for (const body of junkBodies) {
          const sent = await sendRaw(body);
          if (sent) expectNoToken(sent.outcome);
        }
        for (const event of [{}, { user: 1 }, { data: null }, ...(fixture.junk ?? [])]) {
          expectNoToken((await send(event)).outcome);
        }
      });

      it('gives no token when it crashes', async () => {
        const crash = () => {
          throw new TypeError('crash');
        };
        const crashes: readonly Partial<TokenHook>[] = [{ toTokenRequest: crash }, { issue: crash }];
        for (const broken of crashes) {
          const { send } = await harness({ hook: { ...hook, ...broken } });
          expectNoToken((await send(fixture.event(principal.request))).outcome);
        }
        const { send } = await harness({ reader: { load: async () => crash() } });
        expectNoToken((await send(fixture.event(principal.request))).outcome);
      });

      it('gives no token while its secret is missing', async () => {
        if (Object.keys(caller.secrets).length === 0) return;
        const { send } = await harness({ secrets: {} });
        expectNoToken((await send(fixture.event(principal.request))).outcome);
      });
    });
  });
};
