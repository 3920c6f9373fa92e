import { hash } from 'node:crypto';
import { copyAttributes } from '../attributes/attribute-values.ts';
import { canonicalJson } from '../claims/merge.ts';
import type { SourceAttributes } from '../claims/subject-attributes.ts';
import { SourceUnavailableError } from '../errors.ts';
import type { TokenRequest } from '../token-request.ts';
import { withTimeout } from '../with-timeout.ts';
import { createAnswerCache } from './answer-cache.ts';
import type { AttributeSource } from './attribute-source.ts';
import { isAskedAbout } from './is-asked-about.ts';
import type { AttributeSourceConfig, GivenAttributes } from './source-config.ts';

/** As large as an item may be. */
export const maximumAnswerBytes = 32 * 1024;

type AskedSourceOptions = {
  readonly config: AttributeSourceConfig;
  readonly clock: () => number;
  readonly cacheSeconds: number;
  /** What tells this question from others; `undefined`: it is not remembered. */
  readonly question: (request: TokenRequest) => string | undefined;
  /** `undefined`: the subject is not known. What it throws becomes the cause of a SourceUnavailableError. */
  readonly ask: (request: TokenRequest, signal: AbortSignal) => Promise<GivenAttributes | undefined>;
};

/** The answer about a subject that the source does not know, and of a source that is not asked. */
const nothing: SourceAttributes = { attributes: {}, version: 'none' };

/** What every source has: whom it is asked about, its own deadline, its memory, one error. */
export const createAskedSource = ({
  config,
  clock,
  cacheSeconds,
  question,
  ask,
}: AskedSourceOptions): AttributeSource => {
  const { name, timeoutMs = 1000 } = config;
  const cache = createAnswerCache(cacheSeconds, clock);
  // No realm is answered from what another one heard, nor a machine from what a person of its name is.
  const questionOf = (request: TokenRequest): string | undefined => {
    const asked = question(request);
    return asked === undefined ? undefined : JSON.stringify([request.realm, request.subject.kind, asked]);
  };
  const fail = (problem: string, cause: unknown): never => {
    throw new SourceUnavailableError(`The source "${name}" ${problem}.`, { cause });
  };
  return {
    name,
    load: async (request, { signal }) => {
      if (!isAskedAbout(config, request)) {
        return nothing;
      }
      if (signal.aborted) {
        return fail('was not asked: no time was left', signal.reason);
      }
      return withTimeout(signal, timeoutMs, async (own) => {
        try {
          const asked = questionOf(request);
          const remembered = asked === undefined ? undefined : cache.get(asked);
          if (remembered !== undefined) {
            return remembered;
          }
          const askedAt = clock();
          const attributes = await inTime(ask(request, own), own);
          const answer = attributes === undefined ? nothing : toSourceAttributes(attributes, name);
          if (asked !== undefined) {
            cache.set(asked, answer, askedAt);
          }
          return answer;
        } catch (cause) {
          return fail(own.aborted ? 'did not answer in time' : 'did not answer as expected', cause);
        }
      });
    },
  };
};

/** Holds also against a script that ignores its signal. */
const inTime = <Answer>(answer: Promise<Answer>, signal: AbortSignal): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason);
    signal.addEventListener('abort', abort, { once: true });
    answer.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });

const toSourceAttributes = (answer: GivenAttributes, name: string): SourceAttributes => {
  const attributes = copyAttributes(answer, `source ${name}`);
  const text = canonicalJson(attributes);
  if (Buffer.byteLength(text) > maximumAnswerBytes) {
    throw new Error(`The answer is larger than ${maximumAnswerBytes} bytes.`);
  }
  return { attributes, version: hash('sha256', text, 'base64url').slice(0, 22) };
};
