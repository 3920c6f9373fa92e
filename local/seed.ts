import type { AttributeStore } from '../lib/attributes/attribute-store.ts';
import { demoData } from './demo-data.ts';

/** Writes the demo's items that were never written; what somebody changed or deleted stays as it is. */
export const seedDemoData = async (store: AttributeStore): Promise<void> => {
  for (const [key, content] of demoData) {
    if (!(await store.get(key))) await store.put(key, content, { by: 'npm start', expectedVersion: 0 });
  }
};
