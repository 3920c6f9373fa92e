import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { authgearIdTokenPreCreate } from '../../functions/authgear/id-token-pre-create.ts';
import { authgearJwtPreCreate } from '../../functions/authgear/jwt-pre-create.ts';
import { createHookHarness } from '../support/hook-harness.ts';
import { authgearJwtPreCreateFixture as fixture } from '../support/hooks/authgear-jwt-pre-create.ts';
import { issueOf } from '../support/issue.ts';
import { recordedEvent } from '../support/recorded-event.ts';
import { storeOf } from '../support/vector.ts';
import { policies } from '../vectors/policies.ts';

const jwt = (name = 'jwt-pre-create') => z.parse(authgearJwtPreCreate.event, recordedEvent('authgear', name));

describe('authgear/jwt-pre-create', () => {
  it('reads client, audiences and groups; roles and custom attributes only where vouched for', () => {
    const settings = { idpAttributes: ['roles', 'custom_attributes.plan'] };
    expect(authgearJwtPreCreate.toTokenRequest(jwt(), settings)).toMatchObject({
      client: 'c0ffee00c0ffee00',
      audiences: ['https://shop.authgear.cloud'],
      groups: ['staff'],
      scopes: {},
      idpAttributes: { roles: ['buyer'], 'custom_attributes.plan': 'gold' },
    });
    expect(authgearJwtPreCreate.toTokenRequest(jwt(), {}).idpAttributes).toEqual({});
  });

  it('echoes the whole payload, without what is no longer ours', () => {
    const event = jwt('jwt-pre-create-with-earlier-claims');
    const reply = authgearJwtPreCreate.issue(
      event,
      issueOf({
        claims: { access_token: { 'https://claims.example.com/level': 1 } },
        stale: { access_token: ['https://claims.example.com/user_role'] },
      }),
    );
    const { 'https://claims.example.com/user_role': _stale, ...kept } = event.payload.jwt.payload;
    expect(reply.body).toEqual({
      is_allowed: true,
      mutations: { jwt: { payload: { ...kept, 'https://claims.example.com/level': 1 } } },
    });
  });

  it("keeps Authgear's own claims, even where the policy would suppress them", () => {
    const event = jwt();
    const suppress = { access_token: ['sub', 'exp', 'aud', 'jti'] };
    expect(authgearJwtPreCreate.issue(event, issueOf({ suppress })).body).toEqual({
      is_allowed: true,
      mutations: { jwt: { payload: event.payload.jwt.payload } },
    });
  });

  it('takes a call again: the signature has no timestamp, and reading twice is harmless', async () => {
    const { caller, send, close } = await createHookHarness(fixture, {
      policy: policies.shop,
      reader: await storeOf(),
    });
    expect(caller.proof).toMatchObject({ kind: 'body-hmac', header: 'x-authgear-body-signature' });
    const first = await send(fixture.event({}));
    const second = await send(fixture.event({}));
    expect(second.outcome).toEqual(first.outcome);
    await close();
  });
});

describe('authgear/id-token-pre-create', () => {
  it('takes the audience of an ID token for the client that it is', () => {
    const event = z.parse(authgearIdTokenPreCreate.event, recordedEvent('authgear', 'id-token-pre-create'));
    expect(authgearIdTokenPreCreate.toTokenRequest(event, {})).toMatchObject({ audiences: [], tokens: ['id_token'] });
  });
});
