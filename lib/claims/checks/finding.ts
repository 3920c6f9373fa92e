import type { HookInstance } from '../../hook-instance.ts';
import type { TokenHook } from '../../token-hook.ts';
import type { CompiledPolicy } from '../compile.ts';
import type { ClaimsPolicy } from '../policy.ts';

/** `error`: something cannot work or is unsafe, and packaging stops. `info`: what a reviewer wants to know. */
export type Severity = 'error' | 'warning' | 'info';

/** The rules for the policy by name; each has a heading in `docs/checks.md`. */
export const checkRules = [
  'namespace',
  'name',
  'duplicate-name',
  'housekeeping-name',
  'retired-name',
  'organization-name',
  'release',
  'scope',
  'never-released',
  'default',
  'schema',
  'json-schema',
  'sensitive-name',
  'sensitive-exception',
  'precedence',
  'unknown-subject',
  'token-unreachable',
  'shared-claims-set',
  'value-type',
  'null-value',
  'limit',
  'size',
  'unbounded-size',
  'suppress',
  'required-but-fails-open',
  'instance-name',
  'realm',
  'shared-realm',
  'shared-secret',
  'scopes-unknown',
  'entitlement',
  'emulator',
  'cold-start',
] as const;

/** The rules for what the other files of the configuration hold: `hooks.config.ts`, `sources.config.ts`. */
export const configurationRules = ['setting', 'proof', 'subject', 'shared-caller', 'source', 'idp-attribute'] as const;

export type CheckRule = (typeof checkRules)[number] | (typeof configurationRules)[number];

/** One line of `claims check`: what is wrong, where, and the way out. Holds no attribute value. */
export type Finding = {
  readonly severity: Severity;
  readonly rule: CheckRule;
  readonly claim?: string | undefined;
  /** The hook instance, where the finding is about one. */
  readonly instance?: string | undefined;
  /** The hook's name, `<idp>/<hook>`. */
  readonly hook?: string | undefined;
  readonly message: string;
  readonly remedy: string;
  /** Below the repository's root. */
  readonly link: string;
};

/** A hook instance together with its hook. */
export type CheckTarget = {
  readonly instance: string;
  readonly instanceConfig: HookInstance;
  readonly hook: TokenHook;
};

/** What every rule sees. */
export type CheckContext = {
  readonly policy: ClaimsPolicy;
  /** The instances that are not switched off, each with the policy compiled for its hook. */
  readonly targets: readonly (CheckTarget & { readonly compiled: CompiledPolicy })[];
  /** Names of additional sources that are configured. */
  readonly sources: readonly string[];
};

export type Check = (context: CheckContext) => readonly Finding[];

export const finding = (
  rule: CheckRule,
  severity: Severity,
  rest: Omit<Finding, 'rule' | 'severity' | 'link'>,
): Finding => ({
  severity,
  rule,
  ...rest,
  link: `docs/checks.md#${rule}`,
});
