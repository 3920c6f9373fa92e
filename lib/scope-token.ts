/**
 * Whether a text is one scope: visible ASCII but `"` and `\`.
 * @see https://www.rfc-editor.org/rfc/rfc6749#section-3.3 (scope-token)
 */
export const isScopeToken = (text: string): boolean => /^[\x21\x23-\x5b\x5d-\x7e]+$/.test(text);
