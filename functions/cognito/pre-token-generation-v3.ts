import { claimsAndScopeOverrideHook } from './claims-and-scope-override.ts';

/** Pre token generation, `LambdaVersion` V3_0: as V2_0, and the access tokens of machines. */
export const cognitoPreTokenGenerationV3 = claimsAndScopeOverrideHook('cognito/pre-token-generation-v3', '3');
