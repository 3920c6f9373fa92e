import type { TokenRequest } from '../token-request.ts';
import type { DenyReason } from './decision.ts';
import type { ClaimsPolicy } from './policy.ts';
import type { SubjectAttributes } from './subject-attributes.ts';

/**
 * Whether the subject gets no token at all: blocked or off-boarded people, memberships and clients, a blocked
 * organization, an unknown subject where the policy denies those. A tombstone beats everything but a block.
 */
export const subjectRefusal = (
  { unknownSubject }: Pick<ClaimsPolicy, 'unknownSubject'>,
  { subject }: Pick<TokenRequest, 'subject'>,
  { user, membership, organization, client }: SubjectAttributes,
): DenyReason | undefined => {
  const person = subject.kind === 'user';
  const own = person ? user : client;
  const concerned = person ? [user, membership, organization, client] : [client, organization];
  if (concerned.some((item) => item?.blocked === true)) return 'blocked';
  if (own?.deleted === true || client?.deleted === true) return 'deleted';
  return own === undefined && unknownSubject === 'deny' ? 'unknown_subject' : undefined;
};

/** Whether the store knows nothing of the subject, not even a tombstone. */
export const isUnknownSubject = (
  { subject }: Pick<TokenRequest, 'subject'>,
  { user, client }: Pick<SubjectAttributes, 'user' | 'client'>,
): boolean => (subject.kind === 'user' ? user : client) === undefined;
