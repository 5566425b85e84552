// What a new user does: start the real command line with nothing configured, open the link it prints, and stop it again.

import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { endCli, freshFolder, startCli, untilSaid } from '../support/cli.ts';
import { buildDashboard, describeBrowser, openBrowser, PERSON, setUp, shoot, visit } from './support.ts';

describeBrowser('the first start', () => {
  let browser: Browser;
  let running: Awaited<ReturnType<typeof startCli>>;

  beforeAll(async () => {
    buildDashboard();
    running = await startCli(['start', '--port', '0', '--data', freshFolder()]);
    browser = await openBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    await endCli(running);
  });

  it('prints a link that makes the first admin and leads to a first watch', async () => {
    const [, link] = await untilSaid(running, /(http:\/\/127\.0\.0\.1:\d+\/setup\?token=[\w-]+)/);
    const { page, troubles } = await visit(browser);
    await setUp(page, link ?? '');
    await page.getByText('Daha bir şey izlenmiyor').waitFor();
    await shoot(page, 'first-start');
    await page.goto(`${new URL(link ?? '').origin}/watches?new=1`);
    await page.getByTestId('brand-form').locator('input').first().fill('Zarpak');
    await page.getByTestId('brand-form').locator('[type=submit]').click();
    await page.getByTestId('watch-form').waitFor();
    await shoot(page, 'first-watch');
    expect(troubles).toEqual([]);
  });

  it('ends cleanly when it is asked to, and the open page says that it is offline', async () => {
    const { page, context } = await visit(browser);
    const [, origin] = await untilSaid(running, /(http:\/\/127\.0\.0\.1:\d+)\/setup/);
    await page.goto(origin ?? '');
    const form = page.getByTestId('login-form');
    await form.locator('[name=email]').fill(PERSON.email);
    await form.locator('[name=password]').fill(PERSON.password);
    await form.locator('[type=submit]').click();
    await page.getByTestId('live').filter({ hasText: 'canlı' }).waitFor();
    expect(await endCli(running)).toBe(0);
    await page.getByTestId('live').filter({ hasText: 'çevrimdışı' }).waitFor();
    await shoot(page, 'offline');
    await context.close();
  });
});
