import { UsageError } from '../frame/command-error.ts';

/** Milliseconds since 1970, both inclusive. */
export type TimeRange = { readonly from?: number | undefined; readonly to?: number | undefined };

const day = /^\d{4}-\d{2}-\d{2}$/;
const lastOfDay = 86_400_000 - 1;

const toTime = (option: string, text: string, end: boolean): number => {
  const time = Date.parse(text);
  if (Number.isNaN(time) || !/^\d{4}-\d{2}-\d{2}/.test(text)) {
    throw new UsageError(`${option} is a day or time such as 2026-11-20 or 2026-11-20T08:00:00Z`);
  }
  return end && day.test(text) ? time + lastOfDay : time;
};

/** A day alone is the whole of it, in UTC. */
export const readTimeRange = (options: {
  readonly day?: string | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}): TimeRange => {
  if (options.day !== undefined && (options.from !== undefined || options.to !== undefined)) {
    throw new UsageError('say either --day, or --from and --to');
  }
  const [from, to] = [options.day ?? options.from, options.day ?? options.to];
  return {
    ...(from !== undefined && { from: toTime(options.day ? '--day' : '--from', from, false) }),
    ...(to !== undefined && { to: toTime(options.day ? '--day' : '--to', to, true) }),
  };
};

export const isWithin = (timestamp: string, { from, to }: TimeRange): boolean => {
  const time = Date.parse(timestamp);
  return time >= (from ?? Number.NEGATIVE_INFINITY) && time <= (to ?? Number.POSITIVE_INFINITY);
};
