import policy from '../../claims.config.ts';
import instances from '../../hooks.config.ts';
import { httpHookHandler } from '../../lib/lambda/http-hook-handler.ts';
import sources from '../../sources.config.ts';
import { auth0CredentialsExchange } from './credentials-exchange.ts';

export const credentialsExchange = await httpHookHandler({
  hook: auth0CredentialsExchange,
  policy,
  instances,
  sources,
});
