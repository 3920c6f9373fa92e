import { type Check, finding } from './finding.ts';

const isBound = (value: unknown): boolean => Number.isSafeInteger(value) && Number(value) > 0;

/** Whether a policy's budget is one, or there is none. */
export const isBudget = (size: unknown): boolean =>
  size === undefined || size === 'cookie' || size === 'header' || isBound(size);

/** Budget and limits leave room for something: a mistake in them would otherwise be told of every claim. */
export const checkLimits: Check = ({ policy }) => {
  const size = policy.budget?.size;
  const bounds: readonly (readonly [string, unknown])[] = Object.entries(policy.limits ?? {});
  return [
    ...(isBudget(size)
      ? []
      : [
          finding('limit', 'error', {
            message: `budget.size is ${JSON.stringify(size)}: no claim fits`,
            remedy: "use 'cookie', 'header' or a whole number of bytes above 0",
          }),
        ]),
    ...bounds
      .filter(([, bound]) => !isBound(bound))
      .map(([name, bound]) =>
        finding('limit', 'error', {
          message: `limits.${name} is ${JSON.stringify(bound)}: values are withheld for it`,
          remedy: 'use a whole number above 0, or leave it out',
        }),
      ),
  ];
};
