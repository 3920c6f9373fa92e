import { Code } from '@mantine/core';

/** A claim value as it is in JSON: a text is told from a number at a glance. */
export const ClaimValueText = ({ value }: { value: unknown }) => (
  <Code className="wrap" style={{ whiteSpace: 'pre-wrap' }}>
    {JSON.stringify(value)}
  </Code>
);
