import * as z from 'zod/mini';
import { cognitoPreTokenGenerationV2 } from '../functions/cognito/pre-token-generation-v2.ts';
import type { ClaimValue } from '../lib/claims/claim-value.ts';
import { compilePolicy } from '../lib/claims/compile.ts';
import { decide } from '../lib/claims/decide.ts';
import type { ClaimDefinition, ClaimsPolicy } from '../lib/claims/policy.ts';
import type { SubjectAttributes } from '../lib/claims/subject-attributes.ts';
import { nothingPresent, type TokenRequest } from '../lib/token-request.ts';
import { type Measured, type MeasureOptions, measure } from './measure.ts';

export type DecisionCase = { readonly claims: number; readonly groups: number };

const description = 'For the benchmark';
const schemas = [z.string(), z.int(), z.enum(['bronze', 'silver', 'gold'])] as const;
const sampleValue = (index: number): ClaimValue => [`value ${index}`, index, 'gold'][index % 3] as ClaimValue;

const policyOf = (claims: number): ClaimsPolicy => {
  const definitions: Record<string, ClaimDefinition> = {};
  for (let index = 0; index < claims; index += 1) {
    definitions[`claim_${index}`] = { schema: schemas[index % 3] as (typeof schemas)[number], description };
  }
  return {
    namespace: 'https://claims.example.com/',
    claims: definitions,
    scopes: { all: Object.keys(definitions) },
    unknownSubject: 'defaults',
  };
};

/** Every claim has a value somewhere: the user has one in ten, the groups share the rest. */
const attributesOf = ({ claims, groups }: DecisionCase): SubjectAttributes => {
  const share = (first: number, step: number) => {
    const attributes: Record<string, ClaimValue> = {};
    for (let index = first; index < claims; index += step) attributes[`claim_${index}`] = sampleValue(index);
    return attributes;
  };
  return {
    user: { attributes: share(0, groups === 0 ? 1 : 10), version: 1 },
    groups: Array.from({ length: groups }, (_, index) => ({
      name: `group-${index}`,
      precedence: index,
      attributes: share(index, groups),
      version: 1,
    })),
    sources: {},
    freshness: 'fresh',
  };
};

const request: TokenRequest = {
  realm: 'main',
  grantType: 'authorization_code',
  subject: { kind: 'user', id: 'a1b2c3d4-5678-90ab-cdef-EXAMPLE11111' },
  client: 'shop',
  scopes: { granted: ['all'], requested: [] },
  audiences: ['https://api.example.com'],
  groups: [],
  idpAttributes: {},
  tokens: ['id_token', 'access_token'],
  present: nothingPresent,
};

export const decisionCases: readonly DecisionCase[] = [
  ...[1, 5, 20, 100, 300, 1000].map((claims) => ({ claims, groups: 10 })),
  ...[0, 1, 50, 100].map((groups) => ({ claims: 20, groups })),
];

/** The pure decision, as Cognito V2 gets it: two tokens, namespaced names, all guards. */
export const measureDecisions = async (options: MeasureOptions): Promise<readonly (Measured & DecisionCase)[]> => {
  const results: (Measured & DecisionCase)[] = [];
  for (const shape of decisionCases) {
    // Room for a thousand claims, so that the budget drops none of them.
    const limits = { ...cognitoPreTokenGenerationV2.limits, bytes: 1_000_000 };
    const compiled = compilePolicy(policyOf(shape.claims), limits);
    const attributes = attributesOf(shape);
    const decision = decide(compiled, request, attributes);
    if (decision.outcome !== 'issue' || Object.keys(decision.claims.id_token).length !== shape.claims) {
      throw new Error(`The decision of ${shape.claims} claims over ${shape.groups} groups released something else.`);
    }
    const name = `${shape.claims} claims, ${shape.groups} groups`;
    results.push({ ...(await measure(name, () => decide(compiled, request, attributes), options)), ...shape });
  }
  return results;
};
