import type { KoaContextWithOIDC } from 'oidc-provider';
import { findAccount } from './accounts.ts';
import type { Login } from './action-events.ts';
import type { Logins } from './logins.ts';
import { resourceServers } from './resource-servers.ts';

const words = (value: unknown): readonly string[] =>
  typeof value === 'string' ? value.split(' ').filter(Boolean) : [];
const textOf = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);

/** Auth0's parameter `audience`, or RFC 8707's `resource`. */
export const audienceOf = (ctx: KoaContextWithOIDC): string | undefined => {
  const { params, body } = ctx.oidc;
  const [resource] = [params?.['resource']].flat();
  return textOf(resource) ?? textOf(params?.['audience']) ?? textOf(body?.['audience']);
};

const organizationOf = ({ oidc }: KoaContextWithOIDC): string | undefined =>
  textOf(oidc.params?.['organization']) ?? textOf(oidc.result?.['organization']);

/**
 * Every authorization gets a grant of its own, with what was asked for: Auth0 lets an application have any scope of an
 * API. Operators get no more than their own scopes.
 */
export const createGrant = async (ctx: KoaContextWithOIDC) => {
  const { oidc } = ctx;
  const { accountId } = oidc.session ?? {};
  if (accountId === undefined || oidc.client === undefined) return undefined;
  const requested = words(oidc.params?.['scope']);
  const grant = new oidc.provider.Grant({ accountId, clientId: oidc.client.clientId });
  grant.addOIDCScope(requested.join(' '));
  const audience = audienceOf(ctx);
  if (audience !== undefined) {
    const own = findAccount(accountId)?.operator;
    const offered = resourceServers[audience] ?? [];
    const scopes = requested.filter((scope) => offered.includes(scope) && (own === undefined || own.includes(scope)));
    grant.addResourceScope(audience, scopes.join(' '));
  }
  await grant.save();
  return grant;
};

/** Runs the post-login Action once somebody is logged in and before the code is issued, as Auth0 does. */
export const runPostLogin = async (ctx: KoaContextWithOIDC, logins: Logins): Promise<void> => {
  const { client, grant, account, params } = ctx.oidc;
  const known = findAccount(account?.accountId ?? '');
  if (!client || !grant || !known) return;
  const audience = audienceOf(ctx);
  const login: Login = {
    account: known,
    client: { id: client.clientId, name: client.clientName ?? client.clientId },
    audience,
    organization: organizationOf(ctx),
    requestedScopes: words(params?.['scope']),
    protocol: 'oidc-basic-profile',
  };
  const { addedScopes, removedScopes } = await logins.run(grant.jti, login);
  if (audience === undefined || addedScopes.length + removedScopes.length === 0) return;
  grant.addResourceScope(audience, addedScopes.join(' '));
  grant.rejectResourceScope(audience, removedScopes.join(' '));
  await grant.save();
  if (params) params['scope'] = [...new Set([...login.requestedScopes, ...addedScopes])].join(' ');
};
