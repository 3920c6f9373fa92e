import * as z from 'zod/mini';

const groupConfiguration = z.looseObject({
  groupsToOverride: z.nullish(z.array(z.string())),
});

const request = z.looseObject({
  userAttributes: z.nullish(z.record(z.string(), z.unknown())),
  groupConfiguration: z.nullish(groupConfiguration),
  scopes: z.nullish(z.array(z.string())),
});

/**
 * The event of the pre token generation trigger, in the wire versions that `versions` names. Asks only for what the
 * translation reads: whether a machine's event has `userName`, `userAttributes` and `groupConfiguration` is not
 * documented, `preferredRole` is an array in AWS's own samples, and `response` comes as `{}`, `[]` or with a null member.
 * Everything else passes through untouched, because Cognito wants its event back.
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-pre-token-generation.html
 */
export const preTokenGenerationEvent = <const Version extends string>(...versions: [Version, ...Version[]]) =>
  z.looseObject({
    version: z.enum(versions),
    triggerSource: z.string().check(z.regex(/^TokenGeneration_\w{1,64}$/)),
    userPoolId: z.string().check(z.minLength(1)),
    userName: z.nullish(z.string()),
    callerContext: z.looseObject({ clientId: z.string().check(z.minLength(1)) }),
    request,
    response: z.optional(z.unknown()),
  });

export type PreTokenGenerationEvent = z.infer<ReturnType<typeof preTokenGenerationEvent<string>>>;
