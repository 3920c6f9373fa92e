import type { Page } from 'playwright-core';
import { segment } from './support.ts';

/** A page of the console as documentation and the accessibility check visit it. */
export type ConsolePage = {
  readonly name: string;
  /** Below `/console/r/customers/`. */
  readonly path: string;
  /** What has to be there before the page counts as loaded. */
  readonly shows: string;
  /** Opens what is closed at first. */
  readonly open?: (page: Page) => Promise<void>;
};

const maria = encodeURIComponent('auth0|maria');

const addClaim =
  (claim: string) =>
  async (page: Page): Promise<void> => {
    await page.getByRole('button', { name: 'Add claim' }).first().click();
    await page.getByRole('combobox', { name: 'Claim' }).fill(claim);
    await page.keyboard.press('Escape');
    await page.getByTestId('override-note').waitFor();
  };

export const consolePages: readonly ConsolePage[] = [
  { name: 'users', path: 'users', shows: 'auth0|maria' },
  {
    name: 'user',
    path: `users/${segment('auth0|maria')}`,
    shows: 'Save details',
    open: addClaim('subscription_level'),
  },
  { name: 'user-not-stored', path: `users/${segment('auth0|gregor')}`, shows: 'No claims of its own yet' },
  { name: 'groups', path: 'groups', shows: 'gold-customers' },
  { name: 'group', path: 'groups/gold-customers', shows: 'Save details' },
  { name: 'organizations', path: 'organizations', shows: 'org_acme' },
  { name: 'organization', path: 'organizations/org_acme', shows: 'Membership of a user' },
  { name: 'clients', path: 'clients', shows: 'stock-sync' },
  { name: 'client', path: 'clients/stock-sync', shows: 'Save details' },
  {
    name: 'token-preview',
    path: `preview?kind=user&subject=${maria}&instance=auth0-login&client=shop&scope=openid&scope=order&audience=https%3A%2F%2Fapi.example.com`,
    shows: 'Tokens as they would be issued',
    open: async (page) => {
      for (const withheld of await page.getByRole('button', { name: /withheld, and why/ }).all()) {
        await withheld.click();
      }
    },
  },
  {
    name: 'token-preview-denied',
    path: `preview?kind=user&subject=${encodeURIComponent('auth0|bruno')}&instance=auth0-login&client=shop&scope=order`,
    shows: 'No token is issued: blocked',
  },
  {
    name: 'catalogue',
    path: 'catalogue',
    shows: 'subscription_level',
    open: (page) => page.getByRole('button', { name: /^user_role/ }).click(),
  },
  {
    name: 'hooks',
    path: 'hooks',
    shows: 'No override.',
    open: (page) => page.getByRole('button', { name: 'Change mode of auth0-login' }).click(),
  },
  { name: 'review', path: 'review', shows: 'Policy findings' },
  { name: 'history', path: `history?collection=users&id=${maria}`, shows: 'current' },
  { name: 'history-empty', path: 'history', shows: 'Whose history?' },
];

/** Goes to a page and waits until everything that it loads is there. */
export const visit = async (page: Page, url: string, { path, shows, open }: ConsolePage): Promise<void> => {
  await page.goto(`${url}/r/customers/${path}`);
  await page.getByText(shows, { exact: false }).first().waitFor();
  await page.waitForLoadState('networkidle');
  await open?.(page);
  // Colours and heights move for 200 ms; a half-faded text has too little contrast.
  await page.waitForTimeout(400);
};
