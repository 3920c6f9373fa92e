/** A text that says something. */
export const textOf = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined;

/** Names in a list, in a list of objects with a name, or separated by commas in a cell of a CSV file. */
export const textList = (value: unknown): readonly string[] => {
  if (Array.isArray(value)) {
    return value.flatMap(
      (entry) => textOf(entry) ?? textOf(memberOf(entry, 'name')) ?? textOf(memberOf(entry, 'GroupName')) ?? [],
    );
  }
  const text = textOf(value);
  if (text?.startsWith('[')) {
    try {
      return textList(JSON.parse(text));
    } catch {
      return [text];
    }
  }
  return text === undefined
    ? []
    : text
        .split(',')
        .map((name) => name.trim())
        .filter((name) => name !== '');
};

const memberOf = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? new Map<string, unknown>(Object.entries(value)).get(name) : undefined;
