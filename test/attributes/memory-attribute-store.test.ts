import type { AttributeStore } from '../../lib/attributes/attribute-store.ts';
import { createMemoryAttributeStore } from '../../lib/attributes/memory-attribute-store.ts';
import { describeAttributeStore } from '../contracts/attribute-store.ts';

describeAttributeStore('memory', async () => {
  let now = Date.now();
  const cached = createMemoryAttributeStore({ clock: () => now, groupCacheSeconds: 5 });
  // Writes go through the caching store: it holds the items, and only its reads differ.
  const store: AttributeStore = {
    ...cached,
    load: (query, options) => cached.load({ ...query, consistent: true }, options),
  };
  return {
    store,
    cached,
    tick: (ms) => {
      now += ms;
    },
    close: async () => undefined,
  };
});
