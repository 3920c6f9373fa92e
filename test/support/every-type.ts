/** The options of `claims` for the policy that has a claim of every type. */
export const everyType: readonly string[] = [
  '--policy',
  'test/fixtures/policies/every-type.config.ts',
  '--hooks',
  'test/fixtures/policies/every-type.hooks.config.ts',
];
