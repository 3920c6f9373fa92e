import * as z from 'zod/mini';
import { defineClaims } from './lib/claims/policy.ts';

export default defineClaims({
  namespace: 'https://claims.example.com/',
  claims: {
    user_id: { schema: z.int(), description: 'Id of the person in the order system' },
    user_role: {
      schema: z.enum(['customer', 'support', 'admin']),
      default: 'customer',
      description: 'What the person may do in the shop',
    },
    company_id: { schema: z.int(), description: 'Id of the company in the inventory system' },
    subscription_level: { schema: z.enum(['bronze', 'silver', 'gold']), description: "The company's plan" },
    department: {
      schema: z.string(),
      tokens: ['id_token', 'userinfo'],
      description: 'Where the person works; for display, never for access',
    },
    feature_flags: { schema: z.array(z.string()), merge: 'union', description: 'Features that are switched on' },
    tenant_id: {
      schema: z.string(),
      description: 'The organization that the person acts for',
      value: ({ request, attributes }) => request.organization ?? attributes.organization,
    },
  },
  scopes: {
    order: ['user_id', 'user_role'],
    inventory: ['user_role', 'company_id', 'subscription_level'],
  },
  always: ['department', 'feature_flags', 'tenant_id'],
  unknownSubject: 'defaults',
});
