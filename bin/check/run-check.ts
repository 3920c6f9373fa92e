import { factsOf } from '../../functions/hook-facts.ts';
import { checkPolicy } from '../../lib/claims/check-policy.ts';
import type { Finding } from '../../lib/claims/checks/finding.ts';
import { exitCodes } from '../frame/command-error.ts';
import {
  type ConfigurationOptions,
  loadConfiguration,
  loadSourceConfigs,
  loadTargets,
} from '../frame/configuration.ts';
import { styled } from '../frame/output.ts';
import { checkIdpAttributes } from './check-idp-attributes.ts';
import { checkInstances, isCheckable } from './check-instances.ts';
import { checkRequests } from './check-requests.ts';
import { checkSources } from './check-sources.ts';

export type CheckOptions = ConfigurationOptions & {
  readonly sources?: string | undefined;
  readonly json?: boolean | undefined;
};

/** Prints every finding on a line of its own, as compilers do, also into a pipe: logs of a build are read by people. */
export const check = async (options: CheckOptions): Promise<void> => {
  const { policy, instances } = await loadConfiguration(options);
  const targets = await loadTargets(instances);
  const sources = await loadSourceConfigs(options.sources);
  const underCheck = targets.map((target) => ({ ...target, facts: factsOf(target.instanceConfig.hook) }));
  const checkable = underCheck.filter(({ instanceConfig }) => isCheckable(instanceConfig));
  const findings = [
    ...checkInstances(underCheck),
    ...checkSources(sources, checkable),
    ...checkIdpAttributes(policy, checkable),
    ...checkRequests(policy, checkable),
    ...checkPolicy(
      policy,
      checkable,
      sources.map(({ name }) => name),
    ),
  ];
  const count = (severity: Finding['severity']): number =>
    findings.filter((finding) => finding.severity === severity).length;
  const errors = count('error');
  if (errors > 0) {
    process.exitCode = exitCodes.refused;
  }
  if (options.json === true) {
    process.stdout.write(`${JSON.stringify({ errors, warnings: count('warning'), findings }, undefined, 2)}\n`);
    return;
  }
  const enabled = Object.values(instances).filter(({ mode }) => mode !== 'off').length;
  const summary = `${errors} errors, ${count('warning')} warnings; ${Object.keys(policy.claims).length} claims at ${enabled} hook instances`;
  process.stdout.write([...findings.map(formatFinding), summary, ''].join('\n'));
};

/** `error name user_id at auth0-login (auth0/post-login): what is wrong; way out: what to do [link]`. */
const formatFinding = ({ severity, rule, claim, instance, hook, message, remedy, link }: Finding): string => {
  const where = [
    claim === undefined ? '' : ` ${claim}`,
    instance === undefined ? '' : ` at ${instance}`,
    hook === undefined ? '' : ` (${hook})`,
  ].join('');
  return `${styled(colours[severity], severity)} ${rule}${where}: ${message}; way out: ${remedy} [${link}]`;
};

const colours = { error: 'red', warning: 'yellow', info: 'dim' } as const satisfies Record<Finding['severity'], string>;
