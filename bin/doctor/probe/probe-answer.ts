import { isDeepStrictEqual } from 'node:util';
import type { SignedCall } from './signed-call.ts';

/** What came back, with nothing in it that differs from call to call. */
export type ProbeAnswer = {
  readonly status: number;
  /** Parsed where it is JSON. */
  readonly body: unknown;
  readonly correlationId: string | undefined;
  readonly milliseconds: number;
};

const mark = '(correlation id)';

/** A fingerprint of the decision (`claims_version`): another one in every build of the same policy. */
const withoutVersions = (_name: string, value: unknown): unknown =>
  typeof value === 'string' && /^[\w-]{22}$/.test(value) ? '(version)' : value;

export const toProbeAnswer = (
  status: number,
  text: string,
  correlationId: string | undefined,
  milliseconds: number,
): ProbeAnswer => {
  const same = correlationId ? text.replaceAll(correlationId, mark) : text;
  try {
    return { status, body: JSON.parse(same, withoutVersions), correlationId, milliseconds };
  } catch {
    return { status, body: same, correlationId, milliseconds };
  }
};

export const sameAnswer = (one: ProbeAnswer, other: ProbeAnswer): boolean =>
  one.status === other.status && isDeepStrictEqual(one.body, other.body);

/** Sends a probe over HTTP. @throws what `fetch` throws */
export const sendProbe = async (url: string, call: SignedCall): Promise<ProbeAnswer> => {
  const before = performance.now();
  const answer = await fetch(`${url}${call.path}${call.query === '' ? '' : `?${call.query}`}`, {
    method: call.method,
    headers: { ...call.headers },
    signal: AbortSignal.timeout(15_000),
    ...(call.body !== undefined && { body: call.body }),
  });
  const text = await answer.text();
  const id = answer.headers.get('x-correlation-id') ?? undefined;
  return toProbeAnswer(answer.status, text, id, Math.round(performance.now() - before));
};
