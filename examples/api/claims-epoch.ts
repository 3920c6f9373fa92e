/*
 * For APIs that must not trust a token until it expires: compares the token's `claims_epoch` with the subject's current
 * one, which `claims revoke` raises. Copy this file into your API; it has no dependency.
 */

export type EpochCheckOptions = {
  /** Where the admin API is: `https://hooks.example.com/admin`. */
  readonly adminUrl: string;
  readonly realm: string;
  /** An access token of your API's own with the scope `claims:epoch`; asked for whenever it is needed. */
  readonly accessToken: () => Promise<string>;
  /** For how long an answer counts: a revocation takes hold within that time. */
  readonly cacheSeconds?: number;
  /** Milliseconds until the admin API is given up. */
  readonly timeoutMs?: number;
  /** For how long the last answer stands in while the admin API cannot be asked: so much later a revocation may count. */
  readonly staleSeconds?: number;
  /**
   * What a token counts as while the admin API cannot be asked and no answer is young enough. `accept` still refuses what
   * the last answer refused, however old that is.
   */
  readonly whenUnavailable: 'refuse' | 'accept';
  /** Milliseconds since 1970. */
  readonly now?: () => number;
};

export type EpochSubject = { readonly kind: 'user' | 'client'; readonly id: string };

type Answer = { readonly epoch: number; readonly active: boolean };
type Known = { readonly answer: Answer; readonly at: number };

/** Subjects that are remembered; the oldest make room. */
const mostSubjects = 10_000;

/** Any characters may be in a subject: those that a path could not keep apart go as `~` and base64url. */
const pathId = (id: string): string => {
  if (/^[A-Za-z0-9._@:-]+$/.test(id)) return id;
  const binary = String.fromCharCode(...new TextEncoder().encode(id));
  return `~${btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')}`;
};

const isAnswer = (value: unknown): value is Answer =>
  typeof value === 'object' &&
  value !== null &&
  'epoch' in value &&
  typeof value.epoch === 'number' &&
  'active' in value &&
  typeof value.active === 'boolean';

/** Some IdPs carry texts only (Cognito's V1_0 trigger, Entra). */
const toEpoch = (claim: unknown): number | undefined => {
  const epoch = typeof claim === 'string' && /^\d+$/.test(claim) ? Number(claim) : claim;
  return typeof epoch === 'number' && Number.isSafeInteger(epoch) ? epoch : undefined;
};

/**
 * @returns a function that tells whether a token with this `claims_epoch` still counts. Never rejects.
 * @example
 * const isCurrent = createEpochCheck({ adminUrl, realm: 'customers', accessToken, whenUnavailable: 'refuse' });
 * if (!(await isCurrent({ kind: 'user', id: payload.sub }, payload['https://claims.example.com/claims_epoch']))) return 401;
 */
export const createEpochCheck = ({
  adminUrl,
  realm,
  accessToken,
  cacheSeconds = 10,
  timeoutMs = 1000,
  staleSeconds = 60,
  whenUnavailable,
  now = Date.now,
}: EpochCheckOptions): ((subject: EpochSubject, claimsEpoch: unknown) => Promise<boolean>) => {
  const answers = new Map<string, Known>();
  const asking = new Map<string, Promise<Answer | undefined>>();

  const ask = async ({ kind, id }: EpochSubject): Promise<Answer | undefined> => {
    try {
      const url = `${adminUrl}/realms/${encodeURIComponent(realm)}/epoch/${pathId(id)}?kind=${kind}`;
      const response = await fetch(url, {
        headers: { authorization: `Bearer ${await accessToken()}` },
        signal: AbortSignal.timeout(timeoutMs),
      });
      const answer: unknown = response.ok ? await response.json() : undefined;
      return isAnswer(answer) ? answer : undefined;
    } catch {
      return undefined;
    }
  };

  const latest = async (subject: EpochSubject): Promise<Known | undefined> => {
    const key = `${subject.kind} ${subject.id}`;
    const known = answers.get(key);
    if (known !== undefined && now() - known.at < cacheSeconds * 1000) return known;
    // Calls for one subject at the same time are one question.
    const question = asking.get(key) ?? ask(subject).finally(() => asking.delete(key));
    asking.set(key, question);
    const at = now();
    const answer = await question;
    if (answer === undefined) return known;
    answers.delete(key);
    answers.set(key, { answer, at });
    const oldest = answers.size > mostSubjects ? answers.keys().next().value : undefined;
    if (oldest !== undefined) answers.delete(oldest);
    return { answer, at };
  };

  return async (subject, claimsEpoch) => {
    const epoch = toEpoch(claimsEpoch);
    const known = await latest(subject);
    if (known === undefined) return whenUnavailable === 'accept';
    if (whenUnavailable === 'refuse' && now() - known.at >= Math.max(cacheSeconds, staleSeconds) * 1000) return false;
    return known.answer.active && epoch !== undefined && epoch >= known.answer.epoch;
  };
};
