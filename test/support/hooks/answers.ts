import { expect } from 'vitest';
import type { Answer } from '../hook-fixture.ts';

/** The body of an HTTP answer, as the IdP would read it: JSON only under a JSON content type. */
export const jsonBody = (answer: Answer): unknown => {
  if (answer.kind !== 'http' || answer.body === '') return undefined;
  return /^application\/json\b/.test(answer.headers['content-type'] ?? '') ? JSON.parse(answer.body) : undefined;
};

/** Asserts on status and JSON body of an HTTP answer. */
export const expectHttp = (answer: Answer, status: number, body: unknown): void => {
  expect({ status: answer.kind === 'http' ? answer.status : answer.kind, body: jsonBody(answer) }).toEqual({
    status,
    body,
  });
};

type Members = Readonly<Record<string, unknown>>;

export const isMembers = (value: unknown): value is Members =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A member of a JSON object, or nothing. */
export const member = (value: unknown, ...path: readonly string[]): unknown =>
  path.reduce<unknown>(
    (inner, name) => (isMembers(inner) && Object.hasOwn(inner, name) ? inner[name] : undefined),
    value,
  );
