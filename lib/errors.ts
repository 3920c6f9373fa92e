/** Stable codes for logs and HTTP answers; a message never holds a token, a secret or an attribute value. */
export type ErrorCode =
  | 'unverified_caller'
  | 'invalid_event'
  | 'event_too_large'
  | 'unsupported_content_type'
  | 'key_set_unavailable'
  | 'attribute_store_unavailable'
  | 'malformed_item'
  | 'item_too_large'
  | 'invalid_key'
  | 'invalid_cursor'
  | 'version_conflict'
  | 'too_many_groups'
  | 'deadline_passed'
  | 'missing_secret'
  | 'source_unavailable'
  | 'invalid_configuration'
  | 'invalid_request'
  | 'item_not_found'
  | 'item_exists'
  | 'values_refused'
  | 'request_mismatch'
  | 'precondition_required';

/** Base of every error of ours: a code for machines, a sentence for people. */
export abstract class ClaimsError extends Error {
  abstract readonly code: ErrorCode;
  override get name(): string {
    return this.constructor.name;
  }
}

/** The caller's proof is missing or wrong. */
export class UnverifiedCallerError extends ClaimsError {
  readonly code = 'unverified_caller';
}

/** The event is not what the hook's IdP sends; names paths, never values. */
export class InvalidEventError extends ClaimsError {
  readonly code = 'invalid_event';
}

/** The body is larger than any IdP sends. */
export class EventTooLargeError extends ClaimsError {
  readonly code = 'event_too_large';
}

/** The body is not said to be JSON. */
export class UnsupportedContentTypeError extends ClaimsError {
  readonly code = 'unsupported_content_type';
}

/** The keys that would verify the caller's JWT could not be fetched; names the address. */
export class KeySetUnavailableError extends ClaimsError {
  readonly code = 'key_set_unavailable';
}

/** DynamoDB did not answer, or answered with a fault. */
export class AttributeStoreError extends ClaimsError {
  readonly code = 'attribute_store_unavailable';
}

/** A stored item is not of the shape that the product writes; names the key. */
export class MalformedItemError extends ClaimsError {
  readonly code = 'malformed_item';
}

/** An item would exceed the size that every door enforces. */
export class ItemTooLargeError extends ClaimsError {
  readonly code = 'item_too_large';
}

/** A subject, group, organization or client id that no item can have; never holds the id. */
export class InvalidKeyError extends ClaimsError {
  readonly code = 'invalid_key';
}

/** A page's cursor that this store did not make, or made for another listing. */
export class InvalidCursorError extends ClaimsError {
  readonly code = 'invalid_cursor';
}

/** Somebody else wrote the item first. */
export class VersionConflictError extends ClaimsError {
  readonly code = 'version_conflict';
}

/** More groups than one decision reads; never decided from a part of them. */
export class TooManyGroupsError extends ClaimsError {
  readonly code = 'too_many_groups';
}

/** There was no time left before the IdP stops waiting. */
export class DeadlinePassedError extends ClaimsError {
  readonly code = 'deadline_passed';
}

/** A secret is not in the parameter store; names the parameter. */
export class MissingSecretError extends ClaimsError {
  readonly code = 'missing_secret';
}

/** An additional attribute source did not answer. */
export class SourceUnavailableError extends ClaimsError {
  readonly code = 'source_unavailable';
}

/** A setting is wrong; names it and the way out. */
export class InvalidConfigurationError extends ClaimsError {
  readonly code = 'invalid_configuration';
}
