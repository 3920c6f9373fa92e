import { changedAttributes, changedFields } from '../../lib/administration/changed-names.ts';
import type { Change, ItemContent } from '../../lib/attributes/item.ts';
import { type AdministrationOptions, openAdministration } from '../frame/administration-options.ts';
import type { OutputOptions } from '../frame/command.ts';
import { formatTable, printResult } from '../frame/output.ts';
import { type ItemKindCommand, toItemKey } from './item-kind.ts';
import { formatWritten } from './item-text.ts';

export type HistoryOptions = AdministrationOptions &
  OutputOptions & {
    readonly in?: string | undefined;
    readonly limit: number;
    readonly values?: boolean | undefined;
    readonly putBack?: number | undefined;
  };

/** Lists the changes of an item, or puts one of its versions back. */
export const showHistory = async (
  kind: ItemKindCommand['kind'],
  id: string,
  options: HistoryOptions,
): Promise<void> => {
  const { door, realm, by } = await openAdministration(options);
  const key = toItemKey(kind, realm, id, options.in);
  if (options.putBack !== undefined) {
    const { item, notices } = await door.putBack(key, options.putBack, { by });
    printResult(options, { item, notices }, () => formatWritten(`Version ${options.putBack} put back`, item, notices));
    return;
  }
  const changes: Change[] = [];
  let cursor: string | undefined;
  do {
    const page = await door.history(key, { limit: options.limit - changes.length, cursor });
    changes.push(...page.entries);
    cursor = page.next;
  } while (cursor !== undefined && changes.length < options.limit);
  const described = changes.map((change) => describeChange(change, options));
  printResult(options, described, () =>
    described.length === 0
      ? 'No changes are recorded.'
      : formatTable(
          ['VERSION', 'WHEN', 'BY', 'ACTION', 'CHANGED'],
          described.map(({ version, at, by: who, action, changed, before, after }) => [
            String(version),
            at,
            who,
            action,
            options.values ? formatValues(changed, before, after) : changed.join(', '),
          ]),
        ),
  );
};

type DescribedChange = Pick<Change, 'version' | 'at' | 'by' | 'action' | 'before' | 'after'> & {
  readonly changed: readonly string[];
};

/** Without `values` a change names what is new, changed or gone, and nothing more. */
const describeChange = (
  { version, at, by, action, before, after }: Change,
  { values }: Pick<HistoryOptions, 'values'>,
): DescribedChange => ({
  version,
  at,
  by,
  action,
  changed: [...changedAttributes(before, after), ...changedFields(before, after)],
  ...(values ? { before, after } : {}),
});

const formatValues = (
  changed: readonly string[],
  before: ItemContent | undefined,
  after: ItemContent | undefined,
): string =>
  changed.map((name) => `${name}: ${describeValue(before, name)} -> ${describeValue(after, name)}`).join('\n');

const describeValue = (content: ItemContent | undefined, name: string): string => {
  const value = content?.attributes[name] ?? new Map<string, unknown>(Object.entries(content ?? {})).get(name);
  return value === undefined ? '(none)' : JSON.stringify(value);
};
