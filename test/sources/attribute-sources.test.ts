import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { InvalidConfigurationError } from '../../lib/errors.ts';
import { staticSecrets } from '../../lib/secrets/static-secrets.ts';
import { createAttributeSources, sourceSecretNames } from '../../lib/sources/attribute-sources.ts';
import { type AttributeSourceConfig, defineSources } from '../../lib/sources/source-config.ts';
import { requestFor } from '../contracts/attribute-source.ts';

const services = { secrets: staticSecrets({}) };
const script = (name: string): AttributeSourceConfig => ({ kind: 'script', name, load: () => ({ from: name }) });

/** As docs/sources.md shows them: they have to compile as they are. */
const documented = defineSources([
  {
    kind: 'http-json',
    name: 'crm',
    url: 'https://crm.example.com/people/{subject}/profile',
    authorization: { kind: 'bearer', secret: 'crm' },
    attributes: ({ plan, company }) => ({ subscription_level: plan, company_id: company }),
  },
  {
    kind: 'script',
    name: 'entitlements',
    load: async (request, { signal }) => {
      const answer = await fetch(`https://entitlements.internal/${encodeURIComponent(request.subject.id)}`, { signal });
      if (answer.status === 404) return undefined;
      return { feature_flags: z.parse(z.array(z.string()), await answer.json()) };
    },
    cache: { seconds: 5, key: ({ subject }) => subject.id },
  },
]);

describe('attribute sources', () => {
  it('are made from the documented configuration', () => {
    expect(createAttributeSources(documented, services).map(({ name }) => name)).toEqual(['crm', 'entitlements']);
  });

  it('are made in the order of the configuration', async () => {
    const sources = createAttributeSources(defineSources([script('crm'), script('billing')]), services);
    const signal = AbortSignal.timeout(5000);
    const answers = await Promise.all(sources.map((source) => source.load(requestFor('ada'), { signal })));
    expect(sources.map(({ name }) => name)).toEqual(['crm', 'billing']);
    expect(answers.map(({ attributes }) => attributes)).toEqual([{ from: 'crm' }, { from: 'billing' }]);
  });

  it.each([
    ['a name twice', [script('crm'), script('crm')]],
    ['a name that the precedence cannot spell', [script('CRM system')]],
  ])('refuse %s', (_title, configs) => {
    expect(() => createAttributeSources(configs, services)).toThrow(InvalidConfigurationError);
  });

  it('name each of their secrets once', () => {
    const http = (name: string, secret: string): AttributeSourceConfig => ({
      kind: 'http-json',
      name,
      url: 'https://crm.example.com/',
      authorization: { kind: 'bearer', secret },
    });
    expect(sourceSecretNames([http('a', 'crm'), script('b'), http('c', 'crm'), http('d', 'billing')])).toEqual([
      'crm',
      'billing',
    ]);
  });
});
