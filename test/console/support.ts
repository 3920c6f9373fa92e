import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { AxeResults } from 'axe-core';
import { type Browser, chromium, type Page } from 'playwright-core';
import { build } from 'vite';
import type { Services } from '../../lib/administration/services.ts';
import { freePorts } from '../../local/ports.ts';
import { startWorld, type World } from '../../local/world.ts';
import { startAdmin, startProvider } from '../admin/support.ts';

const candidates = [process.env['CHROMIUM'] ?? '', '/usr/bin/chromium', '/usr/bin/chromium-browser'];

/** Where a Chromium is; the tests of the console say clearly when there is none. */
export const chromiumPath: string | undefined = candidates.find((path) => path !== '' && existsSync(path));

const flags = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

const configFile = fileURLToPath(new URL('../../console/vite.config.ts', import.meta.url));

/** The console, and nothing that it talks to: the admin API in this process, on a store in memory. */
export const startConsoleOf = async (services: Partial<Services>) => {
  const outDir = mkdtempSync(join(tmpdir(), 'claims-console-'));
  await build({ configFile, mode: 'production', logLevel: 'error', build: { outDir } });
  const provider = await startProvider();
  const admin = await startAdmin(provider, services, outDir);
  const browser = await chromium.launch({ executablePath: chromiumPath ?? '', args: flags });
  return {
    admin,
    url: `${admin.url}/console`,
    /** A page of somebody who has signed in already, with these scopes. */
    open: async (scope: string, path: string): Promise<Page> => {
      const session = {
        accessToken: await provider.sign({ scope }),
        expiresAt: Date.now() + 300_000,
        name: 'Ada',
        scopes: scope.split(' '),
      };
      const page = await (await browser.newContext({ reducedMotion: 'reduce' })).newPage();
      page.setDefaultTimeout(15_000);
      await page.addInitScript(
        `sessionStorage.setItem('claims-console.session', ${JSON.stringify(JSON.stringify(session))})`,
      );
      await page.goto(`${admin.url}/console/r/customers/${path}`);
      return page;
    },
    close: async () => {
      await browser.close();
      admin.close();
      provider.close();
      rmSync(outDir, { recursive: true });
    },
  };
};

export type ConsoleWorld = {
  readonly world: World;
  readonly browser: Browser;
  /** The console's address. */
  readonly url: string;
  close(): Promise<void>;
};

/** The console built from its sources, served by the functions of `npm start`, and a browser to use it with. */
export const startConsole = async (): Promise<ConsoleWorld> => {
  // vitest's NODE_ENV would make a development build.
  await build({ configFile, mode: 'production', logLevel: 'error' });
  const world = await startWorld({ ports: await freePorts(), log: () => undefined, functionsLog: () => undefined });
  const browser = await chromium.launch({ executablePath: chromiumPath ?? '', args: flags });
  return {
    world,
    browser,
    url: `${world.facts.hooks}/console`,
    close: async () => {
      await browser.close();
      await world.close();
    },
  };
};

/** Signs in at the local identity provider as one of its operators. */
export const signIn = async (page: Page, url: string, operator: 'Ada' | 'Rene' = 'Ada'): Promise<void> => {
  await page.goto(`${url}/`);
  await page.getByRole('button', { name: 'Sign in' }).click();
  // Who is signed in at the provider already is not asked again.
  await page.waitForURL(/\/interaction\/|\/r\//);
  if (page.url().includes('/interaction/')) {
    await page.getByRole('button', { name: new RegExp(operator) }).click();
  }
  await page.getByRole('heading', { level: 1, name: 'Users' }).waitFor();
};

/** An id as one segment of the console's addresses. */
export const segment = (id: string): string => `~${Buffer.from(id).toString('base64url')}`;

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** What axe-core finds on the page as it is, serious and critical only: rule, and where. */
export const seriousFindings = async (page: Page): Promise<readonly string[]> => {
  await page.evaluate(axeSource);
  const results = await page.evaluate<AxeResults>('axe.run()');
  return results.violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) =>
      nodes.map(({ target, failureSummary }) => `${id}: ${target.join(' ')} ${failureSummary}`),
    );
};
