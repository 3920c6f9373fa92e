// biome-ignore lint/style/noRestrictedImports: a digest is a pure function of its input; no other built-in is used in this folder.
import { hash } from 'node:crypto';
import type { TokenRequest } from '../token-request.ts';
import type { CompiledPolicy } from './compile.ts';
import { canonicalJson } from './merge.ts';
import type { ClaimsPolicy } from './policy.ts';
import type { AttributesItem, SubjectAttributes } from './subject-attributes.ts';

/** 128 bits are enough for equality; short, because it goes into tokens. */
const digest = (text: string): string => hash('sha256', text, 'base64url').slice(0, 22);

/**
 * The policy's own fingerprint: its data, its schemas' definitions and the source text of its functions. Equal within
 * one build; a minifier rewrites functions, so that two builds of one policy may differ.
 */
export const policyFingerprint = (policy: ClaimsPolicy): string => {
  const seen = new Map<object, number>();
  const describe = (value: unknown): unknown => {
    if (typeof value === 'function' || typeof value === 'bigint') return String(value);
    if (typeof value !== 'object' || value === null) return value;
    if (value instanceof RegExp) return String(value);
    if (value instanceof Set) return [...value].map(describe);
    const before = seen.get(value);
    // A schema may be used twice, or refer to itself.
    if (before !== undefined) return { seen: before };
    seen.set(value, seen.size);
    if (Array.isArray(value)) return value.map(describe);
    const definition = schemaDefinition(value);
    if (definition !== undefined) return { schema: describe(definition) };
    return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, describe(member)]));
  };
  return digest(JSON.stringify(describe(policy)));
};

/**
 * What zod keeps of a schema or check as data; the rest of the object are compiled closures. What it notes there at the
 * first use (`_cachedInner` of a lazy schema) does not count: the policy is the same before and after.
 */
const schemaDefinition = (value: object): unknown => {
  const internals = '_zod' in value && typeof value._zod === 'object' ? value._zod : undefined;
  if (!internals || !('def' in internals) || typeof internals.def !== 'object' || internals.def === null) {
    return undefined;
  }
  return Object.fromEntries(Object.entries(internals.def).filter(([name]) => !name.startsWith('_')));
};

const versionOf = (item: AttributesItem | undefined): string => (item === undefined ? '' : String(item.version));

/** Texts as one, so that no other texts make the same one: each with its length before it. */
const joined = (texts: readonly string[]): string => {
  let text = `${texts.length};`;
  for (const each of texts) text += `${each.length}:${each}`;
  return text;
};

const seenByFunctions = ({ groups, scopes, email, idpAttributes }: TokenRequest): string =>
  joined(groups.toSorted()) +
  joined(scopes.requested.toSorted()) +
  joined(email === undefined ? [] : [email]) +
  joined([canonicalJson(idpAttributes)]);

/**
 * `claims_version`: a fingerprint of everything that the decision was made from: the policy, the request as far as it
 * counts, the items' versions, the other sources' answers. For equality only.
 * @param computes whether the policy has functions, which see all of the request
 * @param usesGrantType whether a claim of the policy is limited to grant types; else a refresh would change the version
 * @param idpPaths the IdP attributes that the policy maps
 */
export const decisionVersion = (
  policy: Pick<CompiledPolicy, 'fingerprint' | 'computes' | 'usesGrantType' | 'idpPaths'>,
  request: TokenRequest,
  { user, membership, organization, client, groups, sources, freshness }: SubjectAttributes,
): string => {
  const { realm, subject, organization: organizationId } = request;
  const idp = policy.idpPaths.map((path) => {
    const value = Object.hasOwn(request.idpAttributes, path) ? request.idpAttributes[path] : undefined;
    return value === undefined ? '' : canonicalJson(value);
  });
  return digest(
    joined([policy.fingerprint, freshness, policy.usesGrantType ? request.grantType : '']) +
      (policy.computes ? seenByFunctions(request) : '') +
      joined([realm, subject.kind, subject.id, request.client]) +
      joined(organizationId === undefined ? [] : [organizationId]) +
      joined(request.scopes.granted.toSorted()) +
      joined(request.audiences.toSorted()) +
      joined(request.tokens.toSorted()) +
      joined([versionOf(user), versionOf(membership), versionOf(organization), versionOf(client)]) +
      joined(groups.map(({ name, version }) => `${version} ${name}`).sort()) +
      joined(idp) +
      joined(
        Object.entries(sources)
          .map(([name, { version }]) => joined([name, version]))
          .sort(),
      ),
  );
};
