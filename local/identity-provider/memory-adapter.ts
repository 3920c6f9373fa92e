import type { Adapter, AdapterPayload } from 'oidc-provider';

type Entry = { readonly payload: AdapterPayload; readonly until: number };

/** oidc-provider's artifacts live as long as the process does. */
const entries = new Map<string, Entry>();
const now = (): number => Math.floor(Date.now() / 1000);

/** What oidc-provider keeps its sessions, codes and tokens in; one instance for each kind. */
export class MemoryAdapter implements Adapter {
  readonly #kind: string;

  constructor(kind: string) {
    this.#kind = kind;
  }

  #find(matches: (payload: AdapterPayload) => boolean): Promise<AdapterPayload | undefined> {
    for (const [key, { payload, until }] of entries) {
      if (key.startsWith(`${this.#kind}:`) && until > now() && matches(payload)) return Promise.resolve(payload);
    }
    return Promise.resolve(undefined);
  }

  async upsert(id: string, payload: AdapterPayload, expiresIn: number): Promise<undefined> {
    entries.set(`${this.#kind}:${id}`, { payload, until: now() + expiresIn });
  }

  async find(id: string): Promise<AdapterPayload | undefined> {
    const entry = entries.get(`${this.#kind}:${id}`);
    return entry && entry.until > now() ? entry.payload : undefined;
  }

  findByUid(uid: string): Promise<AdapterPayload | undefined> {
    return this.#find((payload) => payload.uid === uid);
  }

  findByUserCode(userCode: string): Promise<AdapterPayload | undefined> {
    return this.#find((payload) => payload.userCode === userCode);
  }

  async consume(id: string): Promise<undefined> {
    const entry = entries.get(`${this.#kind}:${id}`);
    if (entry) entries.set(`${this.#kind}:${id}`, { ...entry, payload: { ...entry.payload, consumed: now() } });
  }

  async destroy(id: string): Promise<undefined> {
    entries.delete(`${this.#kind}:${id}`);
  }

  async revokeByGrantId(grantId: string): Promise<undefined> {
    for (const [key, { payload }] of entries) if (payload.grantId === grantId) entries.delete(key);
  }
}
