import { InvalidKeyError } from '../errors.ts';
import type { ItemKey, ItemKind } from './item.ts';

/**
 * DynamoDB's limit for a partition key, in UTF-8 bytes. Groups, organizations and clients are also the sort key of the
 * `listing` index, whose limit is lower.
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html
 */
const maximumKeyBytes = 2048;
const maximumListedKeyBytes = 1024;

const label = /^[a-z0-9-]+$/;

/** The item kinds that the `listing` index holds; people would throttle its one partition per realm. */
export const isListedKind = (kind: ItemKind): boolean => kind === 'group' || kind === 'org' || kind === 'client';

/** Group names are compared in Unicode's composed form, so that two spellings of one name are one group. */
export const toGroupName = (name: string): string => name.normalize('NFC');

/**
 * The item's partition key: `user#<realm>#<subject>`, `member#<realm>#<organization>#<subject>`, `group#<realm>#<name>`,
 * `org#<realm>#<id>`, `client#<realm>#<id>`, `hook#<instance>`. The last part is taken as it is, so any character in it
 * is safe; an organization before it has `#` and `%` percent-encoded.
 * @throws InvalidKeyError for an empty part, a lone surrogate, or more bytes than DynamoDB takes
 */
export const toPartitionKey = (key: ItemKey): string => {
  const partitionKey = joinParts(key);
  if (!partitionKey.isWellFormed()) {
    throw new InvalidKeyError(`A ${key.kind} key holds a lone surrogate: expected well-formed Unicode text.`);
  }
  const limit = isListedKind(key.kind) ? maximumListedKeyBytes : maximumKeyBytes;
  const bytes = Buffer.byteLength(partitionKey);
  if (bytes > limit) {
    throw new InvalidKeyError(`A ${key.kind} key has ${bytes} bytes: at most ${limit} with its prefix and realm.`);
  }
  return partitionKey;
};

const joinParts = (key: ItemKey): string => {
  switch (key.kind) {
    case 'user':
      return `user#${realm(key.realm)}#${part(key.kind, 'subject', key.subject)}`;
    case 'member':
      return `member#${realm(key.realm)}#${escapeHash(part(key.kind, 'organization', key.organization))}#${part(key.kind, 'subject', key.subject)}`;
    case 'group':
      return `group#${realm(key.realm)}#${toGroupName(part(key.kind, 'name', key.name))}`;
    case 'org':
      return `org#${realm(key.realm)}#${part(key.kind, 'id', key.id)}`;
    case 'client':
      return `client#${realm(key.realm)}#${part(key.kind, 'id', key.id)}`;
    case 'hook':
      return `hook#${labelPart('instance', key.instance)}`;
  }
};

/** The way back, for scans and indexes. @throws InvalidKeyError for a key that {@link toPartitionKey} does not make */
export const toItemKey = (partitionKey: string): ItemKey => {
  const key = splitParts(partitionKey);
  if (key === undefined || toPartitionKey(key) !== partitionKey) {
    throw new InvalidKeyError(
      `"${partitionKey}" is not a key of this table: expected user#, member#, group#, org#, client# or hook# and its parts.`,
    );
  }
  return key;
};

const splitParts = (partitionKey: string): ItemKey | undefined => {
  const [kind, first = '', ...others] = partitionKey.split('#');
  const rest = others.join('#');
  switch (kind) {
    case 'user':
      return { kind, realm: first, subject: rest };
    case 'member': {
      const [organization = '', ...subject] = others;
      return { kind, realm: first, organization: unescapeHash(organization), subject: subject.join('#') };
    }
    case 'group':
      return { kind, realm: first, name: rest };
    case 'org':
    case 'client':
      return { kind, realm: first, id: rest };
    case 'hook':
      return others.length === 0 ? { kind, instance: first } : undefined;
    default:
      return undefined;
  }
};

const part = (kind: ItemKind, name: string, value: string): string => {
  if (value === '') {
    throw new InvalidKeyError(`A ${kind} key needs a ${name}: it is empty.`);
  }
  return value;
};

const labelPart = (name: string, value: string): string => {
  if (!label.test(value)) {
    throw new InvalidKeyError(
      `The ${name} ${JSON.stringify(value)} is not one: expected lower-case letters, digits, -.`,
    );
  }
  return value;
};

const realm = (value: string): string => labelPart('realm', value);

const escapeHash = (text: string): string => text.replaceAll('%', '%25').replaceAll('#', '%23');

const unescapeHash = (text: string): string => text.replaceAll('%23', '#').replaceAll('%25', '%');
