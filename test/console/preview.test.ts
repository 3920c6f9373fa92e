import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import * as z from 'zod/mini';
import { toPreviewSources } from '../../lib/administration/preview-sources.ts';
import { defineClaims } from '../../lib/claims/policy.ts';
import { policy } from '../administration/support.ts';
import { chromiumPath, seriousFindings, startConsoleOf } from './support.ts';

const down = () => {
  throw new Error('down');
};
const sources = toPreviewSources([
  { kind: 'script', name: 'entitlements', load: () => ({ flags: ['beta'] }) },
  { kind: 'script', name: 'legacy', load: down },
  { kind: 'http-json', name: 'crm', url: 'https://crm.test/', authorization: { kind: 'bearer', secret: 'crm' } },
]);

describe.skipIf(chromiumPath === undefined)('token preview in the console', { timeout: 60_000 }, () => {
  let running: Awaited<ReturnType<typeof startConsoleOf>>;
  beforeAll(async () => {
    running = await startConsoleOf({
      sources,
      policy: defineClaims({
        ...policy,
        claims: {
          plan: { schema: z.string(), description: 'The plan', idpAttribute: 'app_metadata.plan' },
          flags: { schema: z.array(z.string()), merge: 'union', description: 'Features' },
        },
        scopes: {},
        always: ['plan', 'flags'],
        precedence: ['idp', 'source:entitlements', 'source:legacy', 'source:crm', 'user'],
      }),
    });
  }, 120_000);
  afterAll(() => running?.close());

  test('decides with what the IdP would say, which stays out of the address and survives a reload', async () => {
    const page = await running.open(
      'claims:read',
      'preview?kind=user&subject=ada&instance=login&client=shop&audience=https%3A%2F%2Fapi.example.com',
    );
    const claim = page.locator('[data-token=id_token] [data-claim=plan]');
    const attributes = page.getByRole('textbox', { name: 'Attributes from the IdP' });
    await page.getByRole('heading', { name: 'Tokens as they would be issued' }).waitFor();
    expect(await claim.count()).toBe(0);
    await attributes.fill('{"app_metadata": ');
    await page.getByText('This is not JSON').waitFor();
    await page.getByRole('button', { name: 'Preview', exact: true }).click();
    expect(await claim.count()).toBe(0);
    await attributes.fill('[1]');
    await page.getByText('A JSON object is expected').waitFor();

    await attributes.fill('{"app_metadata": {"plan": "gold"}}');
    await page.getByRole('button', { name: 'Preview', exact: true }).click();
    await claim.getByText('gold').waitFor();
    expect(await claim.textContent()).toContain('from the IdP');
    expect(page.url()).not.toContain('gold');
    await page.reload();
    await claim.getByText('gold').waitFor();
    expect(await attributes.inputValue()).toContain('gold');
    await page.context().close();
  });

  test('asks additional sources, and names those that failed or that only the hooks can ask', async () => {
    const page = await running.open(
      'claims:read',
      'preview?kind=user&subject=ada&instance=login&client=shop&audience=https%3A%2F%2Fapi.example.com',
    );
    const claim = page.locator('[data-token=access_token] [data-claim=flags]');
    await claim.getByText('beta').waitFor();
    expect(await claim.textContent()).toContain('from source entitlements');
    await page.getByText('Sources: entitlements').waitFor();
    await page.getByRole('alert').filter({ hasText: 'Not asked here: crm' }).waitFor();
    await page.getByRole('alert').filter({ hasText: 'No answer from legacy' }).waitFor();
    expect(await seriousFindings(page)).toEqual([]);
    await page.context().close();
  });
});
