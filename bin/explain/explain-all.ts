import { explainTokenRequest } from '../../lib/administration/explain.ts';
import type { Item } from '../../lib/attributes/item.ts';
import { createMemoryAttributeStore } from '../../lib/attributes/memory-attribute-store.ts';
import type { ClaimsPolicy } from '../../lib/claims/policy.ts';
import type { AttributeSource } from '../../lib/sources/attribute-source.ts';
import type { IncomingTokenRequest } from '../../lib/token-request.ts';
import type { Target } from '../frame/configuration.ts';
import { changesTokens, type DecisionDifference, diffDecisions } from './diff-decisions.ts';
import { changeIncoming } from './read-incoming.ts';
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
  readonly onSubject: (done: number, changed: number) => void;
  readonly onChanged: (subject: string, difference: DecisionDifference) => void;
};

export type ExplainAllResult = { readonly subjects: number; readonly changed: number };

/** So many subjects are decided against one store in memory. */
const batchSize = 2000;

/**
 * Decides for every stored subject of a realm with and without the change. Groups, organizations and clients are held in
 * memory, people pass through in batches, so that a million of them need no more than a thousand.
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
  let subjects = 0;
  let changed = 0;
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
      const difference = await compare(options, subject, store);
      subjects += 1;
      if (changesTokens(difference)) {
        changed += 1;
        options.onChanged(subject, difference);
      }
      options.onSubject(subjects, changed);
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
  return { subjects, changed };
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
  { target, policy, variant, incoming, sources }: ExplainAllOptions,
  subject: string,
  reader: ReturnType<typeof createMemoryAttributeStore>,
): Promise<DecisionDifference> => {
  const own: IncomingTokenRequest = {
    ...incoming,
    subject: { ...incoming.subject, id: subject },
    client: incoming.subject.kind === 'client' ? subject : incoming.client,
  };
  const signal = neverAborted;
  const [before, after] = await Promise.all([
    explainTokenRequest({ ...target, policy, incoming: own, reader, sources, signal }),
    explainTokenRequest({
      ...target,
      policy: variant.policy,
      incoming: changeIncoming(own, variant.request),
      reader,
      sources,
      signal,
    }),
  ]);
  return diffDecisions(before.decision, after.decision);
};

/** Nothing here waits for a network. */
const neverAborted = new AbortController().signal;
