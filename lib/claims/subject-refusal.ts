import type { TokenRequest } from '../token-request.ts';
import type { DenyReason } from './decision.ts';
import type { ClaimsPolicy } from './policy.ts';
import type { SubjectAttributes } from './subject-attributes.ts';

type Refusable = { readonly blocked?: boolean | undefined; readonly deleted?: boolean | undefined };

/**
 * Whether a stored item refuses the subject: blocked or off-boarded people, memberships and clients, a blocked
 * organization. A tombstone beats everything but a block.
 */
export const storedRefusal = (
  { kind }: Pick<TokenRequest['subject'], 'kind'>,
  {
    user,
    membership,
    organization,
    client,
  }: { readonly [Item in 'user' | 'membership' | 'organization' | 'client']?: Refusable | undefined },
): 'blocked' | 'deleted' | undefined => {
  const person = kind === 'user';
  const concerned = person ? [user, membership, organization, client] : [client, organization];
  if (concerned.some((item) => item?.blocked === true)) return 'blocked';
  return (person && user?.deleted === true) || client?.deleted === true ? 'deleted' : undefined;
};

/** Whether the subject gets no token at all: refused by an item, or unknown where the policy denies those. */
export const subjectRefusal = (
  { unknownSubject }: Pick<ClaimsPolicy, 'unknownSubject'>,
  request: Pick<TokenRequest, 'subject'>,
  attributes: SubjectAttributes,
): DenyReason | undefined =>
  storedRefusal(request.subject, attributes) ??
  (unknownSubject === 'deny' && isUnknownSubject(request, attributes) ? 'unknown_subject' : undefined);

/** Whether the store knows nothing of the subject, not even a tombstone. */
export const isUnknownSubject = (
  { subject }: Pick<TokenRequest, 'subject'>,
  { user, client }: Pick<SubjectAttributes, 'user' | 'client'>,
): boolean => (subject.kind === 'user' ? user : client) === undefined;
