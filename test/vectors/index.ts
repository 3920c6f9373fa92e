import type { Vector } from '../support/vector.ts';
import { guards } from './guards.ts';
import { memberships } from './memberships.ts';
import { other } from './other.ts';
import { precedence } from './precedence.ts';
import { release } from './release.ts';
import { subjects } from './subjects.ts';

/** Every vector there is. */
export const vectors: readonly Vector[] = [...precedence, ...memberships, ...release, ...subjects, ...guards, ...other];
