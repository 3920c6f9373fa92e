import type { Proof } from '../../../lib/hook-instance.ts';
import type { JwksServer } from '../jwks-server.ts';
import type { HttpRequest } from './http-request.ts';
import type { Target } from './target.ts';

export type Attacker = {
  /** Whom the hooks believe: its key signs the genuine JWTs. */
  readonly issuer: JwksServer;
  /** Whom they do not. */
  readonly stranger: JwksServer;
  /** All hooks, and their secrets. */
  readonly targets: readonly Target[];
};

/** What one who is not the IdP sends, hoping to be taken for it. Each differs from a genuine call in one thing. */
export type Attack = {
  readonly title: string;
  /** The proofs that it tries to get around. */
  readonly against: readonly Proof['kind'][];
  /** Of those, where it makes sense. */
  readonly where?: (target: Target) => boolean;
  /**
   * Who refuses: the hook in its own encoding (default: as a caller whom it does not know), or what stands before the
   * functions, with this status.
   */
  readonly refused?: 'unverified_caller' | 'event_too_large' | number;
  make(target: Target, attacker: Attacker): HttpRequest | Promise<HttpRequest>;
};

export const isPost = ({ bare }: Target): boolean => bare.method === 'POST';

export const carriesJwtInBody = ({ proof }: Target): boolean => 'in' in proof && typeof proof.in === 'object';
