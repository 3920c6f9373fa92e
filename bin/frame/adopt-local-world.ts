import { existsSync, readFileSync } from 'node:fs';

const worldFile = new URL('../../.local/world.json', import.meta.url);

const placeFlags = ['--table', '--endpoint', '--region', '--api', '--secrets-path', '--ssm-endpoint'];
const isDeployedStage = (args: readonly string[]): boolean =>
  args.some((arg, index) => {
    const stage = arg === '--stage' ? args[index + 1] : /^--stage=(.*)$/.exec(arg)?.[1];
    return stage !== undefined && stage !== 'local';
  });

const placeNames = ['ATTRIBUTES_TABLE', 'DYNAMODB_ENDPOINT', 'SECRETS_PATH', 'SSM_ENDPOINT'];

const environmentOf = (file: URL): Readonly<Record<string, string>> => {
  const world: unknown = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined;
  if (typeof world !== 'object' || world === null || !('environment' in world)) return {};
  return Object.fromEntries(Object.entries(world.environment ?? {}).map(([name, value]) => [name, String(value)]));
};

/**
 * Where nothing names another place, `claims` works on the world that `npm start` runs: it takes the names that the
 * functions there have in their environment. The mark tells the commands to say so.
 */
export const adoptLocalWorld = (
  args: readonly string[],
  environment: NodeJS.ProcessEnv = process.env,
  file: URL = worldFile,
): void => {
  const named = args.some((arg) => placeFlags.some((flag) => arg === flag || arg.startsWith(`${flag}=`)));
  if (named || isDeployedStage(args) || placeNames.some((name) => environment[name])) return;
  const world = environmentOf(file);
  Object.assign(environment, world);
  if (Object.keys(world).length > 0) environment['CLAIMS_LOCAL_WORLD'] = '1';
};
