import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hooks } from '../../functions/hooks.ts';
import type { ClaimValue } from '../../lib/claims/claim-value.ts';
import { compilePolicy } from '../../lib/claims/compile.ts';
import { decide } from '../../lib/claims/decide.ts';
import { protocolClaims } from '../../lib/claims/guards/registered-names.ts';
import { decodeText, encodeValue } from '../../lib/claims/guards/value-type.ts';
import { canonicalJson } from '../../lib/claims/merge.ts';
import type { TokenHook } from '../../lib/token-hook.ts';
import { tokenKinds } from '../../lib/token-request.ts';
import { propertyRuns } from '../support/property-runs.ts';
import { policy, subjectAttributes, tokenRequest } from './arbitraries.ts';

const all: readonly (readonly [string, TokenHook])[] = Object.entries(hooks);
const runs = { numRuns: propertyRuns };
const ourNamespaces = ['https://c.example/', 'https://d.example/ns#', 'https://t.auth0.com/'];

describe.each(all)('decisions for %s', (_name, { limits }) => {
  it('account for every declared claim and every stored attribute at every token', () => {
    fc.assert(
      fc.property(policy, tokenRequest, subjectAttributes, (claimsPolicy, request, attributes) => {
        const decision = decide(compilePolicy(claimsPolicy, limits), request, attributes);
        if (decision.outcome === 'deny' && decision.trace.length === 0) return;
        const accounted = new Set(decision.trace.map(({ claim, token }) => `${token} ${claim}`));
        const machine = request.subject.kind === 'client';
        const items = [
          attributes.organization,
          ...attributes.groups,
          ...(machine ? [attributes.client] : [attributes.user, attributes.membership]),
        ];
        const stored = items.flatMap((item) => (item && item.deleted !== true ? Object.keys(item.attributes) : []));
        for (const claim of [...Object.keys(claimsPolicy.claims), ...stored]) {
          for (const token of tokenKinds) expect(accounted).toContain(`${token} ${claim}`);
        }
      }),
      runs,
    );
  });

  it('release exactly what the trace says, nothing reserved, nothing without namespace that was not asked for', () => {
    fc.assert(
      fc.property(policy, tokenRequest, subjectAttributes, (claimsPolicy, request, attributes) => {
        const decision = decide(compilePolicy(claimsPolicy, limits), request, attributes);
        if (decision.outcome === 'deny') return;
        for (const token of tokenKinds) {
          const released = decision.trace.flatMap((entry) =>
            entry.token === token && entry.outcome === 'released' ? [entry] : [],
          );
          expect(new Set(Object.keys(decision.claims[token]))).toEqual(new Set(released.map(({ name }) => name)));
          if (!limits.tokens.includes(token) || !request.tokens.includes(token)) expect(released).toEqual([]);
          for (const { claim, name } of released) {
            const { names, prefixes } = limits.reserved[token];
            expect(names).not.toContain(name);
            expect(prefixes.filter((prefix) => name.startsWith(prefix))).toEqual([]);
            expect([...protocolClaims.keys()]).not.toContain(name);
            const own = Object.hasOwn(claimsPolicy.claims, claim) ? claimsPolicy.claims[claim]?.namespace : undefined;
            const plain = limits.names === 'plain' || (own === undefined ? claimsPolicy.namespace : own) === null;
            if (plain) expect(name).toBe(claim);
            else expect(ourNamespaces.some((namespace) => name === namespace + claim)).toBe(true);
            expect(name.startsWith('https://t.auth0.com/') && !plain).toBe(false);
          }
        }
      }),
      runs,
    );
  });

  it('do not depend on the order of groups, and are the same every time', () => {
    fc.assert(
      fc.property(
        policy,
        tokenRequest,
        subjectAttributes,
        fc.infiniteStream(fc.nat()),
        (claimsPolicy, request, attributes, random) => {
          const compiled = compilePolicy(claimsPolicy, limits);
          const shuffled = attributes.groups
            .map((group) => [random.next().value as number, group] as const)
            .sort(([a], [b]) => a - b)
            .map(([, group]) => group);
          const decision = decide(compiled, request, attributes);
          expect(decide(compiled, request, attributes)).toEqual(decision);
          expect(decide(compiled, request, { ...attributes, groups: shuffled })).toEqual(decision);
        },
      ),
      runs,
    );
  });

  it("keep within the hook's types and bytes", () => {
    fc.assert(
      fc.property(policy, tokenRequest, subjectAttributes, (claimsPolicy, request, attributes) => {
        const decision = decide(compilePolicy(claimsPolicy, limits), request, attributes);
        if (decision.outcome === 'deny') return;
        const most = Math.min(
          limits.bytes,
          typeof claimsPolicy.budget?.size === 'number' ? claimsPolicy.budget.size : limits.bytes,
        );
        for (const token of tokenKinds) {
          const claims = decision.claims[token];
          const json = JSON.stringify(claims);
          expect(Buffer.byteLength(json)).toBeLessThanOrEqual(Math.max(2, most));
          expect(json).not.toContain('[object Object]');
          for (const value of Object.values(claims)) expect(encodeValue(value, limits.values, 'mixed')).toEqual(value);
        }
      }),
      runs,
    );
  });
});

describe('text for hooks that carry too few types', () => {
  it.each(['string', 'string-or-string-array', 'scalar-or-string-array'] as const)(
    '%s: is read back as what it was',
    (types) => {
      const json = fc.jsonValue().map((made) => made as ClaimValue);
      fc.assert(
        fc.property(json, (value) => {
          const form = typeof value === 'string' ? 'text' : 'json';
          const carried = encodeValue(value, types, form);
          if (carried === undefined) expect(value).toBeNull();
          else expect(canonicalJson(decodeText(carried, form))).toBe(canonicalJson(value));
        }),
        runs,
      );
    },
  );
});
