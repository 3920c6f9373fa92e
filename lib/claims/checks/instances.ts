import type { Proof } from '../../hook-instance.ts';
import { type Check, type Finding, finding } from './finding.ts';

const identifier = /^[a-z0-9-]+$/;

/** Instances and realms have names that can stand in keys and parameter paths. */
export const checkIdentifiers: Check = ({ targets }) =>
  targets.flatMap(({ instance, instanceConfig, hook }): Finding[] => [
    ...(identifier.test(instance)
      ? []
      : [
          finding('instance-name', 'error', {
            instance,
            hook: hook.name,
            message: 'is not made of lower-case letters, digits and hyphens',
            remedy: 'rename the instance',
          }),
        ]),
    ...(identifier.test(instanceConfig.realm)
      ? []
      : [
          finding('realm', 'error', {
            instance,
            hook: hook.name,
            message: `realm "${instanceConfig.realm}" is not made of lower-case letters, digits and hyphens`,
            remedy: 'rename the realm before anything is stored under it',
          }),
        ]),
  ]);

const secretOf = (proof: Proof): string | undefined => ('secret' in proof ? proof.secret : undefined);

/** Groups instances by a property; only those that are shared. */
const shared = <Target>(
  targets: readonly Target[],
  by: (target: Target) => string | undefined,
): readonly Target[][] => {
  const groups = Map.groupBy(targets, by);
  return [...groups].flatMap(([value, members]) => (value !== undefined && members.length > 1 ? [members] : []));
};

/** Who shares a realm is listed, because there a subject of one IdP is the same person as that of the other. */
export const checkSharedRealms: Check = ({ targets }) =>
  shared(targets, ({ instanceConfig }) => instanceConfig.realm).map((members) =>
    finding('shared-realm', 'info', {
      message: `realm "${members[0]?.instanceConfig.realm}" is shared by ${members.map(({ instance }) => instance).join(', ')}: a subject is one person at all of them`,
      remedy: 'nothing, if that is meant; else give each its own realm',
    }),
  );

/** One secret per instance: the matched proof decides the instance. */
export const checkSharedSecrets: Check = ({ targets }) =>
  shared(targets, ({ instanceConfig }) => secretOf(instanceConfig.proof)).map((members) =>
    finding('shared-secret', 'error', {
      message: `${members.map(({ instance }) => instance).join(', ')} name one secret: a caller of one could pass for the other`,
      remedy: 'give each instance a secret of its own',
    }),
  );

/** The instance's rule fits what the hook's IdP says of scopes. */
export const checkScopesRule: Check = ({ policy, targets }) =>
  targets.flatMap(({ instance, instanceConfig: { scopes }, hook }): Finding[] => {
    const known = hook.limits.scopes;
    if (scopes.from !== 'assumed' && known !== undefined && known !== 'both' && known !== scopes.from) {
      return [
        finding('scopes-unknown', 'error', {
          instance,
          hook: hook.name,
          message:
            known === 'none'
              ? 'the IdP says nothing of scopes, so that no scope ever counts as granted'
              : `the IdP sends ${known} scopes, the instance asks for ${scopes.from} ones: no scope ever counts as granted`,
          remedy:
            known === 'requested'
              ? "use { from: 'requested', entitled: { <client id>: [<scope>] } }, or { from: 'assumed', scopes: [...] }"
              : "use { from: 'assumed', scopes: [...] }",
        }),
      ];
    }
    const named =
      scopes.from === 'requested'
        ? Object.values(scopes.entitled).flat()
        : scopes.from === 'assumed'
          ? scopes.scopes
          : [];
    const unknown = [...new Set(named)].filter((scope) => !Object.hasOwn(policy.scopes, scope));
    return unknown.map((scope) =>
      finding('entitlement', 'warning', {
        instance,
        hook: hook.name,
        message: `scope "${scope}" releases no claim of the policy`,
        remedy: 'correct the name, or add the scope to the policy',
      }),
    );
  });

/** Unsigned tokens of an emulator are for a developer's machine only. */
export const checkEmulator: Check = ({ targets }) =>
  targets
    .filter(({ instanceConfig }) => instanceConfig.emulator === true)
    .map(({ instance, hook }) =>
      finding('emulator', 'error', {
        instance,
        hook: hook.name,
        message: 'accepts unsigned tokens of an emulator',
        remedy: 'remove `emulator` before packaging',
      }),
    );

/** Milliseconds. Below this a cold start alone can lose the token. */
const coldStartMs = 1000;

/** Packaging refuses a stage that would start such a hook cold (`resources/live-alias.ts`). */
export const checkColdStarts: Check = ({ targets }) =>
  targets
    .filter(({ hook }) => hook.limits.deadlineMs < coldStartMs)
    .map(({ instance, hook }) =>
      finding('cold-start', 'info', {
        instance,
        hook: hook.name,
        message: `has ${hook.limits.deadlineMs} ms, which a cold start alone can take`,
        remedy:
          'set the parameter provisionedConcurrency of the stage (serverless.yml) to 1 or more; packaging refuses less, unless the stage says coldStarts: allow',
      }),
    );
