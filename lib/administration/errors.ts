import { ClaimsError } from '../errors.ts';

/** What was asked for cannot be done as asked; says what was expected. */
export class InvalidRequestError extends ClaimsError {
  readonly code = 'invalid_request';
}

/** There is no such item (or only its tombstone). */
export class ItemNotFoundError extends ClaimsError {
  readonly code = 'item_not_found';
}

/** There is an item of that name already, or the tombstone of one. */
export class ItemExistsError extends ClaimsError {
  readonly code = 'item_exists';
  /** How many users, memberships and clients still name a deleted group; `complete: false`: at least so many. */
  readonly members: { readonly count: number; readonly complete: boolean } | undefined;

  constructor(message: string, members?: { readonly count: number; readonly complete: boolean }) {
    super(message);
    this.members = members;
  }
}

/** Why a value or a name is not taken; `message` never holds the value. */
export type RefusedValue = {
  /** The attribute's name, or the item's kind where the item as a whole is not storable. */
  readonly attribute: string;
  readonly reason: 'invalid_name' | 'invalid_value' | 'sensitive_value' | 'too_deep' | 'too_long' | 'not_storable';
  readonly message: string;
};

/** Values that the policy's schema or the sensitive-data scan refuses: nothing of the request is stored. */
export class ValuesRefusedError extends ClaimsError {
  readonly code = 'values_refused';
  readonly refused: readonly RefusedValue[];

  constructor(refused: readonly RefusedValue[]) {
    super(refused.map(({ attribute, message }) => `"${attribute}": ${message}`).join(' '));
    this.refused = refused;
  }
}

/** The idempotency key came before, with another request. */
export class RequestMismatchError extends ClaimsError {
  readonly code = 'request_mismatch';
}
