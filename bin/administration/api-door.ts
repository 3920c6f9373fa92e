import { encodePathId, itemId } from '../../functions/admin/path-id.ts';
import { ItemNotFoundError } from '../../lib/administration/errors.ts';
import type { ItemKey } from '../../lib/attributes/item.ts';
import { VersionConflictError } from '../../lib/errors.ts';
import type { AdministrationDoor } from '../frame/administration-options.ts';
import { readChangePage, readItemDocument, readItemPage, readWritten } from './api-documents.ts';
import { type ApiRequest, createApiRequest } from './api-request.ts';

type Write = { readonly expectedVersion?: number | undefined };

/** How often a write on top of whatever is there is tried again when others are faster. */
const attempts = 5;

/**
 * The administration behind the admin API: the same operations over HTTP. Who writes is who the token says; the API
 * checks values with the policy that is deployed.
 * @param url such as https://hooks.example.com/admin
 */
export const createApiDoor = (url: string, token: string | undefined): AdministrationDoor => {
  const request = createApiRequest(url, token);

  const read: AdministrationDoor['read'] = async (key) =>
    readItemDocument(
      await request({ method: 'GET', path: key.kind === 'hook' ? pathOfMode(key.instance) : pathOf(key) }),
    );

  const versionOf = async (key: ItemKey): Promise<number> => {
    try {
      return (await read(key)).version;
    } catch (error) {
      if (error instanceof ItemNotFoundError) {
        return 0;
      }
      throw error;
    }
  };

  /** The API wants to know what a write goes on top of; whoever does not care reads it first, and again. */
  const write = async (key: ItemKey, { expectedVersion }: Write, change: ApiRequest) => {
    for (let attempt = 1; ; attempt += 1) {
      const headers = precondition(expectedVersion ?? (await versionOf(key)));
      try {
        return readWritten(await request({ ...change, headers }));
      } catch (error) {
        if (!(error instanceof VersionConflictError) || expectedVersion !== undefined || attempt === attempts) {
          throw error;
        }
      }
    }
  };

  const list = async (path: string, query: ApiRequest['query']) =>
    readItemPage(await request({ method: 'GET', path, query }));

  return {
    read,
    list: (kind, realm, options) => list(pathOfCollection(kind, realm), options),
    findUsers: async (realm, email) => (await list(pathOfCollection('user', realm), { email })).entries,
    groupMembers: (realm, name, options) => list(`${pathOf({ kind: 'group', realm, name })}/members`, options),
    organizationMembers: (realm, id, options) => list(`${pathOf({ kind: 'org', realm, id })}/members`, options),
    create: async (key, content, { reuse }) => {
      const [path, id] = [pathOfCollection(key.kind, realmOf(key)), itemId(key)];
      return readWritten(await request({ method: 'POST', path, body: { id, content, reuse } }));
    },
    replace: (key, content, options) => write(key, options, { method: 'PUT', path: pathOf(key), body: content }),
    setBlocked: (key, blocked, options) =>
      write(key, options, { method: 'PUT', path: `${pathOf(key)}/blocked`, body: { blocked } }),
    addGroup: (key, group, options) =>
      write(key, options, { method: 'PUT', path: `${pathOf(key)}/groups/${encodePathId(group)}` }),
    removeGroup: (key, group, options) =>
      write(key, options, { method: 'DELETE', path: `${pathOf(key)}/groups/${encodePathId(group)}` }),
    delete: (key, options) => write(key, options, { method: 'DELETE', path: pathOf(key) }),
    revoke: (key, options) => write(key, options, { method: 'POST', path: `${pathOf(key)}/revoke` }),
    putBack: (key, version, options) =>
      write(key, options, { method: 'POST', path: `${pathOf(key)}/put-back`, body: { version } }),
    setMode: (key, mode, options) => {
      const path = pathOfMode(itemId(key));
      return write(key, options, mode === undefined ? { method: 'DELETE', path } : { method: 'PUT', path, body: mode });
    },
    history: async (key, options) =>
      readChangePage(await request({ method: 'GET', path: `${pathOf(key)}/history`, query: options })),
    forget: async (key) => {
      await request({ method: 'POST', path: `${pathOf(key)}/forget` });
    },
  };
};

const collections: Readonly<Record<Exclude<ItemKey['kind'], 'hook'>, string>> = {
  user: 'users',
  member: 'memberships',
  group: 'groups',
  org: 'organizations',
  client: 'clients',
};

const pathOfCollection = (kind: ItemKey['kind'], realm: string): string =>
  kind === 'hook' ? '/hooks' : `/realms/${encodePathId(realm)}/${collections[kind]}`;

const pathOf = (key: ItemKey): string => `${pathOfCollection(key.kind, realmOf(key))}/${encodePathId(itemId(key))}`;

const pathOfMode = (instance: string): string => `/hooks/${encodeURIComponent(instance)}/mode`;

const realmOf = (key: ItemKey): string => (key.kind === 'hook' ? '' : key.realm);

const precondition = (version: number): Readonly<Record<string, string>> =>
  version === 0 ? { 'if-none-match': '*' } : { 'if-match': `"${version}"` };
