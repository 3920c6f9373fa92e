import { buildConsole } from './build-console.ts';
import { toShownLine } from './function-lines.ts';
import { parseStartOptions, startUsage, UsageError } from './options.ts';
import { requireFreePorts } from './ports.ts';
import { requireNode } from './require-node.ts';
import { startWorld, type World } from './world.ts';
import { removeWorldFile, writeWorldFile } from './world-file.ts';

const say = (text: string): void => void process.stdout.write(`${text}\n`);

const introduction = ({ facts }: World, data: string | undefined): string => `
Everything runs:
  hooks               ${facts.hooks}/auth0/post-login, ... (what hooks.config.ts enables, served by serverless-offline)
  console             ${facts.hooks}/console/ (log in as Ada or Rene; the admin API is beside it, under /admin)
  health              ${facts.hooks}/health
  identity provider   ${facts.issuer} (oidc-provider; runs actions/auth0/*.js as Auth0 would)
  DynamoDB            ${facts.dynamodb} (${data === undefined ? 'in memory; keep it with --data DIR' : `kept in ${data}`})

Now type, in another terminal:
  npm run demo       logs demo users in and shows their tokens
  npm run claims -- user set 'auth0|maria' user_role=support --realm customers      then the demo again
  npm run claims -- explain --instance auth0-login --subject 'auth0|maria' --client shop --scopes 'openid order'
Ctrl-C ends all of it.
`;

const interruption = () => {
  const { promise, resolve } = Promise.withResolvers<void>();
  let happened = false;
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.once(signal, () => {
      happened = true;
      resolve();
    });
  }
  return { promise, happened: () => happened };
};

const run = async (): Promise<void> => {
  requireNode();
  const { ports, data, verbose, help } = parseStartOptions(process.argv.slice(2), process.env);
  if (help) {
    say(startUsage);
    return;
  }
  const interrupted = interruption();
  say('Starting DynamoDB, the identity provider and the functions; the console and the functions are bundled first.');
  const show = (line: string): void => {
    // what serverless-offline and its bundler say while they end is of no use to anybody
    if (interrupted.happened()) return;
    const shown = verbose ? line : toShownLine(line);
    if (shown !== undefined) say(shown);
  };
  try {
    await requireFreePorts(ports);
    await buildConsole();
    const world = await startWorld({ ports, data, watch: true, log: say, functionsLog: show });
    writeWorldFile(world.facts);
    say(introduction(world, data));
    const fault = await Promise.race([interrupted.promise, world.ended]);
    removeWorldFile();
    await world.close();
    if (fault) throw fault;
  } catch (error) {
    // Ctrl-C reaches serverless-offline too: that it ends then is no fault
    if (!interrupted.happened()) throw error;
  }
};

try {
  await run();
} catch (error) {
  const message = error instanceof Error ? error.message : String(error);
  process.stderr.write(`${message}\n${error instanceof UsageError ? `\n${startUsage}` : ''}`);
  process.exitCode = 1;
}
