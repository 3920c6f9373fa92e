import * as z from 'zod';

/** The last part of a parameter's name: letters, digits, `.`, `_` and `-`, as Parameter Store takes them. */
export const secretName = z
  .string()
  .regex(/^[\w.-]+$/, 'expected the name of a parameter: letters, digits, ".", "_" and "-"');

/** RFC 6749 s.3.3: visible characters but `"` and `\`. */
export const scope = z.string().regex(/^[\x21\x23-\x5b\x5d-\x7e]+$/, 'expected one scope, without spaces');
