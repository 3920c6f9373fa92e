/** One thing that the doctor looked at. */
export type Check = {
  readonly area: 'policy' | 'table' | 'secret' | 'keys' | 'url' | 'clock' | 'probe' | 'trigger';
  /** Which table, instance, ... */
  readonly about: string;
  readonly state: 'ok' | 'problem' | 'skipped';
  /** What was found; of a problem: what is wrong. */
  readonly detail: string;
  /** Of a problem: what to do. */
  readonly remedy?: string | undefined;
};

type Area = Check['area'];

export const ok = (area: Area, about: string, detail: string): Check => ({ area, about, state: 'ok', detail });

export const skipped = (area: Area, about: string, detail: string): Check => ({
  area,
  about,
  state: 'skipped',
  detail,
});

export const problem = (area: Area, about: string, detail: string, remedy: string): Check => ({
  area,
  about,
  state: 'problem',
  detail,
  remedy,
});
