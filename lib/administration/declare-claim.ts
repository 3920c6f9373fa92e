import type { ClaimValue } from '../claims/claim-value.ts';

const schemaOf = (value: ClaimValue): string => {
  if (value === null) {
    return 'z.nullable(z.string())';
  }
  if (typeof value === 'string') {
    return 'z.string()';
  }
  if (typeof value === 'number') {
    return Number.isInteger(value) ? 'z.int()' : 'z.number()';
  }
  if (typeof value === 'boolean') {
    return 'z.boolean()';
  }
  if (Array.isArray(value)) {
    const members = new Set(value.map(schemaOf));
    const [only] = members;
    return members.size === 1 && only !== undefined ? `z.array(${only})` : 'z.array(z.json())';
  }
  const members = Object.entries(value).flatMap(([name, member]) =>
    member === undefined ? [] : [`${propertyName(name)}: ${schemaOf(member)}`],
  );
  return `z.object({ ${members.join(', ')} })`;
};

const propertyName = (name: string): string => (/^[A-Za-z_$][\w$]*$/.test(name) ? name : JSON.stringify(name));

/**
 * The declaration that would let tokens carry an attribute: a line for `claims` and one for the scope that releases
 * it, ready to paste into `claims.config.ts`. Derived from the value's type; holds no value.
 */
export const declareClaim = (name: string, value: ClaimValue): string =>
  [
    '// in claims:',
    `${propertyName(name)}: { schema: ${schemaOf(value)}, description: 'What it means, for reviewers and users' },`,
    '// and in scopes, under the scope that releases it (or in always):',
    `your_scope: ['${name.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'],`,
  ].join('\n');
