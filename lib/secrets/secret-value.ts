import * as z from 'zod/mini';

const secretValue = z.object({
  current: z.string().check(z.minLength(1)),
  previous: z.optional(z.string().check(z.minLength(1))),
});

/** What a secret's parameter holds: the value in use and, while it is being rotated, the one before. */
export type SecretValue = z.infer<typeof secretValue>;

/** The active values, newest first; `undefined`: the text is not `{"current": "...", "previous"?: "..."}`. */
export const activeValues = (text: string): readonly string[] | undefined => {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  const parsed = z.safeParse(secretValue, value);
  if (!parsed.success) return undefined;
  const { current, previous } = parsed.data;
  return previous === undefined ? [current] : [current, previous];
};
