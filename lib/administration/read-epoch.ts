import type { ItemKey } from '../attributes/item.ts';
import { normalizeKey } from './item-key.ts';
import type { Services } from './services.ts';

export type Epoch = {
  /** Raised by a revocation; a token with a lower `claims_epoch` was issued before. */
  readonly epoch: number;
  /** `false`: blocked or deleted. */
  readonly active: boolean;
};

/** The revocation counter of a user or client, `0` for one that was never stored. */
export const readEpoch = async (
  { store, instances }: Services,
  { kind, realm, id }: { readonly kind: 'user' | 'client'; readonly realm: string; readonly id: string },
): Promise<Epoch> => {
  const key: ItemKey = kind === 'user' ? { kind, realm, subject: id } : { kind, realm, id };
  const item = await store.get(normalizeKey(instances, key));
  return { epoch: item?.epoch ?? 0, active: !(item?.blocked || item?.deleted) };
};
