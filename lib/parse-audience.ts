/**
 * The `aud` of a token or an event as a list: one string, an array of strings, or nothing that can be read.
 * @see https://www.rfc-editor.org/rfc/rfc7519#section-4.1.3
 */
export const parseAudience = (aud: unknown): readonly string[] =>
  (Array.isArray(aud) ? aud : [aud]).filter((audience) => typeof audience === 'string' && audience !== '');
