import { ItemTooLargeError, MalformedItemError, TooManyGroupsError } from '../errors.ts';
import { copyAttributes } from './attribute-values.ts';
import type { ItemContent, ItemKey, ItemKind, ModeOverride } from './item.ts';
import { toGroupName, toPartitionKey } from './item-key.ts';
import { maximumGroups } from './load-attributes.ts';

/** Every door enforces it: 32 KB of the content's JSON, in UTF-8 bytes, so that a decision's reads stay small. */
export const maximumContentBytes = 32 * 1024;

/** The longest address that SMTP takes. @see https://www.rfc-editor.org/errata/eid1690 */
const maximumEmailLength = 254;

const modes: readonly unknown[] = ['enforce', 'observe', 'off'] satisfies readonly ModeOverride['mode'][];

/** The fields that apply to every kind beside `attributes`; another one is a mistake worth telling. */
const fieldsOfKind: Readonly<Record<ItemKind, readonly (keyof ItemContent)[]>> = {
  user: ['groups', 'organization', 'email', 'blocked'],
  member: ['groups', 'blocked'],
  group: ['precedence'],
  org: ['blocked'],
  client: ['groups', 'organization', 'blocked'],
  hook: ['mode'],
};

/**
 * Checks and copies what is about to be stored: group names composed (NFC) and once each, absent fields left out.
 * @throws MalformedItemError, ItemTooLargeError, TooManyGroupsError, InvalidKeyError
 */
export const toStoredContent = (key: ItemKey, content: ItemContent): ItemContent => {
  const owner = toPartitionKey(key);
  assertFields(key.kind, owner, content);
  const groups = content.groups && toGroups(key, owner, content.groups);
  const stored: ItemContent = {
    attributes: copyAttributes(content.attributes, owner),
    ...(groups !== undefined && groups.length > 0 && { groups }),
    ...(content.organization !== undefined && { organization: toOrganization(key, content.organization) }),
    ...(content.precedence !== undefined && { precedence: content.precedence }),
    ...(content.email !== undefined && { email: content.email }),
    ...(content.blocked === true && { blocked: true }),
    ...(content.mode !== undefined && { mode: toModeOverride(content.mode) }),
  };
  const bytes = Buffer.byteLength(JSON.stringify(stored));
  if (bytes > maximumContentBytes) {
    throw new ItemTooLargeError(
      `Item "${owner}" would have ${bytes} bytes: at most ${maximumContentBytes}. Keep large data in its own system and store its id.`,
    );
  }
  return stored;
};

const assertFields = (kind: ItemKind, owner: string, content: ItemContent): void => {
  const allowed = fieldsOfKind[kind];
  for (const field of ['groups', 'organization', 'precedence', 'email', 'blocked', 'mode'] as const) {
    // `blocked: false` says nothing and may stand anywhere.
    if (content[field] !== undefined && content[field] !== false && !allowed.includes(field)) {
      throw new MalformedItemError(
        `Item "${owner}": a ${kind} has no ${field}; it has ${['attributes', ...allowed].join(', ')}.`,
      );
    }
  }
  if (content.precedence !== undefined && !Number.isSafeInteger(content.precedence)) {
    throw new MalformedItemError(`Item "${owner}": precedence is not a whole number.`);
  }
  if (content.email !== undefined && !isEmail(content.email)) {
    throw new MalformedItemError(
      `Item "${owner}": email is empty, longer than ${maximumEmailLength} characters or not well-formed.`,
    );
  }
  if (content.mode !== undefined && !isModeOverride(content.mode)) {
    throw new MalformedItemError(
      `Item "${owner}": mode is not an override: expected mode enforce, observe or off, share from 0 to 100, clients.`,
    );
  }
};

/** Whether it can be looked up; whether mail reaches it is not ours to know. */
const isEmail = (email: string): boolean =>
  email !== '' && email.length <= maximumEmailLength && email.isWellFormed() && !/\p{Cc}/u.test(email);

/** Shape of a mode override, as it comes from the table or a door. */
const isModeOverride = ({ mode, share, clients }: ModeOverride): boolean =>
  modes.includes(mode) &&
  (share === undefined || (typeof share === 'number' && share >= 0 && share <= 100)) &&
  (clients === undefined ||
    (Array.isArray(clients) && clients.every((client) => typeof client === 'string' && client.isWellFormed())));

const toModeOverride = ({ mode, share, clients }: ModeOverride): ModeOverride => ({
  mode,
  ...(share !== undefined && { share }),
  ...(clients !== undefined && { clients: [...clients] }),
});

const toGroups = (key: ItemKey, owner: string, groups: readonly string[]): readonly string[] => {
  const names = [...new Set(groups.map(toGroupName))];
  if (names.length > maximumGroups) {
    throw new TooManyGroupsError(
      `Item "${owner}" names ${names.length} groups: one decision reads at most ${maximumGroups}.`,
    );
  }
  for (const name of names) {
    toPartitionKey({ kind: 'group', realm: realmOf(key), name });
  }
  return names;
};

/** Refuses at the write what could not be read back as a key. */
const toOrganization = (key: ItemKey, id: string): string => {
  toPartitionKey({ kind: 'org', realm: realmOf(key), id });
  return id;
};

/** Hooks belong to no realm, and have neither groups nor an organization. */
const realmOf = (key: ItemKey): string => (key.kind === 'hook' ? '-' : key.realm);
