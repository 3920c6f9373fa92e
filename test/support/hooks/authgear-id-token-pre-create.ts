import { authgearIdTokenPreCreate } from '../../../functions/authgear/id-token-pre-create.ts';
import type { HookFixture } from '../hook-fixture.ts';
import { authgearCaller, authgearEvent, authgearIdp, authgearRenders } from './authgear.ts';

const event = { token: 'id_token', type: 'oidc.id_token.pre_create', member: 'id_token' } as const;

export const authgearIdTokenPreCreateFixture: HookFixture = {
  hook: authgearIdTokenPreCreate,
  events: ['id-token-pre-create.json'],
  junk: [
    { type: 'user.pre_create', payload: { user: { id: 'u' }, id_token: { payload: {} } } },
    { type: 'oidc.id_token.pre_create', payload: { user: { id: 'u' }, jwt: { payload: {} } } },
    { type: 'oidc.id_token.pre_create', payload: { user: { id: '' }, id_token: { payload: {} } } },
  ],
  // Authgear says nothing of scopes.
  settings: { scopes: { from: 'assumed', scopes: ['order', 'inventory'] } },
  caller: authgearCaller('/authgear/id-token-pre-create'),
  event: (sketch) => authgearEvent(event, sketch),
  idp: (received, answer) => authgearIdp(event, received, answer),
  renders: authgearRenders('id_token'),
  refresh: 'calls again',
};
