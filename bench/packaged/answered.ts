import type { LambdaProcess } from '../lambda-process.ts';
import type { Runnable } from './baselines.ts';

/** A function with the event that it is called with. */
export type Subject = Runnable & { readonly event: () => object };

/** Milliseconds of one call. @throws Error the function did not answer as it should */
export const answered = async (running: LambdaProcess, { name, event }: Subject): Promise<number> => {
  const result = await running.invoke(event());
  const status = result.outcome === 'answered' ? (Object(result.payload).statusCode ?? 200) : 500;
  if (status !== 200) throw new Error(`${name} did not answer the benchmark's event: ${JSON.stringify(result)}`);
  return result.milliseconds;
};
