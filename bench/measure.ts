import { measure as measureWithMitata } from 'mitata';

/** One measured case; times in nanoseconds. */
export type Measured = {
  readonly name: string;
  readonly median: number;
  /** Half of all runs are between these. */
  readonly spread: readonly [number, number];
  readonly p99: number;
};

export type MeasureOptions = {
  /** A smoke run shows that the case works; its figures mean nothing. */
  readonly smoke: boolean;
};

const warmUpCalls = 2000;

/** Runs a function often enough for a median, after a warm-up. */
export const measure = async (name: string, run: () => unknown, { smoke }: MeasureOptions): Promise<Measured> => {
  const few = { min_samples: 3, min_cpu_time: 2e6, warmup_samples: 1 };
  const many = { min_samples: 50, min_cpu_time: 400e6, warmup_samples: 10 };
  // mitata judges by the first calls whether to time call by call or in batches, whose timer costs nothing.
  for (let call = 0; call < (smoke ? 1 : warmUpCalls); call += 1) await run();
  const { p25, p50, p75, p99 } = await measureWithMitata(run, smoke ? few : many);
  return { name, median: p50, spread: [p25, p75], p99 };
};

/** `12.3 us`: a time that a person reads at a glance. */
export const formatTime = (nanoseconds: number): string => {
  if (nanoseconds < 1e3) return `${nanoseconds.toFixed(0)} ns`;
  return nanoseconds < 1e6 ? `${(nanoseconds / 1e3).toFixed(1)} us` : `${(nanoseconds / 1e6).toFixed(2)} ms`;
};
