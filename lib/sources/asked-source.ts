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
import { type AttributeSourceConfig, type GivenAttributes, sourceDefaults } from './source-config.ts';

/** As large as an item may be. */
export const maximumAnswerBytes = 32 * 1024;

type AskedSourceOptions = {
  readonly config: AttributeSourceConfig;
  readonly clock: () => number;
  readonly cacheSeconds: number;
  /** What it throws, now or when it is asked, becomes the cause of a SourceUnavailableError. */
  readonly toQuestion: (request: TokenRequest) => Question;
};

/** What a source is asked about one request. */
type Question = {
  /** What tells it from others; `undefined`: its answer is not remembered. */
  readonly key: string | undefined;
  /** `undefined`: the subject is not known. */
  readonly ask: (signal: AbortSignal) => Promise<GivenAttributes | undefined>;
};

/** The answer about a subject that the source does not know, and of a source that is not asked. */
const nothing: SourceAttributes = { attributes: {}, version: 'none' };

/** What every source has: whom it is asked about, its own deadline, its memory, one error. */
export const createAskedSource = ({ config, clock, cacheSeconds, toQuestion }: AskedSourceOptions): AttributeSource => {
  const { name, timeoutMs = sourceDefaults.timeoutMs } = config;
  const cache = createAnswerCache(cacheSeconds, clock);
  // No realm is answered from what another one heard, nor a machine from what a person of its name is.
  const keyFor = ({ realm, subject }: TokenRequest, key: string | undefined): string | undefined =>
    key === undefined ? undefined : JSON.stringify([realm, subject.kind, key]);
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
          const question = toQuestion(request);
          const key = keyFor(request, question.key);
          const remembered = key === undefined ? undefined : cache.get(key);
          if (remembered !== undefined) {
            return remembered;
          }
          const askedAt = clock();
          const attributes = await inTime(question.ask(own), own);
          const answer = attributes === undefined ? nothing : toSourceAttributes(attributes, name);
          if (key !== undefined) {
            cache.set(key, answer, askedAt);
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
