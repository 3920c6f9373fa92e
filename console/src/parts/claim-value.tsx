import { Code } from '@mantine/core';

/** A claim value as it is in JSON: a text is told from a number at a glance. */
export const ClaimValueText = ({ value }: { value: unknown }) => (
  <Code style={{ whiteSpace: 'pre-wrap', overflowWrap: 'break-word' }}>{JSON.stringify(value)}</Code>
);
