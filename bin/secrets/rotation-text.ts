import { styled } from '../frame/output.ts';
import { type StageOption, stageFlag } from '../frame/stage.ts';
import type { NamedSecret } from './find-secret.ts';
import { whereToPaste } from './paste-guide.ts';

/** What became of a secret. */
export type Rotation = {
  readonly parameter: string;
  readonly done: 'created' | 'rotated' | 'finished' | 'unchanged';
  readonly active: 1 | 2;
  /** A new one that was made here, in the form in which it is pasted; it is not told again. */
  readonly value?: string | undefined;
};

const headlines: Readonly<Record<Rotation['done'], string>> = {
  created: 'is new.',
  rotated: 'has a new secret; the one before still counts.',
  finished: 'has one secret again.',
  unchanged: 'has one secret: no rotation is under way.',
};

const namesOf = ({ instances, source }: NamedSecret): string =>
  source === undefined ? instances.map(({ instance }) => instance).join(', ') : `source ${source}`;

/** What is left to do. */
const stepsAfter = (
  done: Rotation['done'],
  active: Rotation['active'],
  secret: NamedSecret,
  owner: string,
): readonly string[] => {
  if (done === 'unchanged') return [];
  if (done === 'finished') {
    return ['A function that runs already drops the old one when it starts again; to end it at once, deploy again.'];
  }
  return [
    ...whereToPaste(secret),
    'Functions that run already take the new one within 30 seconds of the first call that brings it.',
    ...(active === 2 ? [`When the IdP uses it everywhere: claims secret rotate ${owner} --finish`] : []),
  ];
};

/** What happened, the secret where it was made here, and the next steps. */
export const rotationText = (
  { parameter, done, active, value }: Rotation,
  secret: NamedSecret,
  chosen: StageOption & { readonly hook?: string; readonly source?: string },
): string => {
  const owner = (chosen.hook === undefined ? `--source ${chosen.source}` : `--hook ${chosen.hook}`) + stageFlag(chosen);
  const steps = stepsAfter(done, active, secret, owner);
  return [
    `${parameter} (${namesOf(secret)}) ${headlines[done]}`,
    ...(value === undefined ? [] : ['', styled('bold', value), '', 'It is not shown again.']),
    ...(steps.length === 0 ? [] : ['', ...steps.map((step, index) => `${index + 1}. ${step}`)]),
  ].join('\n');
};
