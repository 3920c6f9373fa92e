/*
 * Takes the pictures of docs/console: every page of the console with the demo's data, at two widths.
 * Run it with `node test/console/take-screenshots.ts` (Node 24) after the console changed.
 */
import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { consolePages, visit } from './pages.ts';
import { signIn, startConsole } from './support.ts';

const folder = fileURLToPath(new URL('../../docs/console/', import.meta.url));
const looks = [
  { name: 'wide', colorScheme: 'light', viewport: { width: 1280, height: 800 } },
  { name: 'narrow', colorScheme: 'dark', viewport: { width: 390, height: 844 } },
] as const;

mkdirSync(folder, { recursive: true });
const { browser, url, close } = await startConsole();
for (const { name, colorScheme, viewport } of looks) {
  const page = await (await browser.newContext({ colorScheme, viewport, reducedMotion: 'reduce' })).newPage();
  await page.goto(`${url}/`);
  await page.getByRole('button', { name: 'Sign in' }).waitFor();
  await page.screenshot({ path: `${folder}sign-in-${name}.png` });
  await signIn(page, url);
  for (const consolePage of consolePages) {
    await visit(page, url, consolePage);
    // As tall as the page, so that header and navigation stand where they belong.
    const height: number = await page.evaluate('document.documentElement.scrollHeight');
    await page.setViewportSize({ ...viewport, height: Math.max(viewport.height, height) });
    await page.evaluate('scrollTo(0, 0)');
    await page.screenshot({ path: `${folder}${consolePage.name}-${name}.png` });
    await page.setViewportSize(viewport);
  }
  await page.context().close();
}
await close();
