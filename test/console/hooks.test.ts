import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { HookInstances } from '../../lib/hook-instance.ts';
import { login } from '../administration/support.ts';
import { chromiumPath, startConsoleOf } from './support.ts';

const instances: HookInstances = {
  login,
  parked: { ...login, mode: 'off' },
  elsewhere: { ...login, realm: 'staff' },
};
const operator = 'claims:read claims:write claims:audit';
const key = { kind: 'hook', instance: 'login' } as const;

describe.skipIf(chromiumPath === undefined)('modes of hooks in the console', { timeout: 30_000 }, () => {
  let running: Awaited<ReturnType<typeof startConsoleOf>>;
  let page: Page;
  beforeAll(async () => {
    running = await startConsoleOf({ instances });
    page = await running.open(operator, 'hooks');
  }, 120_000);
  afterAll(() => running?.close());

  const card = (instance = 'login') => page.getByRole('region', { name: instance });
  const stored = async () => (await running.admin.store.get(key))?.mode;
  const confirm = (label: string) => page.getByRole('dialog').getByRole('button', { name: label }).click();

  test('lists the instances of the realm with what they are configured to do', async () => {
    await card().getByText('No override.').waitFor();
    expect(await card().textContent()).toContain('Configured:enforce');
    expect(await card('elsewhere').count()).toBe(0);
  });

  test('cannot override what the configuration switches off', async () => {
    await card('parked').getByText('only a deployment changes that').waitFor();
    expect(await card('parked').getByRole('button').count()).toBe(0);
  });

  test('overrides a mode for a share of the subjects at some clients, once somebody has confirmed what that does', async () => {
    await card().getByRole('button', { name: 'Change mode of login' }).click();
    await card().getByText('Observe', { exact: true }).click();
    await card().getByRole('textbox', { name: 'Share of the subjects, in percent' }).fill('25');
    await card().getByRole('combobox', { name: 'Clients' }).fill('shop');
    await page.keyboard.press('Enter');
    await card().getByRole('button', { name: 'Override the mode of login' }).click();
    const question = page.getByRole('dialog');
    await question.getByText('at login, for 25 % of the subjects, at shop').waitFor();
    expect(await question.textContent()).toContain('nobody is denied, not even who is blocked');
    expect(await stored()).toBeUndefined();
    await confirm('Override');
    await card().getByText('for 25 % of the subjects, at shop; elsewhere enforce').waitFor();
    expect(await card().textContent()).toContain('operator|ada');
    expect(await stored()).toEqual({ mode: 'observe', share: 25, clients: ['shop'] });
  });

  test('changes an override on top of the latest version when somebody else was faster', async () => {
    await card().getByRole('button', { name: 'Change mode of login' }).click();
    await running.admin.store.put(key, { attributes: {}, mode: { mode: 'off' } }, { by: 'rene', expectedVersion: 1 });
    await card().getByRole('textbox', { name: 'Share of the subjects, in percent' }).fill('');
    await card().getByRole('button', { name: 'Override the mode of login' }).click();
    await confirm('Override');
    await page.getByText('Changed in the meantime').waitFor();
    expect(await stored()).toEqual({ mode: 'off' });
    await card().getByRole('button', { name: 'Override the mode of login' }).click();
    await confirm('Override');
    await card().getByText('for everybody, at shop; elsewhere enforce').waitFor();
    expect(await stored()).toEqual({ mode: 'observe', clients: ['shop'] });
  });

  test('ends the override', async () => {
    await card().getByRole('button', { name: 'End override of login' }).click();
    await confirm('End override');
    await card().getByText('No override.').waitFor();
    expect(await stored()).toBeUndefined();
  });

  test('shows the history of the override and puts an earlier one back', async () => {
    await card().getByRole('link', { name: 'History of login' }).click();
    await page.getByRole('article', { name: 'Version 4' }).getByText('current').waitFor();
    expect(await page.getByRole('article', { name: 'Version 1' }).textContent()).toContain('"share":25');
    await page.getByRole('button', { name: 'Put back version 1' }).click();
    await confirm('Put back');
    await page.getByRole('article', { name: 'Version 5' }).getByText('current').waitFor();
    expect(await stored()).toEqual({ mode: 'observe', share: 25, clients: ['shop'] });
    await page.getByRole('link', { name: 'Open hooks' }).click();
    await card().getByText('for 25 % of the subjects, at shop; elsewhere enforce').waitFor();
  });

  test('offers an operator who may only read nothing to change', async () => {
    const reading = await running.open('claims:read', 'hooks');
    await reading.getByRole('region', { name: 'login' }).getByText('elsewhere enforce').waitFor();
    expect(await reading.getByRole('button', { name: /mode of|override/i }).count()).toBe(0);
    await reading.context().close();
  });
});
