import { createCatalogue } from './catalogue.ts';
import { previewConsent } from './consent-preview.ts';
import { createItem } from './create-item.ts';
import { deleteItem, revokeItem } from './delete-item.ts';
import {
  addGroup,
  readItem,
  removeGroup,
  replaceItem,
  setAttribute,
  setBlocked,
  setMode,
  unsetAttribute,
} from './edit-operations.ts';
import { findUsersByEmail, listItems } from './find-items.ts';
import { forgetItem } from './forget-item.ts';
import { itemHistory, putBackVersion } from './item-history.ts';
import { realmsOf } from './item-key.ts';
import { groupMembers, organizationMembers } from './members.ts';
import { previewTokens } from './preview-tokens.ts';
import { readEpoch } from './read-epoch.ts';
import { reviewRealm } from './review-realm.ts';
import type { Services } from './services.ts';
import { allTargets } from './target.ts';

const bind =
  (services: Services) =>
  <Rest extends readonly unknown[], Result>(operation: (services: Services, ...rest: Rest) => Result) =>
  (...rest: Rest): Result =>
    operation(services, ...rest);

/**
 * The one service behind the HTTP API, the command line and the console: reads and writes what the claims policy
 * makes claims of, checks every value at the door and records every change. Build it once per process.
 */
export const createAdministration = (services: Services) => {
  const bound = bind(services);
  return {
    read: bound(readItem),
    findUsers: bound(findUsersByEmail),
    list: bound(listItems),
    create: bound(createItem),
    replace: bound(replaceItem),
    setAttribute: bound(setAttribute),
    unsetAttribute: bound(unsetAttribute),
    addGroup: bound(addGroup),
    removeGroup: bound(removeGroup),
    setBlocked: bound(setBlocked),
    setMode: bound(setMode),
    delete: bound(deleteItem),
    revoke: bound(revokeItem),
    forget: bound(forgetItem),
    history: bound(itemHistory),
    putBack: bound(putBackVersion),
    groupMembers: bound(groupMembers),
    organizationMembers: bound(organizationMembers),
    preview: bound(previewTokens),
    consent: bound(previewConsent),
    catalogue: () => createCatalogue(services.policy, allTargets(services)),
    targets: () => allTargets(services),
    realms: () => realmsOf(services.instances),
    scopes: () => Object.keys(services.policy.scopes),
    epoch: bound(readEpoch),
    review: bound(reviewRealm),
  };
};

export type Administration = ReturnType<typeof createAdministration>;
