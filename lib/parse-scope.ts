/**
 * The scope parameter as a list: space-delimited on the wire, an array where the caller's JSON has one.
 * @see https://www.rfc-editor.org/rfc/rfc6749#section-3.3
 */
export const parseScope = (scope: string | readonly string[] | null | undefined): readonly string[] =>
  typeof scope === 'string' ? scope.split(' ').filter((token) => token !== '') : (scope ?? []);
