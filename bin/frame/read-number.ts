import { InvalidArgumentError } from 'commander';

/** An option's value as a whole number, zero or more. */
export const readWholeNumber = (text: string): number => {
  if (!/^\d{1,15}$/.test(text)) {
    throw new InvalidArgumentError('It must be a whole number.');
  }
  return Number(text);
};
