import { randomBytes } from 'node:crypto';
import { detectors } from '../lib/claims/guards/sensitive/sensitive-value.ts';
import { type Measured, type MeasureOptions, measure } from './measure.ts';

/** Texts made to keep a pattern busy: of each, one that is four times as long as the other. */
const hostile: Readonly<Record<string, (length: number) => string>> = {
  digits: (length) => '4'.repeat(length),
  'groups of digits': (length) => '1234 '.repeat(length / 5),
  'one long IBAN': (length) => `DE${'0'.repeat(length)}`,
  'many beginnings of an IBAN': (length) => 'DE12 '.repeat(length / 5),
  'many beginnings of a JWT': (length) => 'eyJaaaaaaaa.'.repeat(length / 12),
  'one long beginning of a JWT': (length) => `eyJ${'a'.repeat(length)}`,
  'many key headers': (length) => '-----BEGIN '.repeat(length / 11),
  base64: (length) => randomBytes(length).toString('base64').slice(0, length),
  'digits and hyphens': (length) => '1-'.repeat(length / 2),
};

export type ScanGrowth = Measured & {
  /** Time for four times the length over time for the length: 4 when linear, 16 when quadratic. */
  readonly growth: number;
};

/** Scans hostile texts of 2,000 and 8,000 characters with every detector. */
export const measureSensitiveScan = async (options: MeasureOptions): Promise<readonly ScanGrowth[]> => {
  const results: ScanGrowth[] = [];
  for (const [name, make] of Object.entries(hostile)) {
    const scan = (text: string) => () => detectors.map(({ found }) => found(text));
    const short = await measure(name, scan(make(2000)), options);
    const long = await measure(name, scan(make(8000)), options);
    results.push({ ...long, growth: long.median / short.median });
  }
  return results;
};
