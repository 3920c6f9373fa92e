import * as z from 'zod/mini';
import { hooks } from '../../functions/hooks.ts';
import { createAdministration } from '../../lib/administration/administration.ts';
import type { ChangeRecord } from '../../lib/administration/services.ts';
import { createMemoryAttributeStore } from '../../lib/attributes/memory-attribute-store.ts';
import { defineClaims } from '../../lib/claims/policy.ts';
import type { HookInstance, HookInstances } from '../../lib/hook-instance.ts';

export const policy = defineClaims({
  namespace: 'https://claims.example.com/',
  claims: {
    user_id: { schema: z.int(), description: 'Id in the order system' },
    user_role: {
      schema: z.enum(['customer', 'admin']),
      default: 'customer',
      description: 'What the person may do',
      sensitivity: 'internal',
    },
    plan: { schema: z.string(), description: 'The plan', merge: 'override' },
    flags: { schema: z.array(z.string()), merge: 'union', description: 'Features that are switched on' },
    tenant: { schema: z.string(), description: 'The tenant', value: ({ request }) => request.organization },
    build_hash: {
      schema: z.string(),
      description: 'Commit that the person tests',
      sensitiveValueAllowed: 'a commit id is public',
    },
    shelved: { schema: z.string(), description: 'Not used any more' },
  },
  scopes: { order: ['user_id', 'user_role'] },
  always: ['plan', 'flags', 'tenant', 'build_hash'],
  unknownSubject: 'defaults',
});

export const login: HookInstance = {
  hook: 'auth0/post-login',
  realm: 'customers',
  proof: { kind: 'standard-webhooks', secret: 'login' },
  scopes: { from: 'requested', entitled: { shop: ['order'] } },
  groups: 'both',
  onFailure: 'deny',
  mode: 'enforce',
};

export const instances: HookInstances = { login };

/** An administration over a store in memory, and the audit lines that it wrote. */
export const startAdministration = () => {
  const records: ChangeRecord[] = [];
  const store = createMemoryAttributeStore();
  const services = { store, policy, hooks, instances, record: (record: ChangeRecord) => records.push(record) };
  return { administration: createAdministration(services), store, records, services };
};

export const user = (subject: string) => ({ kind: 'user', realm: 'customers', subject }) as const;
export const group = (name: string) => ({ kind: 'group', realm: 'customers', name }) as const;
export const by = 'operator|ada';
