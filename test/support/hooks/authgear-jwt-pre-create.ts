import { authgearJwtPreCreate } from '../../../functions/authgear/jwt-pre-create.ts';
import type { HookFixture } from '../hook-fixture.ts';
import { authgearCaller, authgearEvent, authgearIdp, authgearRenders } from './authgear.ts';

const event = { token: 'access_token', type: 'oidc.jwt.pre_create', member: 'jwt' } as const;

export const authgearJwtPreCreateFixture: HookFixture = {
  hook: authgearJwtPreCreate,
  events: ['jwt-pre-create.json', 'jwt-pre-create-without-client.json', 'jwt-pre-create-with-earlier-claims.json'],
  junk: [
    { type: 'user.pre_create', payload: { user: { id: 'u' }, jwt: { payload: {} } } },
    { type: 'oidc.jwt.pre_create', payload: { user: { id: 'u' }, id_token: { payload: {} } } },
    { type: 'oidc.jwt.pre_create', payload: { user: { id: '' }, jwt: { payload: {} } } },
  ],
  // Authgear says nothing of scopes.
  settings: { scopes: { from: 'assumed', scopes: ['order', 'inventory'] } },
  caller: authgearCaller('/authgear/jwt-pre-create'),
  event: (sketch) => authgearEvent(event, sketch),
  idp: (received, answer) => authgearIdp(event, received, answer),
  renders: authgearRenders('jwt'),
  refresh: 'calls again',
};
