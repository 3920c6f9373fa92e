import type { AttributeReader } from '../../lib/attributes/attribute-store.ts';
import type { ClaimsSet } from '../../lib/claims/claim-value.ts';
import { AttributeStoreError } from '../../lib/errors.ts';
import type { Answer, HookFixture, Outcome } from '../support/hook-fixture.ts';
import { createHookHarness, type HarnessOptions, type Sent } from '../support/hook-harness.ts';
import { isMembers, jsonBody } from '../support/hooks/answers.ts';
import { client, storeOf, type VectorItem } from '../support/vector.ts';
import { attributes, contractPolicy, machinesRequest, nameAt, principalOf } from './contract-policy.ts';

export const matrixColumns = [
  'hook',
  'claims',
  'deny',
  'fail closed',
  'fail open',
  'unknown subject',
  'machine token',
  'refresh',
  'we do not answer',
] as const;

const storeDown: AttributeReader = {
  load: async () => {
    throw new AttributeStoreError('The attribute store does not answer.');
  },
};

/** Status and members of the answer: enough to know it again in a trace. */
const form = (answer: Answer): string => {
  if (answer.kind === 'thrown') return 'throw';
  if (answer.kind === 'event') return 'event';
  const body = jsonBody(answer);
  const members = isMembers(body)
    ? Object.entries(body).map(([name, value]) => (isStatus(name, value) ? `${name}: ${value}` : shortName(name)))
    : [];
  return `${answer.status}${members.length > 0 ? ` \`${members.slice(0, 3).join(', ')}\`` : ''}`;
};

const isStatus = (name: string, value: unknown): value is string | boolean =>
  ['actionStatus', 'outcome', 'is_allowed'].includes(name) && ['string', 'boolean'].includes(typeof value);

const shortName = (name: string): string => name.replace(/^https:\/\/claims\.example\.com\//, '…/');

const tokensIn = (outcome: Outcome): readonly (readonly [string, ClaimsSet])[] =>
  outcome.issued ? Object.entries(outcome.tokens) : [];

const result = (outcome: Outcome): string => {
  if (outcome.issued)
    return tokensIn(outcome)
      .map(([token]) => token)
      .join(', ');
  const shown = outcome.message === undefined ? '' : ', text shown';
  return `no token (${outcome.as}${shown})`;
};

const cell = ({ answer, outcome }: Sent): string => `${form(answer)} → ${result(outcome)}`;

const everyToken = (outcome: Outcome, test: (claims: ClaimsSet) => boolean): boolean =>
  tokensIn(outcome).length > 0 && tokensIn(outcome).every(([, claims]) => test(claims));

/** What really happened at one hook, in the words of the documentation. */
export const matrixRow = async (fixture: HookFixture): Promise<readonly string[]> => {
  const caller = await fixture.caller();
  const principal = principalOf(fixture);
  const send = async (
    event: unknown,
    {
      items = [principal.item(attributes)],
      ...options
    }: Partial<HarnessOptions> & { readonly items?: readonly VectorItem[] } = {},
  ): Promise<Sent> => {
    const reader = options.reader ?? (await storeOf(items));
    const harness = await createHookHarness(fixture, { policy: contractPolicy, caller, ...options, reader });
    return harness.send(event);
  };
  const name = (key: string) => nameAt(fixture, key);
  const event = fixture.event(principal.request);
  const assumed = { scopes: { from: 'assumed', scopes: ['order', 'inventory'] } } as const;

  const claims = async () => cell(await send(event));
  const deny = async () => cell(await send(event, { items: [principal.item({}, { blocked: true })] }));
  const failClosed = async () => cell(await send(event, { reader: storeDown }));
  const failOpen = async () => {
    const sent = await send(event, { reader: storeDown, instance: { onFailure: 'issue' } });
    const marked = everyToken(sent.outcome, (token) => token[name('claims_status')] === 'degraded');
    return marked ? 'issued, `claims_status: degraded`' : `not marked: ${cell(sent)}`;
  };
  const unknownSubject = async () => {
    const { outcome } = await send(event, { items: [] });
    return everyToken(outcome, (token) => token[name('user_role')] === 'customer')
      ? 'defaults issued'
      : result(outcome);
  };
  const machine = async () => {
    const asked = fixture.event(machinesRequest);
    if (asked === undefined) return 'not called';
    const { outcome } = await send(asked, { items: [client({ user_role: 'support' }, {}, 'u1')], instance: assumed });
    return everyToken(outcome, (token) => token[name('user_role')] === 'support')
      ? tokensIn(outcome)
          .map(([token]) => token)
          .join(', ')
      : result(outcome);
  };
  const refresh = async () => {
    if (fixture.refresh === 'does not call') return 'not called';
    const earlier = { [name('user_role')]: 'admin', [name('company_id')]: 99 };
    const asked = fixture.event({
      ...principal.request,
      grantType: 'refresh_token',
      present: { id_token: earlier, access_token: earlier, userinfo: earlier },
    });
    if (asked === undefined) return 'not called';
    if (fixture.refresh === 'calls again') return 'called, decided anew';
    const { outcome } = await send(asked, { items: [principal.item({ user_role: 'support' })] });
    const renewed = everyToken(
      outcome,
      (token) => token[name('user_role')] === 'support' && token[name('company_id')] === undefined,
    );
    return renewed ? 'called, our earlier claims replaced or removed' : 'our earlier claims stay';
  };
  const silence = () => (fixture.idp(event, undefined).issued ? '**token without our claims**' : 'no token');

  try {
    return [
      [`\`${fixture.hook.name}\``, fixture.variant].filter(Boolean).join(' '),
      await claims(),
      await deny(),
      await failClosed(),
      await failOpen(),
      await unknownSubject(),
      await machine(),
      await refresh(),
      silence(),
    ];
  } finally {
    await caller.close?.();
  }
};

/** The matrix as a Markdown table. */
export const matrixTable = (rows: readonly (readonly string[])[]): string =>
  [matrixColumns, matrixColumns.map(() => '---'), ...rows]
    .map((cells) => `| ${cells.map((text) => text.replaceAll('|', '\\|')).join(' | ')} |`)
    .join('\n');
