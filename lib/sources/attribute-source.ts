import type { SourceAttributes } from '../claims/subject-attributes.ts';
import type { TokenRequest } from '../token-request.ts';

/** Attributes that live elsewhere than in the table: an HTTP API, a function of the adopter's. Asked beside the table. */
export interface AttributeSource {
  /** As the policy's `precedence` names it, after `source:`. */
  readonly name: string;
  /** @throws SourceUnavailableError */
  load(request: TokenRequest, options: { readonly signal: AbortSignal }): Promise<SourceAttributes>;
}
