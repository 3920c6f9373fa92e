import type { SourceAttributes } from '../claims/subject-attributes.ts';

/** Remembers the answers of one source for a few seconds, by question. */
export type AnswerCache = {
  get(question: string): SourceAttributes | undefined;
  set(question: string, answer: SourceAttributes, askedAt: number): void;
};

const maximumEntries = 500;

/** @param clock milliseconds since the epoch; ages count from the time of the question */
export const createAnswerCache = (seconds: number, clock: () => number): AnswerCache => {
  const entries = new Map<string, { readonly answer: SourceAttributes; readonly askedAt: number }>();
  return {
    get: (question) => {
      const entry = entries.get(question);
      const age = entry === undefined ? Number.POSITIVE_INFINITY : clock() - entry.askedAt;
      return age >= 0 && age < seconds * 1000 ? entry?.answer : undefined;
    },
    set: (question, answer, askedAt) => {
      if (seconds === 0) {
        return;
      }
      entries.delete(question);
      entries.set(question, { answer, askedAt });
      const [oldest] = entries.keys();
      if (entries.size > maximumEntries && oldest !== undefined) {
        entries.delete(oldest);
      }
    },
  };
};
