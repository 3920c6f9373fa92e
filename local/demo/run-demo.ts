import { demoAudience } from '../identity-provider/resource-servers.ts';
import type { WorldFacts } from '../world.ts';
import { type DemoCase, demoCases, type demoScopes } from './cases.ts';
import { createRelyingParty, type Outcome } from './log-in.ts';

export type DemoResult = DemoCase & { readonly outcomes: Readonly<Record<(typeof demoScopes)[number], DemoOutcome>> };
export type DemoOutcome = Omit<Outcome & { issued: true }, 'refreshToken'> | (Outcome & { issued: false });

/** A token that can be used again has no place in what is printed. */
const withoutSecrets = (outcome: Outcome): DemoOutcome => {
  if (!outcome.issued) return outcome;
  const { refreshToken: _, ...decoded } = outcome;
  return decoded;
};

/** Logs everybody in, once for each scope, through the real flow, and verifies what comes back. */
export const runDemo = async ({ issuer, machineSecret }: WorldFacts): Promise<readonly DemoResult[]> => {
  const party = createRelyingParty(new URL(issuer));
  const obtain = ({ client, sub, organization }: DemoCase, scope: string): Promise<Outcome> =>
    sub === undefined
      ? party.clientCredentials({ client, audience: demoAudience, scope }, machineSecret)
      : party.logIn({ client, sub, organization, audience: demoAudience, scope: `openid profile ${scope}` });
  const results: DemoResult[] = [];
  for (const demoCase of demoCases) {
    const [order, inventory] = [
      withoutSecrets(await obtain(demoCase, 'order')),
      withoutSecrets(await obtain(demoCase, 'inventory')),
    ];
    results.push({ ...demoCase, outcomes: { order, inventory } });
  }
  return results;
};
