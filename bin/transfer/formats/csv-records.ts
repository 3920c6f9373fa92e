import type { ClaimValue } from '../../../lib/claims/claim-value.ts';
import type { ClaimsPolicy } from '../../../lib/claims/policy.ts';
import { readTypedValue } from '../../frame/typed-value.ts';
import type { ItemRecord } from '../item-record.ts';

/** The columns of our CSV, apart from one `attributes.<key>` per claim and `attributes` for all others as JSON. */
const plainColumns = [
  'kind',
  'realm',
  'subject',
  'organization',
  'name',
  'id',
  'instance',
  'email',
  'groups',
  'precedence',
  'blocked',
  'mode',
  'version',
  'epoch',
  'deleted',
  'updatedAt',
  'updatedBy',
] as const;

const prefix = 'attributes.';
const jsonColumns = new Set(['mode', 'precedence', 'blocked', 'version', 'epoch', 'deleted']);

export const csvHeader = (policy: ClaimsPolicy): readonly string[] => [
  ...plainColumns,
  ...Object.keys(policy.claims).map((claim) => `${prefix}${claim}`),
  'attributes',
];

/** One record as the cells of a row, in the order of the header. */
export const toCsvCells = (policy: ClaimsPolicy, record: ItemRecord): readonly string[] => {
  const fields: ReadonlyMap<string, unknown> = new Map(Object.entries(record));
  const declared = Object.keys(policy.claims);
  const others = Object.entries(record.attributes).filter(([key]) => !declared.includes(key));
  return [
    ...plainColumns.map((column) => toCell(fields.get(column))),
    ...declared.map((claim) => attributeCell(policy, claim, record.attributes[claim])),
    others.length === 0 ? '' : JSON.stringify(Object.fromEntries(others)),
  ];
};

/** The row of our CSV as a record, not yet checked. */
export const fromCsvRow = (policy: ClaimsPolicy, row: Readonly<Record<string, string>>): unknown => {
  const attributes: Record<string, ClaimValue> = {};
  const fields: Record<string, unknown> = {};
  for (const [column, cell] of Object.entries(row)) {
    if (column.startsWith(prefix)) {
      const key = column.slice(prefix.length);
      attributes[key] = readTypedValue(policy, key, cell);
    } else if (column === 'groups') {
      fields[column] = cell.startsWith('[') ? readJson(cell) : cell.split(';').map((name) => name.trim());
    } else if (column !== 'attributes') {
      fields[column] = jsonColumns.has(column) ? readJson(cell) : cell;
    }
  }
  const others = row['attributes'] === undefined ? {} : readJson(row['attributes']);
  return { ...fields, attributes: isRecord(others) ? { ...others, ...attributes } : others };
};

const toCell = (value: unknown): string => {
  if (value === undefined) {
    return '';
  }
  if (Array.isArray(value) && value.every((entry) => typeof entry === 'string' && !/[;[\]]|^\s|\s$/.test(entry))) {
    return value.length === 0 ? '[]' : value.join(';');
  }
  return typeof value === 'string' ? value : JSON.stringify(value);
};

/** A text stands bare where it reads back as itself; everything else is JSON. */
const attributeCell = (policy: ClaimsPolicy, key: string, value: ClaimValue | undefined): string => {
  if (value === undefined) {
    return '';
  }
  const bare = typeof value === 'string' && value !== '' && readTypedValue(policy, key, value) === value;
  return bare ? value : JSON.stringify(value);
};

/** What does not read as JSON stays a text, which the record's schema then refuses by name. */
const readJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
};

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
