import { type Finding, finding } from '../../lib/claims/checks/finding.ts';
import type { HookFacts } from '../../lib/hook-facts.ts';
import type { HookInstance } from '../../lib/hook-instance.ts';
import { describeIssues } from './describe-issues.ts';
import { callerSchema, checkableInstance, instanceSchema } from './instance-schema.ts';

/** A hook instance, and what its settings can be at its hook. */
export type InstanceUnderCheck = {
  readonly instance: string;
  readonly instanceConfig: HookInstance;
  readonly facts: HookFacts;
};

/**
 * What is wrong with `hooks.config.ts` itself, whatever the policy. Instances that are switched off count: their function
 * runs, and their pools and issuers are looked for among all.
 */
export const checkInstances = (instances: readonly InstanceUnderCheck[]): readonly Finding[] => [
  ...instances.flatMap(checkSettings),
  ...instances.filter(({ instanceConfig }) => isCheckable(instanceConfig)).flatMap(checkAtHook),
  ...checkSharedCallers(instances),
];

/** Whether the rules of the policy can look at it; else its own findings come first. */
export const isCheckable = (instanceConfig: HookInstance): boolean =>
  checkableInstance.safeParse(instanceConfig).success;

const checkSettings = ({ instance, instanceConfig }: InstanceUnderCheck): readonly Finding[] => {
  const parsed = instanceSchema.safeParse(instanceConfig);
  return parsed.success
    ? []
    : describeIssues(parsed.error).map((problem) =>
        finding('setting', 'error', {
          instance,
          hook: instanceConfig.hook,
          message: problem,
          remedy: 'correct it in hooks.config.ts; the type HookInstance says what there is',
        }),
      );
};

const checkAtHook = ({ instance, instanceConfig, facts }: InstanceUnderCheck): readonly Finding[] => {
  const { hook, proof, subject, groups } = instanceConfig;
  const { proofs, subjects = [] } = facts;
  return [
    ...(proofs.includes(proof.kind)
      ? []
      : [
          finding('proof', 'error', {
            instance,
            hook,
            message: `a proof of kind "${proof.kind}" never comes here: every token request is refused`,
            remedy: `use ${proofs.join(' or ')}`,
          }),
        ]),
    ...(proof.kind === 'bearer-jwt' && facts.jwtInBody && typeof proof.in !== 'object'
      ? [
          finding('proof', 'error', {
            instance,
            hook,
            message: 'the JWT comes in the body, and is looked for in the Authorization header',
            remedy: "add in: { body: 'data.jwt' } to the proof",
          }),
        ]
      : []),
    ...(groups === 'event' && !facts.request.groups
      ? [
          finding('setting', 'warning', {
            instance,
            hook,
            message: "groups: 'event', and the event of the hook names none: no group ever counts",
            remedy: "use 'directory'",
          }),
        ]
      : []),
    ...(subject === undefined || subjects.includes(subject)
      ? []
      : [
          finding('subject', 'error', {
            instance,
            hook,
            message: `"${subject}" cannot be the subject: a field that people can edit would let them become somebody else`,
            remedy:
              subjects.length === 0 ? 'remove `subject`: the hook offers no choice' : `use ${subjects.join(' or ')}`,
          }),
        ]),
  ];
};

/** What a caller without a secret of ours is known by; two instances with the same would be one caller's. */
const callersOf = ({ hook, proof: configured }: HookInstance): readonly string[] => {
  const { data: proof } = callerSchema.safeParse(configured);
  if (proof === undefined) return [];
  const [idp] = hook.split('/');
  if (proof.kind === 'user-pools') return proof.userPoolIds.map((pool) => `${idp}: the user pool ${pool}`);
  const { issuer, audience, claims = {} } = proof;
  const others = Object.entries(claims).map(([name, value]) => `, ${name} ${[value].flat().toSorted().join(' or ')}`);
  return [issuer]
    .flat()
    .flatMap((one) =>
      [audience].flat().map((api) => `${hook}: issuer ${one}, audience ${api}${others.toSorted().join('')}`),
    );
};

const checkSharedCallers = (instances: readonly InstanceUnderCheck[]): readonly Finding[] => {
  const owners = new Map<string, string[]>();
  for (const { instance, instanceConfig } of instances) {
    for (const caller of callersOf(instanceConfig)) owners.set(caller, [...(owners.get(caller) ?? []), instance]);
  }
  return [...owners]
    .filter(([, names]) => names.length > 1)
    .map(([caller, names]) =>
      finding('shared-caller', 'error', {
        message: `${caller} is named by ${names.join(', ')}: only the first is ever found, with its realm`,
        remedy: 'leave it in one of them',
      }),
    );
};
