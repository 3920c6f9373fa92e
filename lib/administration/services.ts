import type { AttributeStore } from '../attributes/attribute-store.ts';
import type { ItemKey } from '../attributes/item.ts';
import type { ClaimsPolicy } from '../claims/policy.ts';
import type { HookInstances } from '../hook-instance.ts';
import type { TokenHook } from '../token-hook.ts';
import type { RequestSketch, TokenKind } from '../token-request.ts';
import type { PreviewSources } from './preview-sources.ts';

/** One line of the audit log: who changed what; names and versions, never a value. */
export type ChangeRecord = {
  readonly event: 'change';
  readonly action: string;
  readonly by: string;
  readonly key: ItemKey;
  /** The attributes whose value is new, changed or gone, and the fields (`groups`, `blocked`, ...) that are. */
  readonly attributes: readonly string[];
  readonly fields: readonly string[];
  readonly fromVersion: number;
  readonly toVersion: number;
};

export type RecordChange = (record: ChangeRecord) => void;

/** What the administration works with; a door (HTTP, command line, console) builds it once. */
export type Services = {
  readonly store: AttributeStore;
  readonly policy: ClaimsPolicy;
  readonly hooks: Readonly<Record<string, TokenHook>>;
  readonly instances: HookInstances;
  readonly record: RecordChange;
  /** Where the preview asks for attributes beside the store; absent: there are none. */
  readonly sources?: PreviewSources | undefined;
  /** Which attributes of its IdP's event a hook hands on; absent: of every hook those that the instance lists. */
  readonly idpAttributesOf?: ((hook: string) => 'vouched' | readonly string[]) | undefined;
  /** The tokens that a request which somebody makes up would issue; absent: all that the hook reaches. */
  readonly tokensOfRequest?: ((hook: TokenHook, request: RequestSketch) => readonly TokenKind[]) | undefined;
};

/** Who writes, and on top of what. */
export type Write = {
  readonly by: string;
  /**
   * The version that the writer has seen, `0`: there must be none yet. Without it the write goes on top of whatever
   * is there and is tried again when somebody else is faster.
   */
  readonly expectedVersion?: number | undefined;
  /** Fingerprint of an idempotency key and its request (see `request-fingerprint.ts`). */
  readonly request?: string | undefined;
};

/** What the writer should know about a write that was done. */
export type Notice = {
  readonly kind: 'undeclared' | 'computed' | 'never_released' | 'unknown_group';
  readonly attribute: string;
  readonly text: string;
  /** `undeclared`: what to paste into `claims.config.ts`. */
  readonly declaration?: string | undefined;
};
