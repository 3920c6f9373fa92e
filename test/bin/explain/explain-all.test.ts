import { describe, expect, it } from 'vitest';
import { jsonReport, textReport } from '../../../bin/explain/all-reports.ts';
import { explainAll } from '../../../bin/explain/explain-all.ts';
import { genericClaims } from '../../../functions/generic/claims.ts';
import type { Item } from '../../../lib/attributes/item.ts';
import type { ClaimsPolicy } from '../../../lib/claims/policy.ts';
import { MissingSecretError, SourceUnavailableError } from '../../../lib/errors.ts';
import type { AttributeSource } from '../../../lib/sources/attribute-source.ts';
import type { TokenHook } from '../../../lib/token-hook.ts';
import { nothingPresent } from '../../../lib/token-request.ts';
import { goodPolicy, role } from '../../claims/good-policy.ts';
import { checkTarget } from '../../support/check-target.ts';

const user = (subject: string): Item => ({
  key: { kind: 'user', realm: 'main', subject },
  attributes: { role: 'SECRET' },
  groups: [],
  version: 1,
  epoch: 0,
  updatedAt: '',
  updatedBy: '',
});
const policy: ClaimsPolicy = { ...goodPolicy, precedence: ['user', 'source:crm'] };
const next: ClaimsPolicy = { ...policy, claims: { role: { ...role, namespace: null } } };
const { instanceConfig } = checkTarget();
const incoming = {
  grantType: 'authorization_code',
  subject: { kind: 'user', id: 'everybody' },
  client: 'shop',
  scopes: {},
  audiences: [],
  groups: [],
  idpAttributes: {},
  tokens: ['access_token'],
  present: nothingPresent,
} as const;

const run = async (
  subjects: readonly string[],
  {
    variant = next,
    scopes,
    source = { name: 'crm', load: async () => ({ attributes: {}, version: '1' }) },
    values = false,
    hook = genericClaims,
  }: { hook?: TokenHook; variant?: ClaimsPolicy; scopes?: string; source?: AttributeSource; values?: boolean } = {},
) => {
  const written = { json: [] as string[], text: [] as string[] };
  const json = jsonReport({ values }, async (text) => void written.json.push(text));
  const text = textReport(async (line) => void written.text.push(line));
  const seen: number[] = [];
  const result = await explainAll({
    target: { instance: 'login', instanceConfig, hook },
    policy,
    variant: { policy: variant, request: { scopes } },
    incoming,
    sources: [source],
    async *items() {
      yield* subjects.map(user);
    },
    onSubject: ({ subjects: done }) => seen.push(done),
    onChanged: async (...change) => {
      await json.changed(...change);
      await text.changed(...change);
    },
    onFailed: async (...failure) => {
      await json.failed(...failure);
      await text.failed(...failure);
    },
  });
  // What has been written before the end.
  const early = written.json.length;
  await json.end(result);
  await text.end(result);
  return { result, early, seen, document: written.json.join(''), text: written.text.join('') };
};

describe('explainAll', () => {
  it('writes each subject as it comes, a line of JSON each, in one document', async () => {
    const { result, early, seen, document } = await run(['a', 'b', 'c']);
    expect(result).toEqual({ subjects: 3, changed: 3, failed: 0 });
    expect(early).toBe(3);
    expect(seen).toEqual([1, 2, 3]);
    expect(document).not.toContain('SECRET');
    expect(JSON.parse(document)).toMatchObject({
      ...result,
      changes: [
        { subject: 'a', claims: [{ change: 'name', claim: 'role', token: 'access_token' }], effects: [] },
        { subject: 'b' },
        { subject: 'c' },
      ],
      counts: { 'name role in access_token': 3 },
    });
    const lines = document.split('\n').slice(1, 4);
    expect(lines.map((line) => JSON.parse(line.replace(/,$/, '')).subject)).toEqual(['a', 'b', 'c']);
    expect((await run(['a'], { values: true })).document).toContain('SECRET');
  });

  it('writes a whole document where nothing changes', async () => {
    const { result, document, text } = await run(['a'], { variant: policy });
    expect(JSON.parse(document)).toEqual({ changes: [], subjects: 1, changed: 0, failed: 0, counts: {} });
    expect(result.changed).toBe(0);
    expect(text).toBe('0 of 1 subjects get other tokens.\n');
  });

  it('sees scopes and suppressed claims', async () => {
    const variant: ClaimsPolicy = {
      ...policy,
      suppress: { access_token: ['email'] },
      changeScopes: () => ({ add: ['admin:everything'] }),
    };
    const able = { ...genericClaims, limits: { ...genericClaims.limits, canSuppress: true, canChangeScopes: true } };
    const { result, text } = await run(['a'], { variant, hook: able });
    expect(result.changed).toBe(1);
    expect(text).toContain('other added scopes in access_token, other suppressed claims in access_token');
  });

  it('asks a source once for a subject, and again where the two requests differ', async () => {
    const asked: string[] = [];
    const source: AttributeSource = {
      name: 'crm',
      load: async ({ subject }) => {
        asked.push(subject.id);
        return { attributes: {}, version: '1' };
      },
    };
    await run(['a', 'b'], { source });
    expect(asked).toEqual(['a', 'b']);
    await run(['c'], { source, scopes: 'order' });
    expect(asked).toEqual(['a', 'b', 'c', 'c']);
  });

  it('lists a subject whose source fails, and goes on', async () => {
    const source: AttributeSource = {
      name: 'crm',
      load: async ({ subject }) => {
        if (subject.id === 'b') {
          throw new SourceUnavailableError('The source "crm" did not answer in time.', {
            cause: new MissingSecretError('The parameter "crm" does not exist.'),
          });
        }
        if (subject.id === 'c') {
          throw new SourceUnavailableError('The source "crm" did not answer in time.', { cause: new Error('SECRET') });
        }
        return { attributes: {}, version: '1' };
      },
    };
    const { result, document, text } = await run(['a', 'b', 'c', 'd'], { source });
    expect(result).toEqual({ subjects: 4, changed: 2, failed: 2 });
    expect(document).not.toContain('SECRET');
    expect(JSON.parse(document)).toMatchObject({
      failed: 2,
      changes: [
        { subject: 'a' },
        {
          subject: 'b',
          failed: 'not decided: The source "crm" did not answer in time. The parameter "crm" does not exist.',
        },
        { subject: 'c', failed: 'not decided: The source "crm" did not answer in time.' },
        { subject: 'd' },
      ],
    });
    expect(text).toContain('2 of 4 subjects get other tokens. 2 could not be decided.');
  });

  it('ends at an error that is none of ours', async () => {
    const source: AttributeSource = {
      name: 'crm',
      load: async () => {
        throw new TypeError('a mistake');
      },
    };
    await expect(run(['a'], { source })).rejects.toThrow(TypeError);
  });

  it('shows a person the first hundred, and counts all', async () => {
    const { text } = await run(Array.from({ length: 103 }, (_, index) => `user-${index}`));
    expect(text).toContain('user-99 ');
    expect(text).not.toContain('user-100');
    expect(text).toContain('... and 3 more (--json lists all)');
    expect(text).toMatch(/name role in access_token +103\n/);
  });

  it('decides more people than one batch holds', async () => {
    const { result } = await run(Array.from({ length: 2001 }, (_, index) => `user-${index}`));
    expect(result).toEqual({ subjects: 2001, changed: 2001, failed: 0 });
  });
});
