/** The entries of a list in one option, without blanks and empty ones. */
export const listOf = (text: string, separator: string): readonly string[] =>
  text
    .split(separator)
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '');
