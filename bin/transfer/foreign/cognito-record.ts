import { ownAttributes } from './own-attributes.ts';
import type { ToRecord } from './read-foreign-rows.ts';
import { textList, textOf } from './values.ts';

/**
 * A user as `list-users` lists it, as a row of Cognito's CSV for imports, or a group as `list-groups` lists it. Attributes
 * come from custom ones (`custom:plan`); a standard one (`locale`) only where the policy or `--map` asks for it.
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ListUsers.html
 */
export const toCognitoRecord: ToRecord = (entry, context) => {
  const group = textOf(entry['GroupName']);
  if (group !== undefined) {
    const precedence = entry['Precedence'];
    return {
      value: {
        kind: 'group',
        realm: context.realm,
        name: group,
        ...(typeof precedence === 'number' ? { precedence } : {}),
      },
    };
  }
  const attributes = attributesOf(entry);
  const username = textOf(entry['Username']) ?? textOf(entry['cognito:username']);
  const subject = context.subject === 'username' ? username : textOf(attributes.get('sub'));
  if (subject === undefined) {
    return {
      problem:
        context.subject === 'username'
          ? 'has no "Username" or "cognito:username"'
          : 'has no "sub", which Cognito\'s CSV leaves out: use the answer of list-users, or --subject username',
    };
  }
  const groups = [
    ...textList(entry['Groups']),
    ...textList(entry['cognito:groups']),
    ...context.groupsOf(username ?? subject),
    ...(username === subject ? [] : context.groupsOf(subject)),
  ];
  const email = textOf(attributes.get('email'));
  return {
    value: {
      kind: 'user',
      realm: context.realm,
      subject,
      attributes: ownAttributes(wanted(attributes, context), context),
      ...(groups.length === 0 ? {} : { groups: [...new Set(groups)] }),
      ...(email === undefined ? {} : { email }),
      ...(entry['Enabled'] === false ? { blocked: true } : {}),
    },
  };
};

const attributesOf = (entry: Readonly<Record<string, unknown>>): ReadonlyMap<string, unknown> => {
  const list = entry['Attributes'] ?? entry['UserAttributes'];
  if (!Array.isArray(list)) {
    return new Map(Object.entries(entry));
  }
  return new Map(
    list.flatMap((attribute: unknown) => {
      const { Name, Value } = typeof attribute === 'object' && attribute !== null ? nameAndValue(attribute) : {};
      return typeof Name === 'string' ? [[Name, Value] as const] : [];
    }),
  );
};

const nameAndValue = (attribute: object): { readonly Name?: unknown; readonly Value?: unknown } => attribute;

/** Standard attributes are Cognito's to put into tokens: they count only where somebody asks for them. */
const wanted = (
  attributes: ReadonlyMap<string, unknown>,
  {
    claimOf,
    policy,
  }: { readonly claimOf: (name: string) => string | undefined; readonly policy: { readonly claims: object } },
): ReadonlyMap<string, unknown> =>
  new Map(
    [...attributes].filter(([name]) => {
      const claim = claimOf(name);
      return (
        /^(dev:)?custom:/.test(name) || (claim !== undefined && (claim !== name || !Object.hasOwn(policy.claims, name)))
      );
    }),
  );
