import type { TokenRequest } from '../token-request.ts';
import type { AttributeSourceConfig } from './source-config.ts';

/** Whether a source has anything to say about a request: its realm, and whether it knows people or machines. */
export const isAskedAbout = (
  { realms, subjects = ['user'] }: Pick<AttributeSourceConfig, 'realms' | 'subjects'>,
  { realm, subject }: Pick<TokenRequest, 'realm' | 'subject'>,
): boolean => subjects.includes(subject.kind) && realms?.includes(realm) !== false;
