import { client, user, type Vector } from '../support/vector.ts';

const ns = 'https://c.example/';
const everything = { user_id: 7, user_role: 'admin', company_id: 3, subscription_level: 'gold' };
const billing = { billing: 'b', internal: 'i', interactive: 'x', own: 'o', plain: 'p' };

export const release: readonly Vector[] = [
  {
    title: 'scope order releases what it is composed of, and nothing else',
    request: { scopes: { granted: ['order'] } },
    items: [user(everything)],
    expected: {
      outcome: 'issue',
      claims: { [`${ns}user_id`]: 7, [`${ns}user_role`]: 'admin' },
      withheld: { company_id: 'scope_not_granted', subscription_level: 'scope_not_granted' },
    },
  },
  {
    title: 'scope inventory releases what it is composed of',
    request: { scopes: { granted: ['inventory'] } },
    items: [user(everything)],
    expected: {
      outcome: 'issue',
      claims: { [`${ns}user_role`]: 'admin', [`${ns}company_id`]: 3, [`${ns}subscription_level`]: 'gold' },
      withheld: { user_id: 'scope_not_granted' },
    },
  },
  {
    title: 'two scopes release what either is composed of',
    items: [user(everything)],
    expected: {
      outcome: 'issue',
      claims: {
        [`${ns}user_id`]: 7,
        [`${ns}user_role`]: 'admin',
        [`${ns}company_id`]: 3,
        [`${ns}subscription_level`]: 'gold',
      },
    },
  },
  {
    title: 'no scope releases only what is released always',
    request: { scopes: { granted: [] } },
    items: [user({ ...everything, max_items: 3 })],
    expected: { outcome: 'issue', claims: { [`${ns}max_items`]: 3 }, withheld: { user_role: 'scope_not_granted' } },
  },
  {
    title: 'an unknown scope releases nothing',
    request: { scopes: { granted: ['openid', 'orders', 'ORDER'] } },
    items: [user(everything)],
    expected: { outcome: 'issue', claims: {}, withheld: { user_id: 'scope_not_granted' } },
  },
  {
    title: 'a requested scope is not a granted scope',
    request: { scopes: { requested: ['order', 'inventory'] } },
    items: [user(everything)],
    expected: { outcome: 'issue', claims: {}, withheld: { user_id: 'scope_not_granted' } },
  },
  {
    title: 'a requested scope counts for a client that is entitled to it',
    request: { scopes: { requested: ['order', 'inventory'] } },
    instance: { scopes: { from: 'requested', entitled: { shop: ['order'] } } },
    items: [user(everything)],
    expected: {
      outcome: 'issue',
      claims: { [`${ns}user_id`]: 7, [`${ns}user_role`]: 'admin' },
      withheld: { company_id: 'scope_not_granted' },
    },
  },
  {
    title: 'a requested scope does not count for a client that is not listed',
    request: { scopes: { requested: ['order'] }, client: 'stranger' },
    instance: { scopes: { from: 'requested', entitled: { shop: ['order'] } } },
    items: [user(everything)],
    expected: { outcome: 'issue', claims: {}, withheld: { user_id: 'scope_not_granted' } },
  },
  {
    title: 'an entitlement alone grants nothing that was not requested',
    request: { scopes: { requested: ['openid'] } },
    instance: { scopes: { from: 'requested', entitled: { shop: ['order', 'inventory'] } } },
    items: [user(everything)],
    expected: { outcome: 'issue', claims: {} },
  },
  {
    title: 'assumed scopes stand in for an IdP that sends none',
    request: { scopes: {} },
    instance: { scopes: { from: 'assumed', scopes: ['order'] } },
    items: [user(everything)],
    expected: { outcome: 'issue', claims: { [`${ns}user_id`]: 7, [`${ns}user_role`]: 'admin' } },
  },
  {
    title: 'a claim limited to ID token and userinfo is not in the access token',
    request: { scopes: { granted: [] } },
    items: [user({ department: 'sales' })],
    expected: {
      outcome: 'issue',
      id_token: { [`${ns}department`]: 'sales' },
      userinfo: { [`${ns}department`]: 'sales' },
      access_token: {},
      withheld: { department: { access_token: 'token_not_targeted' } },
    },
  },
  {
    title: 'without an API audience the access token is opaque and unreachable',
    request: { scopes: { granted: ['order'] }, tokens: ['id_token', 'userinfo'], audiences: [] },
    items: [user(everything)],
    expected: {
      outcome: 'issue',
      id_token: { [`${ns}user_id`]: 7, [`${ns}user_role`]: 'admin' },
      userinfo: { [`${ns}user_id`]: 7, [`${ns}user_role`]: 'admin' },
      access_token: {},
      withheld: { user_id: { access_token: 'token_unreachable' }, user_role: { access_token: 'token_unreachable' } },
    },
  },
  {
    title: 'a token that the instance has not set up is unreachable',
    request: { scopes: { granted: ['order'] } },
    instance: { tokens: ['access_token'] },
    items: [user(everything)],
    expected: {
      outcome: 'issue',
      access_token: { [`${ns}user_id`]: 7, [`${ns}user_role`]: 'admin' },
      id_token: {},
      userinfo: {},
      withheld: { user_id: { id_token: 'token_unreachable', userinfo: 'token_unreachable' } },
    },
  },
  {
    title: 'audiences, clients and grant types narrow the release',
    policy: 'narrow',
    items: [user(billing)],
    request: { grantType: 'refresh_token' },
    expected: {
      outcome: 'issue',
      claims: { 'https://own.example/own': 'o', plain: 'p' },
      withheld: {
        billing: 'audience_not_allowed',
        internal: 'client_not_allowed',
        interactive: 'grant_not_allowed',
      },
    },
  },
  {
    title: 'an audience may have a namespace of its own, in its access token',
    policy: 'narrow',
    request: { audiences: ['https://billing.example.com'], client: 'backoffice' },
    items: [user(billing)],
    expected: {
      outcome: 'issue',
      claims: {
        [`${ns}billing`]: 'b',
        [`${ns}internal`]: 'i',
        [`${ns}interactive`]: 'x',
        'https://own.example/own': 'o',
        plain: 'p',
      },
      access_token: {
        'https://billing.example.com/claims#billing': 'b',
        'https://billing.example.com/claims#internal': 'i',
        'https://billing.example.com/claims#interactive': 'x',
        'https://own.example/own': 'o',
        plain: 'p',
      },
    },
  },
  {
    title: 'every audience of the token must be allowed to see the claim',
    policy: 'narrow',
    request: { audiences: ['https://billing.example.com', 'https://other.example.com'] },
    items: [user({ billing: 'b' })],
    expected: { outcome: 'issue', claims: {}, withheld: { billing: 'audience_not_allowed' } },
  },
  {
    title: 'a claim that is limited to audiences is withheld where the audience is not known',
    policy: 'narrow',
    request: { audiences: [] },
    items: [user({ billing: 'b' })],
    expected: { outcome: 'issue', claims: {}, withheld: { billing: 'audience_not_allowed' } },
  },
  {
    title: 'where one set of claims answers for several tokens, a claim for one of them goes into none',
    policy: 'allTokens',
    limits: { sharedClaimsSet: ['id_token', 'access_token', 'userinfo'] },
    items: [user({ role: 'r', display: 'd' })],
    expected: { outcome: 'issue', claims: { [`${ns}role`]: 'r' }, withheld: { display: 'token_not_targeted' } },
  },
  {
    title: 'where one set answers for several tokens, only the tokens of the request matter',
    policy: 'allTokens',
    limits: { sharedClaimsSet: ['id_token', 'access_token', 'userinfo'] },
    request: { tokens: ['id_token'] },
    items: [user({ role: 'r', display: 'd' })],
    expected: {
      outcome: 'issue',
      id_token: { [`${ns}role`]: 'r', [`${ns}display`]: 'd' },
      access_token: {},
      userinfo: {},
      withheld: { role: { access_token: 'token_unreachable', userinfo: 'token_unreachable' } },
    },
  },
  {
    title: 'an attribute that no claim declares is withheld, and said so',
    policy: 'required',
    items: [user({ role: 'r', shoe_size: 44 })],
    expected: { outcome: 'issue', claims: { [`${ns}role`]: 'r' }, withheld: { shoe_size: 'undeclared' } },
  },
  {
    title: 'undeclared attributes are released where the policy says so, and pass the guards',
    policy: 'free',
    items: [user({ role: 'r', shoe_size: 44, password: 'x', card: '4111 1111 1111 1111' })],
    expected: {
      outcome: 'issue',
      claims: { [`${ns}role`]: 'r', [`${ns}shoe_size`]: 44 },
      withheld: { password: 'sensitive_value', card: 'sensitive_value' },
    },
  },
  {
    title: 'a blocked client is denied, whoever logs in',
    items: [user(everything), client({}, { blocked: true })],
    expected: { outcome: 'deny', reason: 'blocked' },
  },
];
