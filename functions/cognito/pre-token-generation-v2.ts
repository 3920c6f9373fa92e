import { claimsAndScopeOverrideHook } from './claims-and-scope-override.ts';

/** Pre token generation, `LambdaVersion` V2_0: ID and access tokens of people (Essentials or Plus plan). */
export const cognitoPreTokenGenerationV2 = claimsAndScopeOverrideHook('cognito/pre-token-generation-v2', '2');
