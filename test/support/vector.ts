import type { AttributeStore } from '../../lib/attributes/attribute-store.ts';
import type { ItemContent, ItemKey } from '../../lib/attributes/item.ts';
import { createMemoryAttributeStore } from '../../lib/attributes/memory-attribute-store.ts';
import type { Attributes, ClaimsSet } from '../../lib/claims/claim-value.ts';
import type { ClaimSource, DenyReason, WithholdReason } from '../../lib/claims/decision.ts';
import type { SourceAttributes } from '../../lib/claims/subject-attributes.ts';
import type { HookInstance } from '../../lib/hook-instance.ts';
import type { HookLimits } from '../../lib/token-hook.ts';
import type { IncomingTokenRequest, TokenKind } from '../../lib/token-request.ts';
import type { policies } from '../vectors/policies.ts';
import type { RequestSketch } from './hook-fixture.ts';

/** One stored item of a vector; written in the order given, as an administrator would. */
export type VectorItem = {
  readonly key: ItemKey;
  readonly content: Partial<ItemContent>;
  readonly deleted?: true;
  /** How often `claims revoke` was used. */
  readonly revoked?: number;
};

type Withheld = WithholdReason | Partial<Record<TokenKind, WithholdReason>>;

export type ExpectedIssue = {
  readonly outcome: 'issue';
  /** The claims of every token that the request has, unless the token is named itself. */
  readonly claims?: ClaimsSet;
  readonly id_token?: ClaimsSet;
  readonly access_token?: ClaimsSet;
  readonly userinfo?: ClaimsSet;
  /** Why a claim, by its key, is in no token, or not in some of them. */
  readonly withheld?: Readonly<Record<string, Withheld>>;
  /** Where a claim's value came from, and what lost against it. */
  readonly origin?: Readonly<Record<string, { sources: readonly ClaimSource[]; overrode?: readonly ClaimSource[] }>>;
};

/** One case of request, stored attributes and expected decision, as data: for the core and for every hook. */
export type Vector = {
  readonly title: string;
  /** Default: `shop`. */
  readonly policy?: keyof typeof policies;
  /** Default: person `u1` at client `shop`, scopes `order` and `inventory` granted, audience `https://api.example.com`. */
  readonly request?: RequestSketch;
  readonly instance?: Partial<Pick<HookInstance, 'realm' | 'scopes' | 'groups' | 'tokens'>>;
  readonly items?: readonly VectorItem[];
  /** Answers of additional sources. */
  readonly sources?: Readonly<Record<string, SourceAttributes>>;
  /** Limits of a hook that the case is about; such a vector is for the core alone. */
  readonly limits?: Partial<HookLimits>;
  readonly freshness?: 'stale';
  readonly expected: ExpectedIssue | { readonly outcome: 'deny'; readonly reason: DenyReason };
};

export const realm = 'main';

export const user = (attributes: Attributes, content: Partial<ItemContent> = {}, subject = 'u1'): VectorItem => ({
  key: { kind: 'user', realm, subject },
  content: { attributes, ...content },
});
export const group = (name: string, attributes: Attributes, precedence?: number): VectorItem => ({
  key: { kind: 'group', realm, name },
  content: { attributes, precedence },
});
export const organization = (id: string, attributes: Attributes, content: Partial<ItemContent> = {}): VectorItem => ({
  key: { kind: 'org', realm, id },
  content: { attributes, ...content },
});
export const membership = (id: string, attributes: Attributes, content: Partial<ItemContent> = {}): VectorItem => ({
  key: { kind: 'member', realm, organization: id, subject: 'u1' },
  content: { attributes, ...content },
});
export const client = (attributes: Attributes, content: Partial<ItemContent> = {}, id = 'shop'): VectorItem => ({
  key: { kind: 'client', realm, id },
  content: { attributes, ...content },
});
export const inRealm = (other: string, item: VectorItem): VectorItem => ({
  ...item,
  key: { ...item.key, realm: other } as ItemKey,
});
export const deleted = (item: VectorItem): VectorItem => ({ ...item, deleted: true });

/** The instance that a vector is decided at. */
export const vectorInstance = ({ instance }: Pick<Vector, 'instance'>, hook: string): HookInstance => ({
  hook,
  realm,
  proof: { kind: 'user-pools', userPoolIds: [] },
  scopes: { from: 'granted' },
  groups: 'both',
  onFailure: 'deny',
  mode: 'enforce',
  ...instance,
});

/** The token request of a vector, before the instance has its say. */
export const vectorRequest = (sketch: RequestSketch = {}): IncomingTokenRequest => {
  const { present, ...rest } = sketch;
  return {
    grantType: 'authorization_code',
    subject: { kind: 'user', id: 'u1' },
    client: 'shop',
    scopes: { granted: ['order', 'inventory'] },
    audiences: ['https://api.example.com'],
    groups: [],
    idpAttributes: {},
    tokens: ['id_token', 'access_token', 'userinfo'],
    ...rest,
    present: { id_token: {}, access_token: {}, userinfo: {}, ...present },
  };
};

/** A store that holds the items, each written once (version 1), or deleted or revoked after that. */
export const storeOf = async (items: readonly VectorItem[] = []): Promise<AttributeStore> => {
  const store = createMemoryAttributeStore();
  for (const item of items) {
    let { version } = await store.put(
      item.key,
      { attributes: {}, ...item.content },
      { by: 'test', expectedVersion: 0 },
    );
    if (item.deleted) await store.delete(item.key, { by: 'test', expectedVersion: version });
    for (let count = 0; count < (item.revoked ?? 0); count += 1) {
      ({ version } = await store.revoke(item.key, { by: 'test', expectedVersion: version }));
    }
  }
  return store;
};
