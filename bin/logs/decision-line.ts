import * as z from 'zod';
import type { LogRecord } from './read-log-records.ts';

const names = z.array(z.string());

/** What is used of a decision's line (`lib/observability/decision-recorder.ts`); older lines may lack members. */
const decisionLine = z.object({
  message: z.literal('decision'),
  timestamp: z.string(),
  hook: z.string(),
  instance: z.string().optional(),
  mode: z.string().default('enforce'),
  outcome: z.string(),
  answer: z.string().optional(),
  reason: z.string().optional(),
  error: z.object({ code: z.string() }).optional(),
  correlation_id: z.string().optional(),
  realm: z.string().optional(),
  subject: z.string().optional(),
  client: z.string().optional(),
  audiences: names.optional(),
  released: z.record(z.string(), names).default({}),
  withheld: z.record(z.string(), names).default({}),
  differences: z
    .array(
      z.object({
        token: z.string(),
        name: z.string(),
        difference: z.enum(['same', 'different', 'added', 'missing', 'suppressed']),
      }),
    )
    .default([]),
  scope_differences: z.object({ added: names, removed: names }).optional(),
  claims_version: z.string().optional(),
});

export type DecisionLine = z.infer<typeof decisionLine>;

/** `undefined`: the record is no decision, or not one of ours. */
export const toDecisionLine = (record: LogRecord): DecisionLine | undefined => decisionLine.safeParse(record).data;
