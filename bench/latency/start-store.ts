import { fork } from 'node:child_process';
import { once } from 'node:events';
import { createDynamoDBAttributeStore } from '../../lib/attributes/dynamodb-attribute-store.ts';

/** What {@link startStore} knows of the store: a user, a client and 10 groups, realm `main`. */
export type LatencyStore = { readonly endpoint: string; readonly table: string; stop(): void };

const groups = Array.from({ length: 10 }, (_, index) => `group-${index}`);

export const startStore = async (): Promise<LatencyStore> => {
  const child = fork(new URL('store-process.ts', import.meta.url));
  const [started] = await once(child, 'message');
  const { endpoint, tables } = started as {
    readonly endpoint: string;
    readonly tables: { readonly attributes: string; readonly changes: string };
  };
  const store = createDynamoDBAttributeStore({ endpoint, table: tables.attributes, changesTable: tables.changes });
  const written = { by: 'benchmark', expectedVersion: 0 };
  const content = { attributes: { user_role: 'admin', user_id: 7 }, groups };
  await store.put({ kind: 'user', realm: 'main', subject: 'u1' }, content, written);
  await store.put({ kind: 'client', realm: 'main', id: 'u1' }, content, written);
  for (const [index, name] of groups.entries()) {
    await store.put({ kind: 'group', realm: 'main', name }, { attributes: { company_id: index } }, written);
  }
  store.close();
  return { endpoint, table: tables.attributes, stop: () => child.disconnect() };
};
