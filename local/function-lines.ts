import * as z from 'zod';

/** The part of a hook's log line that tells somebody at the screen what happened. */
const decisionLine = z.object({
  message: z.literal('decision'),
  hook: z.string(),
  mode: z.string(),
  outcome: z.string(),
  answer: z.string(),
  instance: z.optional(z.string()),
  reason: z.optional(z.string()),
  error: z.optional(z.object({ message: z.string() })),
});

const parse = (line: string): unknown => {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
};

/** Lines of serverless-offline that say only that it works. */
const noise =
  /^\s*$|RequestId:|^\s*(GET|POST|PUT|PATCH|DELETE) .*\(λ|^[┌│└]|Starting Offline|Offline \[|Function names|^\s+\* |Server ready/;

/** A line of the functions as `npm start` shows it; `undefined`: nothing that one needs to see. */
export const toShownLine = (line: string): string | undefined => {
  if (noise.test(line)) return undefined;
  const record = parse(line);
  if (record === undefined) return line;
  const { data } = decisionLine.safeParse(record);
  if (!data) return line;
  const { hook, instance, mode, outcome, answer, reason, error } = data;
  const parts = [
    `hook ${hook}`,
    instance ?? 'unknown caller',
    ...(mode === 'enforce' ? [] : [mode]),
    `${outcome} -> ${answer}`,
  ];
  return [...parts, ...[reason, error?.message].filter((part) => part !== undefined)].join(' | ');
};
