import type { ClaimsPolicy } from '../../lib/claims/policy.ts';
import { UsageError } from '../frame/command-error.ts';
import { loadPolicy } from '../frame/configuration.ts';
import type { RequestChanges } from './read-incoming.ts';

/** What a comparison changes: the request, the policy, or both. */
export type Variant = { readonly request: RequestChanges; readonly policy: ClaimsPolicy };

/** Reads `--diff subject=ID`, `--diff scopes="a b"`, `--diff policy=FILE`, each at most once. */
export const readVariant = async (diffs: readonly string[], policy: ClaimsPolicy): Promise<Variant> => {
  const changes = new Map(diffs.map(splitDiff));
  const file = changes.get('policy');
  return {
    request: { subject: changes.get('subject'), scopes: changes.get('scopes') },
    policy: file === undefined ? policy : await loadPolicy(file),
  };
};

const kinds = ['subject', 'scopes', 'policy'];

const splitDiff = (diff: string): [kind: string, value: string] => {
  const at = diff.indexOf('=');
  const kind = diff.slice(0, at);
  if (at < 0 || !kinds.includes(kind)) {
    throw new UsageError(
      `--diff takes subject=ID, scopes="a b" or policy=FILE, not "${at < 0 ? diff : kind}"; it may be given several times`,
    );
  }
  return [kind, diff.slice(at + 1)];
};
