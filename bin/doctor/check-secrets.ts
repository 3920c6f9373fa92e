import { webhookKeys } from '../../lib/callers/standard-webhooks.ts';
import { activeValues } from '../../lib/secrets/secret-value.ts';
import { sourceSecretNames } from '../../lib/sources/attribute-sources.ts';
import type { AttributeSourceConfig } from '../../lib/sources/source-config.ts';
import { remedyOr } from '../frame/aws-fault.ts';
import type { Target } from '../frame/configuration.ts';
import { type StageOption, stageFlag } from '../frame/stage.ts';
import type { SecretParameters } from '../secrets/parameter-store.ts';
import { type Check, ok, problem } from './check.ts';

/** The active values of the secrets that can be used, by name. */
export type KnownSecrets = ReadonlyMap<string, readonly string[]>;

type Wanted = { readonly name: string; readonly owner: string; readonly webhook: boolean };

const wantedSecrets = (
  targets: readonly Target[],
  sources: readonly AttributeSourceConfig[],
  stage: string | undefined,
): readonly Wanted[] => [
  ...targets.flatMap(({ instance, instanceConfig: { proof } }) =>
    'secret' in proof
      ? [
          {
            name: proof.secret,
            owner: `--hook ${instance}${stageFlag({ stage })}`,
            webhook: proof.kind === 'standard-webhooks',
          },
        ]
      : [],
  ),
  ...sources.flatMap((source) =>
    sourceSecretNames([source]).map((name) => ({
      name,
      owner: `--source ${source.name}${stageFlag({ stage })}`,
      webhook: false,
    })),
  ),
];

const areWebhookKeys = (values: readonly string[], name: string): boolean => {
  try {
    return values.every((value) => webhookKeys(value, name).length > 0);
  } catch {
    return false;
  }
};

const checkOne = ({ name, owner, webhook }: Wanted, parameter: string, stored: string | undefined): Check => {
  const make = `claims secret rotate ${owner}`;
  const values = activeValues(stored ?? '');
  if (stored === undefined) return problem('secret', parameter, 'there is no such parameter', make);
  if (!values) return problem('secret', parameter, 'it holds no {"current": "...", "previous"?: "..."}', make);
  if (webhook && !areWebhookKeys(values, name)) {
    return problem('secret', parameter, 'it holds no Standard Webhooks secret (base64)', make);
  }
  return ok(
    'secret',
    parameter,
    values.length === 1 ? 'one active' : `two active: end the rotation with ${make} --finish`,
  );
};

/** Whether every secret is there and of use; and the secrets, to sign probes with. */
export const checkSecrets = async (
  targets: readonly Target[],
  sources: readonly AttributeSourceConfig[],
  { open, stage }: StageOption & { readonly open: () => SecretParameters },
): Promise<{ readonly checks: readonly Check[]; readonly secrets: KnownSecrets }> => {
  const wanted = wantedSecrets(targets, sources, stage);
  if (wanted.length === 0) return { checks: [], secrets: new Map() };
  const parameters = open();
  const names = [...new Set(wanted.map(({ name }) => name))];
  try {
    const stored = await parameters.read(names);
    const checks = wanted.map((one) => checkOne(one, parameters.parameterOf(one.name), stored.get(one.name)));
    const usable = wanted.filter((_, index) => checks[index]?.state === 'ok');
    return { checks, secrets: new Map(usable.map(({ name }) => [name, activeValues(stored.get(name) ?? '') ?? []])) };
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    const check = problem(
      'secret',
      parameters.parameterOf('*'),
      detail,
      remedyOr(error, 'check --stage or --secrets-path, --ssm-endpoint and your role'),
    );
    return { checks: [check], secrets: new Map() };
  }
};
