import * as z from 'zod/mini';
import { exchange } from '../http-exchange.ts';
import { type AwsCredentials, signRequest } from './sign-request.ts';

export type ParameterStore = {
  readonly region: string;
  /** Default: the region's own; another one for local runs. */
  readonly endpoint?: string | undefined;
  readonly credentials: () => AwsCredentials;
  readonly now: () => number;
};

const answer = z.object({ Parameters: z.array(z.object({ Name: z.string(), Value: z.string() })) });

/** The most names that one call takes. */
const mostNames = 10;
const maximumBytes = 131_072;

const getSome = async (
  names: readonly string[],
  { region, endpoint = `https://ssm.${region}.amazonaws.com/`, credentials, now }: ParameterStore,
  signal: AbortSignal,
): Promise<readonly (readonly [string, string])[]> => {
  const body = JSON.stringify({ Names: names, WithDecryption: true });
  const headers = signRequest({
    endpoint,
    region,
    service: 'ssm',
    headers: { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': 'AmazonSSM.GetParameters' },
    body,
    credentials: credentials(),
    now: now(),
  });
  const { status, body: text } = await exchange({ url: endpoint, method: 'POST', headers, body, signal, maximumBytes });
  if (status !== 200) {
    const code = /"__type":"(?:[\w.]+#)?(\w{1,64})"/.exec(text)?.[1] ?? 'no error code';
    throw new Error(`Parameter Store answered ${status} (${code}).`);
  }
  return z.parse(answer, JSON.parse(text)).Parameters.map(({ Name, Value }) => [Name, Value] as const);
};

/**
 * Reads parameters, decrypted, by name; those that do not exist are missing in the answer.
 * @throws Error no answer, or one that is not a list of parameters; holds no parameter's value
 * @see https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_GetParameters.html
 */
export const getParameters = async (
  names: readonly string[],
  store: ParameterStore,
  { signal }: { readonly signal: AbortSignal },
): Promise<ReadonlyMap<string, string>> => {
  const parts: (readonly string[])[] = [];
  for (let start = 0; start < names.length; start += mostNames) parts.push(names.slice(start, start + mostNames));
  const answers = await Promise.all(parts.map((part) => getSome(part, store, signal)));
  return new Map(answers.flat());
};
