import type { IncomingMessage, ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import type Provider from 'oidc-provider';
import { accounts } from './accounts.ts';
import { consoleClient } from './clients.ts';
import { type AskedClaim, loginPage } from './login-page.ts';

const asText = (value: unknown): string => (typeof value === 'string' ? value : '');

const accountsFor = (client: string, organization: string | undefined) =>
  accounts
    .filter((account) => (client === consoleClient) === (account.operator !== undefined))
    .filter((account) => organization === undefined || account.organizations?.includes(organization));

/** The claims that a client gets with these scopes, at an audience. */
export type AskedClaims = (client: string, scopes: readonly string[], audience: string) => readonly AskedClaim[];

/** Shows the login page (GET) and takes the choice (POST); consent is given by logging in. */
export const answerInteraction = async (
  { provider, askedClaims }: { readonly provider: Provider; readonly askedClaims: AskedClaims },
  request: IncomingMessage,
  response: ServerResponse,
) => {
  const { params } = await provider.interactionDetails(request, response);
  const client = asText(params['client_id']);
  const organization = asText(params['organization']) || undefined;
  const choices = accountsFor(client, organization);
  if (request.method !== 'POST') {
    response.setHeader('content-type', 'text/html; charset=utf-8');
    const scopes = asText(params['scope']);
    const audience = asText(params['audience']) || asText(params['resource']);
    const claims = client === consoleClient ? [] : askedClaims(client, scopes.split(' '), audience);
    response.end(loginPage({ client, scopes, claims, accounts: choices, organization }));
    return;
  }
  const form = new URLSearchParams(await text(request));
  const account = choices.find(({ sub }) => sub === form.get('sub'));
  const chosen = form.get('organization') || undefined;
  const allowed = account && (chosen === undefined || account.organizations?.includes(chosen));
  await provider.interactionFinished(
    request,
    response,
    allowed
      ? { login: { accountId: account.sub }, organization: organization ?? chosen }
      : { error: 'access_denied', error_description: 'Nobody was picked on the login page' },
  );
};
