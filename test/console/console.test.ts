import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createRelyingParty } from '../../local/demo/log-in.ts';
import { type ConsoleWorld, chromiumPath, segment, signIn, startConsole } from './support.ts';

const namespace = 'https://claims.example.com/';
const audience = 'https://api.example.com';
const scope = 'openid order inventory';

if (chromiumPath === undefined) {
  process.stderr.write(
    'The console is not tested: there is no Chromium. Install one (Debian: apt-get install chromium) or set CHROMIUM.\n',
  );
}

describe.skipIf(chromiumPath === undefined)('the console in a real browser', { timeout: 90_000 }, () => {
  let running: ConsoleWorld;
  let page: Page;

  beforeAll(async () => {
    running = await startConsole();
    page = await (await running.browser.newContext({ viewport: { width: 1280, height: 900 } })).newPage();
    page.setDefaultTimeout(15_000);
  }, 120_000);
  afterAll(() => running?.close());

  const open = (path: string) => page.goto(`${running.url}/r/customers/${path}`);
  const preview = async (subject: string) => {
    const query = new URLSearchParams({ kind: 'user', subject, instance: 'auth0-login', client: 'shop', audience });
    for (const one of scope.split(' ')) {
      query.append('scope', one);
    }
    const answered = page.waitForResponse((response) => response.url().endsWith('/admin/preview'));
    await open(`preview?${query}`);
    return (await answered).json();
  };
  const claimIn = (token: string, claim: string) => page.locator(`[data-token=${token}] [data-claim=${claim}]`);
  const ours = (claims: Readonly<Record<string, unknown>> = {}) =>
    Object.fromEntries(Object.entries(claims).filter(([name]) => name.startsWith(namespace)));
  const logIn = async () => {
    const relyingParty = createRelyingParty(new URL(running.world.facts.issuer));
    const outcome = await relyingParty.logIn({ client: 'shop', sub: 'auth0|maria', scope, audience });
    return outcome.issued
      ? { id_token: ours(outcome.idToken), access_token: ours(outcome.accessToken), userinfo: ours(outcome.userinfo) }
      : outcome;
  };

  test('signs in by authorization code with PKCE, and comes back to the page that was asked for', async () => {
    await open('groups');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.waitForURL(/\/interaction\//);
    await page.getByRole('button', { name: /Ada/ }).click();
    await page.getByRole('heading', { level: 1, name: 'Groups' }).waitFor();
    expect(new URL(page.url()).search).toBe('');
  });

  test('adds a claim to a group with the editor that its schema asks for', async () => {
    await page.getByRole('link', { name: 'gold-customers' }).click();
    await page.getByRole('button', { name: 'Add claim' }).click();
    await page.getByRole('combobox', { name: 'Claim' }).fill('company_id');
    await page.keyboard.press('Escape');
    await page.getByText('The policy takes a whole number').waitFor();
    await page.getByRole('textbox', { name: 'Value' }).fill('555');
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByRole('row', { name: /company_id 555/ }).waitFor();
  });

  test('shows the claim in the preview of a member, with the group as its origin, in every token', async () => {
    const answer = await preview('auth0|maria');
    for (const token of ['id_token', 'access_token', 'userinfo']) {
      await claimIn(token, 'company_id').getByText('555').waitFor();
      expect(await claimIn(token, 'company_id').textContent()).toContain('from group gold-customers (version 2)');
    }
    expect(answer.claims.access_token[`${namespace}company_id`]).toBe(555);
  });

  test('says what a claim on the user overrides while it is typed, and then shows the precedence', async () => {
    await open(`users/${segment('auth0|maria')}`);
    await page.getByRole('button', { name: 'Add claim' }).click();
    await page.getByRole('combobox', { name: 'Claim' }).fill('company_id');
    await page.keyboard.press('Escape');
    const note = page.getByTestId('override-note');
    await note.getByText('Overrides group gold-customers:').waitFor();
    expect(await note.textContent()).toContain('555');
    await page.getByRole('textbox', { name: 'Value' }).fill('777');
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByRole('row', { name: /company_id 777/ }).waitFor();

    await preview('auth0|maria');
    await claimIn('access_token', 'company_id').getByText('777').waitFor();
    expect(await claimIn('access_token', 'company_id').textContent()).toContain(
      'from the user (version 2); overrides group gold-customers (version 2)',
    );
  });

  test('a real login carries exactly the previewed claims', async () => {
    const { claims } = await preview('auth0|maria');
    expect(await logIn()).toEqual(claims);
    expect(claims.access_token[`${namespace}company_id`]).toBe(777);
  });

  test('puts the earlier version back from History, and the next login follows', async () => {
    await open(`history?collection=users&id=${encodeURIComponent('auth0|maria')}`);
    const change = page.getByRole('article', { name: 'Version 2' });
    await change.getByText('company_id').waitFor();
    expect(await change.textContent()).toMatch(/added.*company_id.*777/);
    await page.getByRole('button', { name: 'Put back version 1' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Put back' }).click();
    await page.getByRole('article', { name: 'Version 3' }).getByText('current').waitFor();

    const { claims } = await preview('auth0|maria');
    expect(claims.access_token[`${namespace}company_id`]).toBe(555);
    expect(await logIn()).toEqual(claims);
  });

  test('says that no token carries an undeclared claim, with the declaration to paste', async () => {
    await open('clients/stock-sync');
    await page.getByRole('button', { name: 'Add claim' }).click();
    await page.getByRole('combobox', { name: 'Claim' }).fill('warehouse');
    await page.keyboard.press('Escape');
    await page.getByRole('textbox', { name: 'Value' }).fill('north');
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByText('No token will carry "warehouse" until claims.config.ts declares it.').waitFor();
    await page.getByText('warehouse: { schema: z.string()').waitFor();
    await page.getByRole('row', { name: /warehouse undeclared/ }).waitFor();
  });

  test('shows why a value is refused, beside the value, and stores nothing', async () => {
    await open('groups/support');
    await page.getByRole('button', { name: 'Add claim' }).click();
    await page.getByRole('combobox', { name: 'Claim' }).fill('note');
    await page.keyboard.press('Escape');
    await page.getByRole('textbox', { name: 'Value' }).fill(['4111', '1111', '1111', '1111'].join(' '));
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByText(/looks like sensitive data \(payment card number\)/).waitFor();
    await page.getByRole('button', { name: 'Discard' }).click();
    expect(await page.getByRole('row', { name: /note/ }).count()).toBe(0);
  });

  test('keeps what was typed and not saved through a reload, another page and a session that ends', async () => {
    await open('groups/support');
    await page.getByRole('button', { name: 'Add claim' }).click();
    await page.getByRole('combobox', { name: 'Claim' }).fill('subscription_level');
    await page.keyboard.press('Escape');
    await page
      .getByRole('combobox', { name: 'Value' })
      .or(page.getByRole('textbox', { name: 'Value' }))
      .click();
    await page.getByRole('option', { name: 'silver' }).click();
    await page.reload();
    await page.getByText('What you typed before is still here.').waitFor();
    await page.getByRole('link', { name: 'Users' }).click();
    await page
      .getByRole('button', { name: 'Ada' })
      .or(page.getByRole('button', { name: 'operator|ada' }))
      .click();
    await page.getByRole('menuitem', { name: 'Sign out' }).click();
    await signIn(page, running.url);
    await open('groups/support');
    await page.getByText('What you typed before is still here.').waitFor();
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByRole('row', { name: /subscription_level "silver"/ }).waitFor();
  });

  test('loads the latest version when somebody else was faster, and keeps what was typed', async () => {
    await open('organizations/org_acme');
    await page.getByRole('button', { name: 'Edit company_id' }).click();
    await page.getByRole('textbox', { name: 'Value' }).fill('101');
    const other = await page.context().newPage();
    // A session belongs to its tab.
    await signIn(other, running.url);
    await other.goto(`${running.url}/r/customers/organizations/org_acme`);
    await other.getByRole('button', { name: 'Block' }).click();
    await other.getByRole('dialog').getByRole('button', { name: 'Block' }).click();
    await other.getByText('blocked', { exact: true }).first().waitFor();
    await other.close();

    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByText('Changed in the meantime').waitFor();
    await page.getByText('blocked', { exact: true }).first().waitFor();
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByRole('row', { name: /company_id 101/ }).waitFor();
  });

  test('offers nothing to write to an operator who may only read', async () => {
    const reader = await (await running.browser.newContext()).newPage();
    await signIn(reader, running.url, 'Rene');
    await reader.goto(`${running.url}/r/customers/groups/support`);
    await reader.getByRole('heading', { name: 'Custom claims' }).waitFor();
    expect(await reader.getByRole('button', { name: 'Add claim' }).count()).toBe(0);
    expect(await reader.getByRole('button', { name: /Remove/ }).count()).toBe(0);
    await reader.context().close();
  });

  test('works with the keyboard alone', async () => {
    await open('groups/silver-customers');
    const addClaim = page.getByRole('button', { name: 'Add claim' });
    await addClaim.waitFor();
    await addClaim.focus();
    await page.keyboard.press('Enter');
    await page.getByRole('combobox', { name: 'Claim' }).focus();
    await page.keyboard.type('department');
    await page.keyboard.press('Escape');
    await page.keyboard.press('Tab');
    await page.keyboard.type('Sales');
    await page.keyboard.press('Enter');
    await page.getByRole('row', { name: /department "Sales"/ }).waitFor();
  });
});
