import { explainTokenRequest } from '../../lib/administration/explain.ts';
import type { Item } from '../../lib/attributes/item.ts';
import { createMemoryAttributeStore } from '../../lib/attributes/memory-attribute-store.ts';
import type { ClaimsPolicy } from '../../lib/claims/policy.ts';
import { ClaimsError } from '../../lib/errors.ts';
import type { AttributeSource } from '../../lib/sources/attribute-source.ts';
import type { IncomingTokenRequest } from '../../lib/token-request.ts';
import type { Target } from '../frame/configuration.ts';
import { changesTokens, type DecisionDifference, diffDecisions } from './diff-decisions.ts';
import { changeIncoming } from './read-incoming.ts';
import { shareAnswers } from './share-answers.ts';
import type { Variant } from './variant.ts';

export type ExplainAllOptions = {
  readonly target: Target;
  readonly policy: ClaimsPolicy;
  readonly variant: Variant;
  /** The request that every subject is thought to make; its subject is replaced by each one in turn. */
  readonly incoming: IncomingTokenRequest;
  readonly sources: readonly AttributeSource[];
  /** All items, from the beginning, as often as it is called: an export or a scan of the table. */
  readonly items: () => AsyncIterable<Item>;
  readonly onSubject: (done: ExplainAllResult) => void;
  /** Awaited before the next subject is decided. */
  readonly onChanged: (subject: string, difference: DecisionDifference) => void | Promise<void>;
  /** What could not be decided, because a source did not answer for instance: the others still are. */
  readonly onFailed: (subject: string, error: ClaimsError) => void | Promise<void>;
};

export type ExplainAllResult = { readonly subjects: number; readonly changed: number; readonly failed: number };

/** So many subjects are decided against one store in memory. */
const batchSize = 2000;

/**
 * Decides for every stored subject of a realm with and without the change. Groups, organizations and clients are held in
 * memory, people pass through in batches and nothing of them is kept, so that a million of them need no more than some
 * thousands.
 * @throws what is no fault of one subject's, such as an export that cannot be read
 */
export const explainAll = async (options: ExplainAllOptions): Promise<ExplainAllResult> => {
  const { kind } = options.incoming.subject;
  const shared: Item[] = [];
  const memberships = new Map<string, Item>();
  for await (const item of options.items()) {
    if (item.key.kind === 'member') {
      if (item.key.organization === options.incoming.organization) {
        memberships.set(`${item.key.realm} ${item.key.subject}`, item);
      }
    } else if (item.key.kind !== 'user') {
      shared.push(item);
    }
  }
  const done = { subjects: 0, changed: 0, failed: 0 };
  let batch: Item[] = [];
  const decideBatch = async (): Promise<void> => {
    const store = createMemoryAttributeStore({
      items: [
        ...shared,
        ...batch,
        ...batch.flatMap(({ key }) =>
          key.kind === 'user' ? (memberships.get(`${key.realm} ${key.subject}`) ?? []) : [],
        ),
      ],
    });
    for (const { key } of batch) {
      const subject = subjectOf(key);
      const difference = await compare(options, subject, store).catch(faultOfOne);
      done.subjects += 1;
      if (difference instanceof ClaimsError) {
        done.failed += 1;
        await options.onFailed(subject, difference);
      } else if (changesTokens(difference)) {
        done.changed += 1;
        await options.onChanged(subject, difference);
      }
      options.onSubject(done);
    }
    batch = [];
  };
  for await (const item of options.items()) {
    if (item.key.kind === kind && item.key.realm === options.target.instanceConfig.realm) {
      batch.push(item);
      if (batch.length === batchSize) {
        await decideBatch();
      }
    }
  }
  await decideBatch();
  return done;
};

/** Errors of ours name what is wrong with one request; all others are mistakes that end the run. */
const faultOfOne = (error: unknown): ClaimsError => {
  if (error instanceof ClaimsError) return error;
  throw error;
};

const subjectOf = (key: Item['key']): string => {
  switch (key.kind) {
    case 'user':
    case 'member':
      return key.subject;
    case 'hook':
      return key.instance;
    case 'group':
      return key.name;
    case 'org':
    case 'client':
      return key.id;
  }
};

const compare = async (
  { target, policy, variant, incoming, sources: asked }: ExplainAllOptions,
  subject: string,
  reader: ReturnType<typeof createMemoryAttributeStore>,
): Promise<DecisionDifference> => {
  const own: IncomingTokenRequest = {
    ...incoming,
    subject: { ...incoming.subject, id: subject },
    client: incoming.subject.kind === 'client' ? subject : incoming.client,
  };
  const sources = shareAnswers(asked);
  // Sources keep to their own deadlines, and nothing else here waits for a network.
  const { signal } = new AbortController();
  const [before, after] = await Promise.all([
    explainTokenRequest({ ...target, policy, incoming: own, reader, sources, signal }),
    explainTokenRequest({
      ...target,
      policy: variant.policy,
      incoming: changeIncoming(own, variant.request, target),
      reader,
      sources,
      signal,
    }),
  ]);
  return diffDecisions(before.decision, after.decision);
};
