import type { Subject } from '../token-request.ts';
import { type AttributeSourceConfig, sourceDefaults } from './source-config.ts';

/** Whether a source has anything to say about a request: its realm, and whether it knows people or machines. */
export const isAskedAbout = (
  { realms, subjects = sourceDefaults.subjects }: Pick<AttributeSourceConfig, 'realms' | 'subjects'>,
  { realm, subject }: { readonly realm: string; readonly subject: Pick<Subject, 'kind'> },
): boolean => subjects.some((kind) => kind === subject.kind) && realms?.includes(realm) !== false;
