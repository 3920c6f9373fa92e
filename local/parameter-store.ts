import { readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import * as z from 'zod';

/** A stand-in for SSM Parameter Store on loopback: the few operations by which secrets are read and rotated. */
export type LocalParameterStore = {
  /** For `SSM_ENDPOINT`. */
  readonly url: string;
  /** What is stored, by parameter name. */
  readonly parameters: ReadonlyMap<string, string>;
  put(name: string, value: string): void;
  remove(name: string): void;
  /** How often each operation was called, by its name. */
  readonly calls: ReadonlyMap<string, number>;
  close(): Promise<void>;
};

const putInput = z.object({ Name: z.string(), Value: z.string(), Overwrite: z.boolean().default(false) });
const getOneInput = z.object({ Name: z.string() });
const getManyInput = z.object({ Names: z.array(z.string()).min(1).max(10) });
const describeInput = z.object({
  ParameterFilters: z
    .array(z.object({ Key: z.string(), Option: z.string().optional(), Values: z.array(z.string()) }))
    .default([]),
});

class ServiceError extends Error {
  readonly type: string;
  constructor(type: string, message: string) {
    super(message);
    this.type = type;
  }
}

const storedParameters = z.record(z.string(), z.string());

const readFile = (file: string): ReadonlyMap<string, string> => {
  try {
    return new Map(Object.entries(storedParameters.parse(JSON.parse(readFileSync(file, 'utf8')))));
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return new Map();
    throw new Error(`${file} does not hold the local parameters. Delete it to start with new secrets.`, {
      cause: error,
    });
  }
};

const describe = (name: string) => ({ Name: name, Type: 'SecureString', Version: 1 });

/**
 * Starts it on 127.0.0.1. It checks no signature: who can reach loopback can read the file anyway.
 * @param options.port 0 (default): any free one
 * @param options.file keeps the parameters over a restart, readable for its owner only
 */
export const startParameterStore = async ({
  port = 0,
  parameters: initial = {},
  file,
}: {
  readonly port?: number;
  readonly parameters?: Readonly<Record<string, string>>;
  readonly file?: string;
} = {}): Promise<LocalParameterStore> => {
  const parameters = new Map(file === undefined ? [] : readFile(file));
  const calls = new Map<string, number>();
  const save = () => {
    if (file !== undefined)
      writeFileSync(file, JSON.stringify(Object.fromEntries(parameters), null, 2), { mode: 0o600 });
  };
  const put = (name: string, value: string) => {
    parameters.set(name, value);
    save();
  };
  for (const [name, value] of Object.entries(initial)) put(name, value);

  const toParameter = (name: string) => ({ ...describe(name), Value: parameters.get(name) });
  const operations: Readonly<Record<string, (input: unknown) => unknown>> = {
    'AmazonSSM.GetParameters': (input) => {
      const names = [...new Set(getManyInput.parse(input).Names)];
      return {
        Parameters: names.filter((name) => parameters.has(name)).map(toParameter),
        InvalidParameters: names.filter((name) => !parameters.has(name)),
      };
    },
    'AmazonSSM.GetParameter': (input) => {
      const { Name } = getOneInput.parse(input);
      if (!parameters.has(Name)) throw new ServiceError('ParameterNotFound', Name);
      return { Parameter: toParameter(Name) };
    },
    'AmazonSSM.PutParameter': (input) => {
      const { Name, Value, Overwrite } = putInput.parse(input);
      if (parameters.has(Name) && !Overwrite) throw new ServiceError('ParameterAlreadyExists', Name);
      put(Name, Value);
      return { Version: 1, Tier: 'Standard' };
    },
    'AmazonSSM.DescribeParameters': (input) => {
      const { ParameterFilters } = describeInput.parse(input);
      const matches = (name: string) =>
        ParameterFilters.every(({ Option = 'Equals', Values }) =>
          Values.some((value) => (Option === 'Equals' ? name === value : name.startsWith(value))),
        );
      return { Parameters: [...parameters.keys()].filter(matches).map(describe) };
    },
  };

  const answer = (target: string, body: string): { readonly status: number; readonly body: unknown } => {
    const operation = target.slice(target.indexOf('.') + 1);
    calls.set(operation, (calls.get(operation) ?? 0) + 1);
    try {
      const run = Object.hasOwn(operations, target) ? operations[target] : undefined;
      if (!run) throw new ServiceError('UnknownOperationException', `The local Parameter Store has no ${operation}.`);
      return { status: 200, body: run(JSON.parse(body)) };
    } catch (error) {
      if (error instanceof ServiceError) return { status: 400, body: { __type: error.type, message: error.message } };
      return { status: 400, body: { __type: 'ValidationException', message: 'The input is not as expected.' } };
    }
  };

  const server = createServer((request, response) => {
    const chunks: Uint8Array[] = [];
    request.on('data', (chunk: Uint8Array) => chunks.push(chunk));
    request.on('end', () => {
      const { status, body } = answer(String(request.headers['x-amz-target']), Buffer.concat(chunks).toString('utf8'));
      response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1' }).end(JSON.stringify(body));
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  const address = server.address();
  return {
    url: `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : port}/`,
    parameters,
    put,
    remove: (name) => {
      parameters.delete(name);
      save();
    },
    calls,
    close: () =>
      new Promise((resolve, reject) => {
        server.close((error) => (error ? reject(error) : resolve()));
        server.closeAllConnections();
      }),
  };
};
