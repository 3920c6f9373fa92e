/** One row of an input file, not yet checked: the parsed value or why it could not be parsed. Lines count from 1. */
export type SourceRow =
  | { readonly line: number; readonly value: unknown }
  | { readonly line: number; readonly problem: string };

/** Where a file's rows come from: format by format, never the whole file in memory. */
export type ReadRows = (chunks: AsyncIterable<string>) => AsyncIterable<SourceRow>;
