import { type Check, finding } from './finding.ts';

/** A computed claim sees the subject's own organization under that name, so an attribute of the name is never seen. */
export const checkOrganizationName: Check = ({ policy }) =>
  Object.hasOwn(policy.claims, 'organization') &&
  (policy.changeScopes !== undefined || Object.values(policy.claims).some(({ value }) => value !== undefined))
    ? [
        finding('organization-name', 'warning', {
          claim: 'organization',
          message:
            'has the name under which computed claims see the organization of the user item: they never see this attribute',
          remedy: 'rename the claim',
        }),
      ]
    : [];

/** Who is known, the table alone says (an answer of a source may be anything, and comes too late for a denial). */
export const checkUnknownSubject: Check = ({ policy, sources }) =>
  policy.unknownSubject === 'deny' && sources.length > 0
    ? [
        finding('unknown-subject', 'info', {
          message: `unknownSubject: 'deny' denies whoever has no item in the table, also people whom ${sources.join(', ')} knows`,
          remedy: "use 'defaults' where people live in a source only",
        }),
      ]
    : [];
