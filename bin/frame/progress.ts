import { Presets, SingleBar } from 'cli-progress';

/** Shows how far a long command is; silent where standard error is no terminal. */
export type Progress = {
  update(done: number, facts?: Readonly<Record<string, string | number>>): void;
  stop(): void;
};

const silent: Progress = { update: () => undefined, stop: () => undefined };

/** @param total how many there are; `undefined`: nobody knows, so only the count is shown */
export const startProgress = (label: string, total?: number): Progress => {
  if (process.stderr.isTTY !== true) {
    return silent;
  }
  const bar = new SingleBar(
    {
      format: total === undefined ? `${label} {value} {note}` : `${label} {bar} {percentage}% {value}/{total} {note}`,
      hideCursor: true,
      stream: process.stderr,
    },
    Presets.shades_classic,
  );
  bar.start(total ?? Number.MAX_SAFE_INTEGER, 0, { note: '' });
  return {
    update: (done, facts = {}) => {
      bar.update(done, {
        note: Object.entries(facts)
          .map(([name, value]) => `${name} ${value}`)
          .join(', '),
      });
    },
    stop: () => bar.stop(),
  };
};
