import { parseArgs } from 'node:util';

/** What listens where. Each is movable by flag or environment variable. */
export const portOptions = {
  port: { what: 'the hooks, the admin API and the console', default: 3000, variable: 'CLAIMS_PORT' },
  'functions-port': { what: "serverless-offline's HTTP API", default: 3001, variable: 'CLAIMS_FUNCTIONS_PORT' },
  'lambda-port': { what: "serverless-offline's Lambda API", default: 3002, variable: 'CLAIMS_LAMBDA_PORT' },
  'idp-port': { what: 'the identity provider', default: 4000, variable: 'CLAIMS_IDP_PORT' },
  'dynamodb-port': { what: 'DynamoDB', default: 8000, variable: 'CLAIMS_DYNAMODB_PORT' },
} as const;

export type PortOption = keyof typeof portOptions;
export const portNames: readonly PortOption[] = ['port', 'functions-port', 'lambda-port', 'idp-port', 'dynamodb-port'];

export type Ports = Readonly<Record<PortOption, number>>;

export type StartOptions = {
  readonly ports: Ports;
  /** Where the data survives a restart; absent: in memory. */
  readonly data: string | undefined;
  readonly verbose: boolean;
  readonly help: boolean;
};

/** A mistake in what was typed; the message says what is expected. */
export class UsageError extends Error {}

const toPort = (name: PortOption, text: string): number => {
  const port = Number(text);
  if (/^\d+$/.test(text) && port > 0 && port < 65_536) return port;
  throw new UsageError(
    `--${name} (${portOptions[name].variable}) is a port number from 1 to 65535, not ${JSON.stringify(text)}.`,
  );
};

const parse = (args: readonly string[]) => {
  const port = { type: 'string' } as const;
  const flag = { type: 'boolean', default: false } as const;
  try {
    return parseArgs({
      args: [...args],
      options: {
        ...{ port, 'functions-port': port, 'lambda-port': port, 'idp-port': port, 'dynamodb-port': port },
        data: { type: 'string' },
        verbose: flag,
        help: { ...flag, short: 'h' },
      },
    }).values;
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
};

/** @throws UsageError */
export const parseStartOptions = (args: readonly string[], environment: NodeJS.ProcessEnv): StartOptions => {
  const values = parse(args);
  const portOf = (name: PortOption): number => {
    const text = values[name] ?? (environment[portOptions[name].variable] || undefined);
    return text === undefined ? portOptions[name].default : toPort(name, text);
  };
  return {
    ports: {
      port: portOf('port'),
      'functions-port': portOf('functions-port'),
      'lambda-port': portOf('lambda-port'),
      'idp-port': portOf('idp-port'),
      'dynamodb-port': portOf('dynamodb-port'),
    },
    data: values.data,
    verbose: values.verbose,
    help: values.help,
  };
};

export const startUsage = `npm start [-- options]: the whole product on this machine, nothing in a cloud

${portNames.map((name) => `  --${name.padEnd(16)} ${String(portOptions[name].default)}  ${portOptions[name].what} (or ${portOptions[name].variable})`).join('\n')}
  --data DIR         keep the data in DIR; without it, it is gone at the end
  --verbose          show every line of the functions
`;
