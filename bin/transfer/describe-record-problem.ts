import type * as z from 'zod';

/** Why a row is no item, in one line: names fields, never a value. */
export const describeRecordProblem = (error: z.ZodError): string =>
  error.issues
    .map((issue) => {
      const where = issue.path.length === 0 ? 'the row' : `"${issue.path.join('.')}"`;
      switch (issue.code) {
        case 'invalid_type':
          return `${where} is missing or not of type ${issue.expected}`;
        case 'unrecognized_keys':
          return `unknown field ${issue.keys.map((key) => `"${key}"`).join(', ')}`;
        case 'invalid_union':
          return `${where} is not one of user, member, group, org, client, hook`;
        case 'invalid_value':
          return `${where} is not one of ${issue.values.join(', ')}`;
        default:
          return `${where} is not valid (${issue.code})`;
      }
    })
    .join('; ');
