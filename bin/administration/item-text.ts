import { itemId } from '../../functions/admin/path-id.ts';
import { describeKey } from '../../lib/administration/item-key.ts';
import type { Notice } from '../../lib/administration/services.ts';
import type { Item } from '../../lib/attributes/item.ts';
import { formatFacts, formatTable, styled } from '../frame/output.ts';

/** One item for a person: what it is, and its attributes. */
export const formatItem = (item: Item): string => {
  const attributes = Object.entries(item.attributes);
  return [
    `${describeKey(item.key)}${item.deleted ? styled('red', ' (deleted)') : ''}${item.blocked ? styled('red', ' (blocked)') : ''}`,
    formatFacts([
      ['Version', `${item.version}, changed ${item.updatedAt} by ${item.updatedBy}`],
      ['Epoch', item.epoch === 0 ? undefined : String(item.epoch)],
      ['E-mail', item.email],
      ['Organization', item.organization],
      ['Precedence', item.precedence === undefined ? undefined : String(item.precedence)],
      ['Groups', item.groups?.join(', ')],
    ]),
    attributes.length === 0
      ? 'No attributes.'
      : formatTable(
          ['ATTRIBUTE', 'VALUE'],
          attributes.map(([name, value]) => [name, JSON.stringify(value)]),
        ),
  ].join('\n\n');
};

/** Items in a table, one line each; values are left to `show`. */
export const formatItems = (items: readonly Item[]): string =>
  items.length === 0
    ? 'None.'
    : formatTable(
        ['ID', 'ATTRIBUTES', 'GROUPS', 'STATE', 'VERSION', 'CHANGED'],
        items.map((item) => [
          // Memberships are listed below their organization, people by their own id.
          item.key.kind === 'member' ? item.key.subject : itemId(item.key),
          Object.keys(item.attributes).join(', '),
          item.groups?.join(', ') ?? '',
          item.blocked ? 'blocked' : '',
          String(item.version),
          item.updatedAt,
        ]),
      );

/** What was done, and what the writer should know about it. */
export const formatWritten = (done: string, item: Item, notices: readonly Notice[]): string =>
  [
    `${done}: ${describeKey(item.key)} is at version ${item.version}.`,
    ...notices.flatMap(({ attribute, text, declaration }) => [
      `${attribute}: ${text}`,
      ...(declaration === undefined ? [] : [declaration]),
    ]),
  ].join('\n');
