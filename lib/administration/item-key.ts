import type { ItemKey } from '../attributes/item.ts';
import { toItemKey, toPartitionKey } from '../attributes/item-key.ts';
import type { HookInstances } from '../hook-instance.ts';
import { InvalidRequestError } from './errors.ts';

/** How a key reads in a sentence: `user "auth0|42" of realm "customers"`. */
export const describeKey = (key: ItemKey): string => {
  switch (key.kind) {
    case 'user':
      return `user "${key.subject}" of realm "${key.realm}"`;
    case 'member':
      return `membership of "${key.subject}" in organization "${key.organization}" of realm "${key.realm}"`;
    case 'group':
      return `group "${key.name}" of realm "${key.realm}"`;
    case 'org':
      return `organization "${key.id}" of realm "${key.realm}"`;
    case 'client':
      return `client "${key.id}" of realm "${key.realm}"`;
    case 'hook':
      return `mode override of hook instance "${key.instance}"`;
  }
};

/** The realms that hook instances use; a write into another would never reach a token. */
export const realmsOf = (instances: HookInstances): readonly string[] =>
  [...new Set(Object.values(instances).map(({ realm }) => realm))].sort();

/** @throws InvalidRequestError when no hook instance has that realm */
export const checkRealm = (instances: HookInstances, realm: string): string => {
  const realms = realmsOf(instances);
  if (!realms.includes(realm)) {
    throw new InvalidRequestError(
      `There is no realm "${realm}": no hook instance in hooks.config.ts has it. There are: ${realms.join(', ')}.`,
    );
  }
  return realm;
};

/**
 * The key as it is stored: group names in NFC, a realm and an instance that exist.
 * @throws InvalidRequestError, InvalidKeyError
 */
export const normalizeKey = (instances: HookInstances, key: ItemKey): ItemKey => {
  if (key.kind === 'hook') {
    if (!Object.hasOwn(instances, key.instance)) {
      throw new InvalidRequestError(
        `There is no hook instance "${key.instance}". hooks.config.ts has: ${Object.keys(instances).join(', ')}.`,
      );
    }
    return key;
  }
  checkRealm(instances, key.realm);
  return toItemKey(toPartitionKey(key));
};
