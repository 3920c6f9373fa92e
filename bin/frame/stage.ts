import type { Command } from 'commander';
import { defaultRegion, secretsPath, serviceName, tableName } from '../../resources/names.ts';
import { UsageError } from './command-error.ts';
import { printNote } from './output.ts';

/** Which deployed stage a command works on. */
export type StageOption = { readonly stage?: string | undefined };

/** Where `serverless.yml` puts what a stage has: the names are fixed. */
export type StagePlace = {
  readonly table: string;
  readonly changesTable: string;
  readonly secretsPath: string;
  readonly region: string;
};

/** The world of `npm start`, which says itself where everything is. */
const localStage = 'local';

export const withStageOption = (command: Command): Command =>
  command.option('--stage <stage>', 'the deployed stage, such as prod: its tables, secrets and region');

/** @throws UsageError for what cannot be a stage */
export const stagePlace = ({ stage }: StageOption): StagePlace | undefined => {
  if (stage === undefined || stage === localStage) return undefined;
  if (!/^[a-z0-9-]+$/.test(stage)) throw new UsageError(`"${stage}" is no stage: lower-case letters, digits and -`);
  const deployment = { service: serviceName, stage };
  return {
    table: tableName(deployment, 'attributes'),
    changesTable: tableName(deployment, 'changes'),
    secretsPath: secretsPath(deployment),
    region: defaultRegion,
  };
};

const noted = new Set<string>();

/** Once, although a command may ask for a setting several times. */
const noteOnce = (note: string): void => {
  if (noted.has(note)) return;
  noted.add(note);
  printNote(note);
};

/**
 * A setting by its flag, else as the stage has it that was named, else by the environment variable: a variable that was
 * left behind in a shell must not turn a command for one stage upon another. Says so where they differ.
 */
export const settingOf = (
  flag: string | undefined,
  variable: string,
  staged: string | undefined,
): string | undefined => {
  const inEnvironment = process.env[variable] || undefined;
  if (flag === undefined && inEnvironment !== undefined && staged !== undefined && inEnvironment !== staged) {
    noteOnce(`claims: ${staged} of --stage is taken, and not ${inEnvironment} of ${variable}`);
  }
  return flag ?? staged ?? inEnvironment;
};

/**
 * A local endpoint by its flag, else by the environment variable. A stage that was named is at AWS, whatever endpoint was
 * left behind in a shell.
 */
export const endpointOf = (
  flag: string | undefined,
  variable: string,
  place: StagePlace | undefined,
): string | undefined => {
  const inEnvironment = process.env[variable] || undefined;
  if (flag !== undefined || place === undefined) return flag ?? inEnvironment;
  if (inEnvironment !== undefined) noteOnce(`claims: --stage is at AWS, and not at ${inEnvironment} of ${variable}`);
  return undefined;
};

/** The region by its flag, else by `AWS_REGION`, by which `serverless.yml` deploys too, else the one that it names. */
export const regionOf = (flag: string | undefined, place: StagePlace | undefined): string | undefined => {
  const inEnvironment = process.env['AWS_REGION'] || undefined;
  if (flag === undefined && inEnvironment !== undefined && place !== undefined && inEnvironment !== place.region) {
    noteOnce(`claims: --stage is looked for in ${inEnvironment} of AWS_REGION, and not in ${place.region}`);
  }
  return flag ?? inEnvironment ?? place?.region;
};

/** `--stage` as a command that is recommended repeats it. */
export const stageFlag = ({ stage }: StageOption): string => (stage === undefined ? '' : ` --stage ${stage}`);
