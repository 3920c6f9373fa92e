import { styleText } from 'node:util';
import Table from 'cli-table3';
import type { OutputOptions } from './command.ts';

/** A pipe gets JSON, a terminal a text for people; `--json` and `--no-json` overrule. */
export const prefersJson = ({ json }: OutputOptions): boolean => json ?? process.stdout.isTTY !== true;

/** Prints one result in the form that the reader wants; `text` is only made when it is needed. */
export const printResult = (options: OutputOptions, result: unknown, text: () => string): void => {
  process.stdout.write(prefersJson(options) ? `${JSON.stringify(result, undefined, 2)}\n` : `${text()}\n`);
};

/** A line for the person, never part of the result: progress, hints, what was done. */
export const printNote = (text: string): void => {
  process.stderr.write(`${text}\n`);
};

type Style = Parameters<typeof styleText>[0];

/** Coloured on a terminal that wants colours (NO_COLOR is respected), plain elsewhere. */
export const styled = (style: Style, text: string): string => styleText(style, text, { stream: process.stdout });

/** A table without frames: it can be read, copied and searched with `grep`. */
export const formatTable = (head: readonly string[], rows: readonly (readonly string[])[]): string => {
  const table = new Table({
    head: head.map((title) => styled('bold', title)),
    chars: borderless,
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 2 },
  });
  table.push(...rows.map((row) => [...row]));
  return table
    .toString()
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n');
};

const borderless = {
  top: '',
  'top-mid': '',
  'top-left': '',
  'top-right': '',
  bottom: '',
  'bottom-mid': '',
  'bottom-left': '',
  'bottom-right': '',
  left: '',
  'left-mid': '',
  mid: '',
  'mid-mid': '',
  right: '',
  'right-mid': '',
  middle: '',
};

/** `label  value` lines. */
export const formatFacts = (facts: readonly (readonly [label: string, value: string | undefined])[]): string => {
  const known = facts.flatMap(([label, value]) => (value === undefined ? [] : [{ label, value }]));
  const width = Math.max(0, ...known.map(({ label }) => label.length));
  return known.map(({ label, value }) => `${styled('dim', label.padEnd(width))}  ${value}`).join('\n');
};
