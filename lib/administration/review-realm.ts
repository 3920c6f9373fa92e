import { checkPolicy } from '../claims/check-policy.ts';
import type { Finding } from '../claims/checks/finding.ts';
import type { Sensitivity } from '../claims/policy.ts';
import { listItems } from './find-items.ts';
import type { Services } from './services.ts';
import { allTargets } from './target.ts';

/** What a group grants, for the matrix; names only. */
export type ReviewedGroup = {
  readonly name: string;
  readonly precedence?: number | undefined;
  readonly version: number;
  /** Declared claims that the group has a value for. */
  readonly claims: readonly string[];
  /** Attributes of the group that no claim declares. */
  readonly undeclared: readonly string[];
};

export type ReviewedClaim = {
  readonly claim: string;
  readonly description: string;
  readonly sensitivity?: Sensitivity | undefined;
  readonly owner?: string | undefined;
  /** Why values that look sensitive are let through, where the policy says so. */
  readonly sensitiveValueAllowed?: string | undefined;
  readonly scopes: readonly string[];
  readonly always: boolean;
  /** Neither a scope nor `always` releases it. */
  readonly neverReleased: boolean;
  readonly groups: readonly string[];
};

export type Review = {
  readonly realm: string;
  readonly groups: readonly ReviewedGroup[];
  /** `false`: there are more groups than one review reads. */
  readonly complete: boolean;
  readonly claims: readonly ReviewedClaim[];
  /** What `claims check` says about the policy and the hook instances. */
  readonly findings: readonly Finding[];
};

const mostGroups = 2000;

const readGroups = async (services: Services, realm: string) => {
  const { claims } = services.policy;
  const groups: ReviewedGroup[] = [];
  let cursor: string | undefined;
  do {
    const { entries, next } = await listItems(services, 'group', realm, { limit: 100, cursor });
    for (const { key, attributes, precedence, version } of entries) {
      const names = Object.keys(attributes).sort();
      groups.push({
        name: key.kind === 'group' ? key.name : '',
        precedence,
        version,
        claims: names.filter((name) => Object.hasOwn(claims, name)),
        undeclared: names.filter((name) => !Object.hasOwn(claims, name)),
      });
    }
    cursor = next;
  } while (cursor !== undefined && groups.length < mostGroups);
  return { groups, complete: cursor === undefined };
};

/** What a reviewer of a realm wants to see on one page: which groups grant which claims, and what deserves a look. */
export const reviewRealm = async (services: Services, realm: string): Promise<Review> => {
  const { policy } = services;
  const { groups, complete } = await readGroups(services, realm);
  const claims = Object.entries(policy.claims).map(([claim, definition]) => {
    const scopes = Object.keys(policy.scopes).filter((scope) => policy.scopes[scope]?.includes(claim));
    const always = policy.always?.includes(claim) ?? false;
    return {
      claim,
      description: definition.description,
      sensitivity: definition.sensitivity,
      owner: definition.owner,
      sensitiveValueAllowed: definition.sensitiveValueAllowed,
      scopes,
      always,
      neverReleased: !always && scopes.length === 0,
      groups: groups.filter((group) => group.claims.includes(claim)).map(({ name }) => name),
    };
  });
  return { realm, groups, complete, claims, findings: checkPolicy(policy, allTargets(services)) };
};
