import type { HookLimits } from '../token-hook.ts';
import type { TokenKind } from '../token-request.ts';
import type { WithholdReason } from './decision.ts';
import { namespaceFault } from './guards/namespace.ts';
import { registeredName } from './guards/registered-names.ts';
import { isReservedName } from './guards/reserved-name.ts';
import { utf8Length } from './guards/size.ts';

/** A claim's name in one token, and why the token cannot have it under that name. */
export type ClaimName = {
  readonly name: string;
  readonly namespaced: boolean;
  /** UTF-8 bytes of `"name":`. */
  readonly bytes: number;
  readonly refusal?: { readonly reason: WithholdReason; readonly detail: string } | undefined;
};

/**
 * Names a claim for a token: collision-resistant where there is a namespace, the key itself where the policy asks for
 * that (`null`) or the hook's IdP maps names.
 */
export const claimName = (key: string, namespace: string | null, token: TokenKind, limits: HookLimits): ClaimName => {
  const plain = limits.names === 'plain';
  const prefix = plain ? '' : (namespace ?? '');
  const name = prefix + key;
  return {
    name,
    namespaced: prefix !== '',
    bytes: utf8Length(JSON.stringify(name)) + 1,
    refusal: nameRefusal(name, prefix, token, limits),
  };
};

const nameRefusal = (name: string, namespace: string, token: TokenKind, limits: HookLimits): ClaimName['refusal'] => {
  const clause = registeredName(name, limits.profileClaims === true || limits.names === 'plain');
  if (clause !== undefined) return { reason: 'reserved_name', detail: `registered by ${clause}` };
  if (isReservedName(name, limits.reserved[token])) return { reason: 'reserved_name', detail: 'reserved by the IdP' };
  const fault = namespace === '' ? undefined : namespaceFault(namespace);
  return fault === undefined ? undefined : { reason: 'forbidden_namespace', detail: `namespace ${fault}` };
};
