import { safeParse } from 'zod/v4/core';
import { isSensitiveName } from '../guards/sensitive/sensitive-name.ts';
import { sensitiveValue } from '../guards/sensitive/sensitive-value.ts';
import { type Check, type Finding, finding } from './finding.ts';
import { jsonSchemaOf } from './json-schema-of.ts';
import { isBudget } from './limits.ts';
import { worstCaseBytes } from './worst-case-bytes.ts';

/** Hooks with less room than this are worth a word about every claim that has no bound. */
const smallBytes = 4096;

/** Each default is a value that its schema takes. */
export const checkDefaults: Check = ({ policy }) =>
  Object.entries(policy.claims).flatMap(([claim, definition]): Finding[] => {
    if (definition.default === undefined) return [];
    if (definition.value !== undefined) {
      return [
        finding('default', 'warning', {
          claim,
          message: 'is computed, so that its default is never used',
          remedy: 'return the default from `value`, and remove `default`',
        }),
      ];
    }
    return safeParse(definition.schema, definition.default).success
      ? []
      : [
          finding('default', 'error', {
            claim,
            message: 'has a default that its own schema refuses',
            remedy: 'correct the default or the schema',
          }),
        ];
  });

/** Each schema can be told to people and tools: the catalogue, the console's editor and `claims types` need that. */
export const checkJsonSchemas: Check = ({ policy }) =>
  Object.entries(policy.claims)
    .filter(([, definition]) => jsonSchemaOf(definition.schema) === undefined)
    .map(([claim]) =>
      finding('json-schema', 'error', {
        claim,
        message: 'has a schema that JSON Schema cannot express',
        remedy: 'use plain zod types and checks; compute with `value` instead of a transform',
      }),
    );

/** What is named like sensitive data is not declared without a reason, and a reason says something. */
export const checkSensitive: Check = ({ policy }) =>
  Object.entries(policy.claims).flatMap(([claim, { sensitiveValueAllowed: reason, default: value }]): Finding[] => {
    if (reason !== undefined) {
      return reason.trim().length >= 10
        ? []
        : [
            finding('sensitive-exception', 'error', {
              claim,
              message: 'lets sensitive values through without a reason that a reviewer could judge',
              remedy: 'say in `sensitiveValueAllowed` what the value is, and who accepted it',
            }),
          ];
    }
    const named = isSensitiveName(claim);
    const kind = value === undefined ? undefined : sensitiveValue(value);
    return named || kind !== undefined
      ? [
          finding('sensitive-name', 'error', {
            claim,
            message: named
              ? 'is named like data that does not belong into a token: always withheld'
              : `has a default that looks like a ${kind}: always withheld`,
            remedy: 'rename it, or say why it may be released in `sensitiveValueAllowed`',
          }),
        ]
      : [];
  });

/** Each hook can carry each claim's type, as it is or as text that can be read back. */
export const checkValueTypes: Check = ({ policy, targets }) =>
  targets
    .filter(({ hook }) => hook.limits.values !== 'json')
    .flatMap(({ instance, hook, compiled }) => [
      ...compiled.claims.flatMap(({ key, form, targeted }): Finding[] => {
        const reached = hook.limits.tokens.some((token) => targeted[token]);
        if (!reached || form !== 'mixed') return [];
        return [
          finding('value-type', 'error', {
            claim: key,
            instance,
            hook: hook.name,
            message: `the hook carries ${hook.limits.values.replaceAll('-', ' ')}, and the schema takes strings and other types: text could not be read back`,
            remedy: 'declare one type',
          }),
        ];
      }),
      ...(policy.unknownSubject === 'null'
        ? [
            finding('null-value', 'warning', {
              instance,
              hook: hook.name,
              message: "cannot carry null: `unknownSubject: 'null'` means no claims here",
              remedy: "use 'defaults', or tell APIs that an absent claim means the same",
            }),
          ]
        : []),
    ]);

/** All claims together fit into each hook's token, as far as the schemas tell. */
export const checkSizes: Check = ({ policy, targets }) =>
  targets.flatMap(({ instance, hook, compiled }) => {
    // What is wrong with the budget is no fault of the claims.
    if (!isBudget(policy.budget?.size)) return [];
    const bounds = compiled.claims.map((claim) => {
      const schema = jsonSchemaOf(claim.definition.schema);
      return { claim, bytes: schema === undefined ? undefined : worstCaseBytes(schema) };
    });
    const findings = hook.limits.tokens.flatMap((token): Finding[] => {
      const bytes = bounds
        .filter(({ claim, bytes: bound }) => bound !== undefined && claim.targeted[token])
        .reduce((total, { claim, bytes: bound = 0 }) => total + claim.name[token].bytes + bound + 1, 1);
      return bytes <= compiled.budget
        ? []
        : [
            finding('size', 'error', {
              instance,
              hook: hook.name,
              message: `the claims of one ${token} can have ${bytes} bytes, ${compiled.budget} are allowed`,
              remedy: 'bound or shorten schemas, limit `tokens` or `audiences`, or shorten the namespace',
            }),
          ];
    });
    const unbounded = bounds.filter(({ bytes }) => bytes === undefined).map(({ claim }) => claim.key);
    return unbounded.length === 0 || compiled.budget > smallBytes
      ? findings
      : [
          ...findings,
          finding('unbounded-size', 'warning', {
            instance,
            hook: hook.name,
            message: `${unbounded.join(', ')}: no upper bound, and the hook takes ${compiled.budget} bytes`,
            remedy: 'bound the schemas (z.maxLength), or give what may be dropped a lower `priority`',
          }),
        ];
  });
