import { subjectKindsOf } from '../../functions/request-facts.ts';
import { type CheckTarget, type Finding, finding } from '../../lib/claims/checks/finding.ts';
import { InvalidConfigurationError } from '../../lib/errors.ts';
import { createAttributeSources } from '../../lib/sources/attribute-sources.ts';
import { isAskedAbout } from '../../lib/sources/is-asked-about.ts';
import {
  type AttributeSourceConfig,
  type HttpJsonSourceConfig,
  sourceDefaults,
} from '../../lib/sources/source-config.ts';
import { describeIssues } from './describe-issues.ts';
import { sourceSchema } from './source-schema.ts';

/**
 * What is wrong with `sources.config.ts`: all that would keep a function from making its sources, and so refuse every
 * token, and what would give one realm or one kind of subject the attributes of another.
 */
export const checkSources = (
  configs: readonly AttributeSourceConfig[],
  targets: readonly CheckTarget[],
): readonly Finding[] => {
  const wellFormed = configs.filter((config) => sourceSchema.safeParse(config).success);
  return [
    ...configs.flatMap(checkShape),
    ...checkMaking(wellFormed),
    ...wellFormed.flatMap((config) => [
      ...checkRealms(config, targets),
      ...checkTimeout(config, targets),
      ...(config.kind === 'http-json' ? [...checkPlaceholders(config, targets), ...checkSecret(config, targets)] : []),
    ]),
  ];
};

const about = (severity: Finding['severity'], message: string, remedy: string): Finding =>
  finding('source', severity, { message, remedy });

const checkShape = (config: AttributeSourceConfig): readonly Finding[] => {
  const parsed = sourceSchema.safeParse(config);
  return parsed.success
    ? []
    : describeIssues(parsed.error).map((problem) =>
        about('error', `source "${config.name}": ${problem}`, 'correct it in sources.config.ts'),
      );
};

/** The same code as in a function says whether there will be sources; one after the other, so that each is named. */
const checkMaking = (configs: readonly AttributeSourceConfig[]): readonly Finding[] =>
  configs.flatMap((config, index) => {
    const same = configs.slice(0, index).filter(({ name }) => name === config.name);
    try {
      createAttributeSources([...same.slice(0, 1).map(({ name }) => nothing(name)), config], { secrets: noSecrets });
      return [];
    } catch (error) {
      if (!(error instanceof InvalidConfigurationError)) throw error;
      const remedy = 'correct it in sources.config.ts; with it no function answers';
      return [about('error', error.message.replace(/\.$/, ''), remedy)];
    }
  });

const nothing = (name: string): AttributeSourceConfig => ({ kind: 'script', name, load: () => undefined });
const noSecrets = { get: async () => [], refresh: async () => false };

const checkRealms = (
  { name, realms = [] }: AttributeSourceConfig,
  targets: readonly CheckTarget[],
): readonly Finding[] =>
  realms
    .filter((realm) => !targets.some(({ instanceConfig }) => instanceConfig.realm === realm))
    .map((realm) =>
      about(
        'warning',
        `source "${name}" is for the realm "${realm}", which no hook instance has`,
        'correct the name, or remove it',
      ),
    );

/** The instances that ask it anything: not those that are off, nor those that never have one of its subjects. */
const askedBy = (config: AttributeSourceConfig, targets: readonly CheckTarget[]): readonly CheckTarget[] =>
  targets.filter(
    ({ instanceConfig: { mode, realm }, hook }) =>
      mode !== 'off' && subjectKindsOf(hook.name).some((kind) => isAskedAbout(config, { realm, subject: { kind } })),
  );

/** A source that may take as long as the hook has leaves no time for the answer: its fault is the hook's. */
const checkTimeout = (config: AttributeSourceConfig, targets: readonly CheckTarget[]): readonly Finding[] => {
  const { name, timeoutMs = sourceDefaults.timeoutMs } = config;
  const late = askedBy(config, targets).filter(({ hook }) => hook.limits.deadlineMs <= timeoutMs);
  const shortest = Math.min(...late.map(({ hook }) => hook.limits.deadlineMs));
  return late.length === 0
    ? []
    : [
        about(
          config.timeoutMs === undefined ? 'warning' : 'error',
          `source "${name}" may take ${timeoutMs} ms, and ${late.map(({ instance }) => instance).join(', ')} must have answered after ${shortest} ms`,
          `set its \`timeoutMs\` below ${shortest}, or limit its \`realms\``,
        ),
      ];
};

/** What is sent to an API is known to it: it could call the hook as its IdP does. */
const checkSecret = (
  { name, authorization }: HttpJsonSourceConfig,
  targets: readonly CheckTarget[],
): readonly Finding[] =>
  targets
    .filter(({ instanceConfig: { proof } }) => 'secret' in proof && proof.secret === authorization?.secret)
    .map(({ instance }) =>
      about(
        'error',
        `source "${name}" sends the secret by which the callers of ${instance} prove who they are`,
        'give it a secret of its own',
      ),
    );

/** A body made by the adopter may say which realm and whom it is about; a URL without one says so itself or not at all. */
const checkPlaceholders = (config: HttpJsonSourceConfig, targets: readonly CheckTarget[]): readonly Finding[] => {
  const { name, url, body, subjects = sourceDefaults.subjects } = config;
  if (body !== undefined) return [];
  if (!['{subject}', '{client}', '{organization}'].some((placeholder) => url.includes(placeholder))) {
    const problem = `source "${name}" asks the same for everybody: its url holds no {subject}`;
    return [about('warning', problem, 'add {subject} to its path or query, if what it answers is about somebody')];
  }
  const realms = new Set(askedBy(config, targets).map(({ instanceConfig }) => instanceConfig.realm));
  return [
    ...(realms.size < 2 || url.includes('{realm}')
      ? []
      : [
          about(
            'error',
            `source "${name}" is asked for the realms ${[...realms].join(', ')} in the same words: whoever has the same id in two of them gets the same attributes`,
            'add {realm} to its url, or name the one realm that it knows in `realms`',
          ),
        ]),
    ...(new Set(subjects).size < 2 || url.includes('{kind}') || !url.includes('{subject}')
      ? []
      : [
          about(
            'error',
            `source "${name}" is asked about people and machines in the same words: a client with a person's id gets that person's attributes`,
            'add {kind} to its url, or make a source of its own for each of `subjects`',
          ),
        ]),
  ];
};
