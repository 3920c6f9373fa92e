import { describe, expect, it } from 'vitest';
import { checkPolicy } from '../../../lib/claims/check-policy.ts';
import { type ClaimsPolicy, defineClaims } from '../../../lib/claims/policy.ts';
import { checkTarget } from '../../support/check-target.ts';
import { goodPolicy, role } from '../good-policy.ts';

const targets = [checkTarget()];

describe('checkOrganizationName', () => {
  const stored = defineClaims({
    ...goodPolicy,
    claims: { role, organization: role },
    always: ['role', 'organization'],
  });
  const warning = {
    severity: 'warning',
    rule: 'organization-name',
    claim: 'organization',
    message:
      'has the name under which computed claims see the organization of the user item: they never see this attribute',
    remedy: 'rename the claim',
    link: 'docs/checks.md#organization-name',
  };

  it('warns of the name where a claim or the scopes are computed', () => {
    const claims = { ...stored.claims, role: { ...role, value: () => 'a' } };
    expect(checkPolicy(defineClaims({ ...stored, claims }), targets)).toEqual([warning]);
    expect(checkPolicy({ ...stored, changeScopes: () => ({}) }, targets)).toEqual([warning]);
  });

  it('says nothing where nothing is computed, or no claim has the name', () => {
    expect(checkPolicy(stored, targets)).toEqual([]);
    expect(checkPolicy({ ...goodPolicy, changeScopes: () => ({}) }, targets)).toEqual([]);
  });
});

describe('checkUnknownSubject', () => {
  const policy = (unknownSubject: ClaimsPolicy['unknownSubject']): ClaimsPolicy => ({
    ...goodPolicy,
    unknownSubject,
    precedence: ['idp', 'organization', 'group', 'user', 'membership', 'client', 'source:hr', 'source:crm'],
  });

  it('tells that only the table knows people, where sources do too', () => {
    expect(checkPolicy(policy('deny'), targets, ['hr', 'crm'])).toEqual([
      {
        severity: 'info',
        rule: 'unknown-subject',
        message: "unknownSubject: 'deny' denies whoever has no item in the table, also people whom hr, crm knows",
        remedy: "use 'defaults' where people live in a source only",
        link: 'docs/checks.md#unknown-subject',
      },
    ]);
  });

  it.each(['defaults', 'null', 'create'] as const)('says nothing with %s, nor without sources', (unknownSubject) => {
    expect(checkPolicy(policy(unknownSubject), targets, ['hr', 'crm'])).toEqual([]);
    expect(checkPolicy({ ...goodPolicy, unknownSubject: 'deny' }, targets)).toEqual([]);
  });
});
