import * as z from 'zod';
import { isScopeToken } from '../../lib/scope-token.ts';

/** What follows the stage's path in a parameter's name, as Parameter Store takes it: also `auth0/login`. */
export const secretName = z
  .string()
  .regex(
    /^[\w.-]+(?:\/[\w.-]+)*$/,
    'expected the name of a parameter: letters, digits, ".", "_" and "-", with "/" between parts',
  );

export const scope = z.string().refine(isScopeToken, 'expected one scope, without spaces');
