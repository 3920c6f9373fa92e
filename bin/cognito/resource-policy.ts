import * as z from 'zod';

const someTexts = z.union([z.string(), z.array(z.string())]).transform((value) => [value].flat());

/** A statement of a function's resource policy, as Lambda writes it. */
const statement = z.object({
  Effect: z.string(),
  Principal: z.union([z.string(), z.object({ Service: someTexts.optional() })]),
  Action: someTexts,
  Condition: z.record(z.string(), z.record(z.string(), someTexts)).default({}),
});
const resourcePolicy = z.object({ Statement: z.array(z.unknown()) });

const cognito = 'cognito-idp.amazonaws.com';
const invoke = ['lambda:InvokeFunction', 'lambda:*', '*'];

/** IAM's wildcards: `*` any characters, `?` one. */
const matches = (pattern: string, value: string): boolean =>
  new RegExp(
    `^${pattern
      .replaceAll(/[\\^$.+()[\]{}|]/g, '\\$&')
      .replaceAll('*', '.*')
      .replaceAll('?', '.')}$`,
  ).test(value);

/** What a call of Cognito for this pool carries; another condition than on these cannot be judged from here. */
const contextOf = (poolArn: string): Readonly<Record<string, string>> => ({
  'aws:sourcearn': poolArn,
  'aws:sourceaccount': poolArn.split(':')[4] ?? '',
});

const meets = (conditions: z.infer<typeof statement>['Condition'], poolArn: string): boolean =>
  Object.values(conditions).every((operator) =>
    Object.entries(operator).every(([key, patterns]) => {
      const value = contextOf(poolArn)[key.toLowerCase()];
      return value !== undefined && patterns.some((pattern) => matches(pattern, value));
    }),
  );

/** Whether a function's resource policy lets Cognito call it for this user pool. */
export const admitsUserPool = (policy: string, poolArn: string): boolean =>
  resourcePolicy.parse(JSON.parse(policy)).Statement.some((candidate) => {
    const { data } = statement.safeParse(candidate);
    if (data?.Effect !== 'Allow') return false;
    const { Principal, Action, Condition } = data;
    const called = typeof Principal === 'string' ? Principal === '*' : Principal.Service?.includes(cognito) === true;
    return called && Action.some((action) => invoke.includes(action)) && meets(Condition, poolArn);
  });
