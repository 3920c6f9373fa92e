/** How a value is typed in: which control, and how what was typed becomes JSON. */
export const valueForms = ['text', 'number', 'yes-no', 'choice', 'list', 'choices', 'json'] as const;
export type ValueForm = (typeof valueForms)[number];

/** What the controls hold while somebody types. */
export type ValueInput = string | number | readonly string[];

type Schema = { readonly [member: string]: unknown };

const isObject = (value: unknown): value is Schema => typeof value === 'object' && value !== null;
const choicesIn = (schema: unknown): readonly unknown[] | undefined =>
  isObject(schema) && Array.isArray(schema['enum']) ? schema['enum'] : undefined;

const formOfItems = (items: unknown): ValueForm => {
  if (choicesIn(items)?.every((choice) => typeof choice === 'string')) {
    return 'choices';
  }
  return isObject(items) && items['type'] === 'string' ? 'list' : 'json';
};

/** The control for a claim's JSON Schema; `undefined` (no such claim): the person chooses. */
export const formOf = (schema: unknown): ValueForm | undefined => {
  if (!isObject(schema)) {
    return undefined;
  }
  if (choicesIn(schema)?.every((choice) => typeof choice === 'string')) {
    return 'choice';
  }
  switch (schema['type']) {
    case 'string':
      return 'text';
    case 'integer':
    case 'number':
      return 'number';
    case 'boolean':
      return 'yes-no';
    case 'array':
      return formOfItems(schema['items']);
    default:
      return 'json';
  }
};

/** The choices of an enumeration, or of the members of a list. */
export const choicesOf = (schema: unknown): readonly string[] => {
  const choices = choicesIn(schema) ?? (isObject(schema) ? choicesIn(schema['items']) : undefined) ?? [];
  return choices.filter((choice) => typeof choice === 'string');
};

/** A schema in words, beside the control. */
export const describeSchema = (schema: unknown): string => {
  switch (formOf(schema)) {
    case 'choice':
      return `one of ${choicesOf(schema).join(', ')}`;
    case 'choices':
      return `any of ${choicesOf(schema).join(', ')}`;
    case 'list':
      return 'a list of texts';
    case 'text':
      return 'a text';
    case 'yes-no':
      return 'yes or no';
    case 'number':
      return isObject(schema) && schema['type'] === 'integer' ? 'a whole number' : 'a number';
    default:
      return 'JSON';
  }
};

/** What a control shows for a stored value. */
export const toInput = (form: ValueForm, value: unknown): ValueInput => {
  if (value === undefined) {
    return form === 'list' || form === 'choices' ? [] : '';
  }
  if (form === 'json') {
    return JSON.stringify(value, null, 2);
  }
  if (Array.isArray(value)) {
    return value.map(String);
  }
  return typeof value === 'number' ? value : String(value);
};

export type TypedValue = { readonly value: unknown } | { readonly fault: string };

const parseJson = (text: string): TypedValue => {
  try {
    return { value: JSON.parse(text) };
  } catch {
    return { fault: 'This is not JSON yet.' };
  }
};

/** What was typed as a JSON value, or why it is none yet. */
export const toValue = (form: ValueForm, input: ValueInput): TypedValue => {
  switch (form) {
    case 'list':
    case 'choices':
      return typeof input === 'object' ? { value: input } : { value: [] };
    case 'number':
      return typeof input === 'number' ? { value: input } : { fault: 'Enter a number.' };
    case 'yes-no':
      return input === '' ? { fault: 'Choose yes or no.' } : { value: input === 'true' };
    case 'json':
      return typeof input === 'string' ? parseJson(input) : { fault: 'This is not JSON yet.' };
    default:
      return input === ''
        ? { fault: form === 'choice' ? 'Choose a value.' : 'Enter a text.' }
        : { value: String(input) };
  }
};

/** The control for a stored value of an undeclared attribute. */
export const formOfValue = (value: unknown): ValueForm => {
  if (Array.isArray(value)) {
    return value.every((entry) => typeof entry === 'string') ? 'list' : 'json';
  }
  const forms: Readonly<Record<string, ValueForm>> = { string: 'text', number: 'number', boolean: 'yes-no' };
  return forms[typeof value] ?? 'json';
};
