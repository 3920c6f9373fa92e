import type { ClaimsPolicy } from '../../../lib/claims/policy.ts';
import { UsageError } from '../../frame/command-error.ts';
import type { SourceRow } from '../source-row.ts';
import { toAuth0Record } from './auth0-record.ts';
import { toCognitoRecord } from './cognito-record.ts';
import { readGroupsOfUsers } from './groups-of-users.ts';
import { readObjects } from './read-objects.ts';

export const foreignProducts = ['auth0', 'cognito'] as const;
export type ForeignProduct = (typeof foreignProducts)[number];

export type ForeignOptions = {
  /** `NAME=CLAIM`: where a claim's value is, when it is not under the claim's own name. */
  readonly map?: readonly string[] | undefined;
  /** Also what no claim declares. */
  readonly undeclared?: boolean | undefined;
  /** Cognito: which name is the subject. */
  readonly subject?: 'sub' | 'username' | undefined;
  /** `[GROUP=]FILE`: who is in which group, where the users' export does not say. */
  readonly groupsFrom?: readonly string[] | undefined;
};

/** What a translation of one user needs. */
export type ForeignContext = {
  readonly policy: ClaimsPolicy;
  readonly realm: string;
  /** The product's name of an attribute -> the claim that it feeds. */
  readonly claimOf: (name: string) => string | undefined;
  readonly undeclared: boolean;
  readonly subject: 'sub' | 'username';
  readonly groupsOf: (user: string) => readonly string[];
  readonly onIgnored: (name: string) => void;
};

/** One user (or group) of another product as a record of ours, not yet checked, or why it is none. */
export type ToRecord = (
  user: Readonly<Record<string, unknown>>,
  context: ForeignContext,
) => { readonly value: unknown } | { readonly problem: string };

/** Reads another product's own export: NDJSON, a JSON array, or CSV, also gzipped. */
export async function* readForeignRows(
  product: ForeignProduct,
  file: string,
  options: ForeignOptions & {
    readonly policy: ClaimsPolicy;
    readonly realm: string;
    readonly onIgnored: (name: string) => void;
  },
): AsyncGenerator<SourceRow, void, undefined> {
  const groupsOf = await readGroupsOfUsers(options.groupsFrom ?? []);
  const context: ForeignContext = {
    ...options,
    claimOf: createClaimFinder(options.policy, options.map ?? []),
    undeclared: options.undeclared ?? false,
    subject: options.subject ?? 'sub',
    groupsOf,
  };
  const toRecord = product === 'auth0' ? toAuth0Record : toCognitoRecord;
  for await (const row of readObjects(file)) {
    if ('problem' in row) {
      yield row;
    } else {
      yield { line: row.line, ...toRecord(row.value, context) };
    }
  }
}

/** By `--map`, by the policy's own `idpAttribute`, or by the last part of the name. */
const createClaimFinder = (policy: ClaimsPolicy, map: readonly string[]): ForeignContext['claimOf'] => {
  const mapped = new Map(map.map(splitMapping));
  for (const [claim, { idpAttribute }] of Object.entries(policy.claims)) {
    if (idpAttribute !== undefined && !mapped.has(idpAttribute)) {
      mapped.set(idpAttribute, claim);
    }
  }
  return (name) => {
    const own = name.replace(/^(app_metadata\.|(dev:)?custom:)/, '');
    return mapped.get(name) ?? (Object.hasOwn(policy.claims, own) ? own : undefined);
  };
};

const splitMapping = (mapping: string): [name: string, claim: string] => {
  const at = mapping.lastIndexOf('=');
  if (at < 1 || at === mapping.length - 1) {
    throw new UsageError(`--map takes NAME=CLAIM, such as app_metadata.plan=subscription_level, not "${mapping}"`);
  }
  return [mapping.slice(0, at), mapping.slice(at + 1)];
};
