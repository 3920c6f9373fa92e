/** What a value looks like, for the trace, `claims check` and the admin door; never the value itself. */
export type SensitiveKind =
  | 'payment card number'
  | 'IBAN'
  | 'national id'
  | 'private key'
  | 'AWS access key'
  | 'GitHub token'
  | 'Slack token'
  | 'Stripe key'
  | 'Google key'
  | 'JWT'
  | 'high-entropy secret'
  | 'sensitive name';

/**
 * Looks for one kind of sensitive data in a text. Linear in the length of the text: patterns have no nested or
 * overlapping repetition, and callers cap the length.
 */
export type Detector = {
  readonly kind: SensitiveKind;
  /** No text with fewer characters or digits is one: most claim values are told by that alone. */
  readonly atLeast: { readonly length: number; readonly digits: number };
  readonly found: (text: string) => boolean;
};
