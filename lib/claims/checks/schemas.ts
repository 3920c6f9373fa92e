import type { $ZodType } from 'zod/v4/core';
import { type Check, finding } from './finding.ts';
import { jsonSchemaOf } from './json-schema-of.ts';
import { probeValues } from './probe-values.ts';

/**
 * Each schema answers at once, and with yes or no, whatever the value: a decision neither waits for a schema nor can it
 * know what to make of an error. Production withholds the value in both cases.
 */
export const checkSchemas: Check = ({ policy }) =>
  Object.entries(policy.claims).flatMap(([claim, { schema }]) => {
    const outcomes = probeValues(jsonSchemaOf(schema)).map((value) => tryValue(schema, value));
    if (outcomes.includes('async')) {
      return finding('schema', 'error', {
        claim,
        message: 'has a schema with an asynchronous check: every value is withheld as invalid',
        remedy: 'check synchronously, or look things up in a source (sources.config.ts)',
      });
    }
    return outcomes.includes('throws')
      ? finding('schema', 'warning', {
          claim,
          message: 'has a schema that throws at an ordinary value: such a value is withheld as invalid',
          remedy: 'let its check return false instead of throwing (URL.canParse, try/catch)',
        })
      : [];
  });

/** Asks with leave to answer later: one that may not would leave its promise, and a rejection, to nobody. */
const tryValue = (schema: $ZodType, value: unknown): 'answers' | 'async' | 'throws' => {
  try {
    const result = schema._zod.run({ value, issues: [] }, { async: true });
    if (!(result instanceof Promise)) return 'answers';
    result.catch(() => undefined);
    return 'async';
  } catch {
    return 'throws';
  }
};
