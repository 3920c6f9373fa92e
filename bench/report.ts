import Table from 'cli-table3';
import { formatTime, type Measured } from './measure.ts';

/** A table for the terminal and for Markdown alike. */
export type ReportTable = {
  readonly title: string;
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
};

export const measuredTable = (title: string, results: readonly Measured[]): ReportTable => ({
  title,
  head: ['what', 'median', 'half of all runs between', 'p99'],
  rows: results.map(({ name, median, spread: [low, high], p99 }) => [
    name,
    formatTime(median),
    `${formatTime(low)} and ${formatTime(high)}`,
    formatTime(p99),
  ]),
});

export const printTable = ({ title, head, rows }: ReportTable): void => {
  const table = new Table({ head: [...head], style: { head: [], border: [] } });
  table.push(...rows.map((row) => [...row]));
  process.stdout.write(`\n${title}\n${table.toString()}\n`);
};

export const toMarkdown = ({ title, head, rows }: ReportTable): string =>
  [
    `### ${title}`,
    '',
    `| ${head.join(' | ')} |`,
    `| ${head.map(() => '---').join(' | ')} |`,
    ...rows.map((row) => `| ${row.join(' | ')} |`),
    '',
  ].join('\n');
