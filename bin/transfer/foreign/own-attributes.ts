import { readTypedValue } from '../../frame/typed-value.ts';
import type { ForeignContext } from './read-foreign-rows.ts';

/**
 * What of another product's attributes the policy wants, under the names of claims. Texts are read as the type that the
 * claim declares, because custom attributes and CSV cells are nothing but text. The rest is told, not taken, unless
 * undeclared ones are wanted too.
 */
export const ownAttributes = (
  attributes: ReadonlyMap<string, unknown>,
  { policy, claimOf, undeclared, onIgnored }: ForeignContext,
): Readonly<Record<string, unknown>> => {
  const own: [name: string, value: unknown][] = [];
  const visit = (name: string, value: unknown): void => {
    const claim = claimOf(name);
    if (claim !== undefined) {
      own.push([claim, typeof value === 'string' ? readTypedValue(policy, claim, value) : value]);
    } else if (undeclared) {
      own.push([name.replace(/^(app_metadata\.|(dev:)?custom:)/, ''), value]);
    } else if (isRecord(value)) {
      for (const [member, inner] of Object.entries(value)) {
        visit(`${name}.${member}`, inner);
      }
    } else {
      onIgnored(name);
    }
  };
  for (const [name, value] of attributes) {
    visit(name, value);
  }
  return Object.fromEntries(own);
};

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
