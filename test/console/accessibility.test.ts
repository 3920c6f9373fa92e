import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { consolePages, visit } from './pages.ts';
import { type ConsoleWorld, chromiumPath, seriousFindings, signIn, startConsole } from './support.ts';

const looks = [
  { title: 'light, wide', colorScheme: 'light', viewport: { width: 1280, height: 900 } },
  { title: 'dark, narrow', colorScheme: 'dark', viewport: { width: 390, height: 844 } },
] as const;

describe.skipIf(chromiumPath === undefined)('accessibility of the console', { timeout: 240_000 }, () => {
  let running: ConsoleWorld;
  beforeAll(async () => {
    running = await startConsole();
  }, 120_000);
  afterAll(() => running?.close());

  test.each(looks)('axe-core has no serious finding on any page ($title)', async ({ colorScheme, viewport }) => {
    const page = await (await running.browser.newContext({ colorScheme, viewport, reducedMotion: 'reduce' })).newPage();
    const findings: string[] = [];
    await page.goto(`${running.url}/`);
    await page.getByRole('button', { name: 'Sign in' }).waitFor();
    findings.push(...(await seriousFindings(page)).map((finding) => `sign-in: ${finding}`));
    await signIn(page, running.url);
    for (const consolePage of consolePages) {
      await visit(page, running.url, consolePage);
      findings.push(...(await seriousFindings(page)).map((finding) => `${consolePage.name}: ${finding}`));
    }
    expect(findings).toEqual([]);
    await page.context().close();
  });

  test('no page is wider than a narrow screen', async () => {
    const page = await (await running.browser.newContext({ viewport: { width: 360, height: 780 } })).newPage();
    await signIn(page, running.url);
    for (const consolePage of consolePages) {
      await visit(page, running.url, consolePage);
      expect(await page.evaluate('document.documentElement.scrollWidth'), consolePage.name).toBeLessThanOrEqual(360);
    }
    await page.context().close();
  });

  test('the navigation of a narrow screen opens, and closes when a page was chosen', async () => {
    const page = await (await running.browser.newContext({ viewport: { width: 390, height: 844 } })).newPage();
    await signIn(page, running.url);
    await page.getByRole('button', { name: 'Navigation' }).click();
    await page.getByRole('link', { name: 'Catalogue' }).click();
    await page.getByRole('heading', { level: 1, name: 'Catalogue' }).waitFor();
    await page.getByRole('link', { name: 'Review', exact: true }).waitFor({ state: 'hidden' });
    await page.context().close();
  });

  test('says what is wrong when the API does not answer, and goes on when it does again', async () => {
    const page = await (await running.browser.newContext()).newPage();
    await signIn(page, running.url);
    await page.route('**/admin/realms/customers/groups?**', (route) => route.abort());
    await page.getByRole('link', { name: 'Groups' }).click();
    const alert = page.getByRole('alert').filter({ hasText: 'The API does not answer' });
    await alert.waitFor({ timeout: 30_000 });
    await page.unroute('**/admin/realms/customers/groups?**');
    await alert.getByRole('button', { name: 'Try again' }).click();
    await page.getByRole('link', { name: 'gold-customers' }).waitFor();
    await page.context().close();
  });
});
