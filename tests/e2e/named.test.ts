// What texts name, in a real browser: the brand's lists, the table of the week, the mentions of one branch, and a preview
// that shows what its exclusions hide.

import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ingest } from '../../pipeline/ingest.ts';
import { describeBrowser, openBrowser, setUp, shoot, startWorld, type Visit, visit, type World } from './support.ts';

describeBrowser('what texts name', () => {
  let world: World;
  let browser: Browser;
  let me: Visit;

  beforeAll(async () => {
    [world, browser] = await Promise.all([startWorld(), openBrowser()]);
    me = await visit(browser);
    await me.page.goto(`${world.url}/`);
    await setUp(me.page, world.link);
    await me.page.getByTestId('status').waitFor();
  });
  afterAll(async () => {
    await browser?.close();
    await world?.stop();
  });

  it('is listed in the form of the brand and found in what comes afterwards', async () => {
    const { deps } = world.system.app;
    const [brand] = await deps.store.brands.list();
    await me.page.goto(`${world.url}/watches?editBrand=${brand?.id}`);
    const form = me.page.getByTestId('brand-form');
    await form.locator('[name=entity-branch]').fill('Kadıköy Şubesi, Rıhtım\nForum Perdesan');
    await shoot(me.page, 'brand-lists');
    await form.locator('[type=submit]').click();
    await form.waitFor({ state: 'detached' });
    expect((await deps.store.brands.get(brand?.id ?? ''))?.entities).toEqual([
      { kind: 'branch', name: 'Kadıköy Şubesi', aliases: ['Rıhtım'] },
      { kind: 'branch', name: 'Forum Perdesan', aliases: [] },
    ]);
    const raws = ['rezalet, kasiyer bağırdı', 'çok kötüydü, iade almadılar', 'iki saat bekledim, berbat'].map(
      (text, index) => ({ nativeId: `n${index}`, text: `Pazarlamacım Kadıköy'deki şubenizde ${text}` }),
    );
    const facts = { sourceId: 'import', channel: 'support', brandId: brand?.id ?? '', isBackfill: false } as const;
    await ingest(deps, { ...facts, raws });
    await me.page.goto(`${world.url}/`);
    const row = me.page.getByTestId('named-row').filter({ hasText: 'Kadıköy Şubesi' });
    await expect.poll(async () => (await row.count()) > 0 && (await row.textContent())).toMatch(/▲ \+3/);
    await shoot(me.page, 'today-named');
  });

  it('leads to the mentions that name it', async () => {
    await me.page.getByTestId('named-row').filter({ hasText: 'Kadıköy Şubesi' }).getByRole('link').first().click();
    await me.page.waitForURL(/\/named\?entity=/);
    const cards = me.page.getByTestId('mention-card');
    await expect.poll(() => cards.count()).toBe(3);
    expect(await cards.first().getByTestId('named-in').textContent()).toMatch(
      /Kadıköy Şubesi \(şube\).*İstanbul \(il\)/,
    );
    await shoot(me.page, 'named-mentions');
    await me.page.goto(`${world.url}/named?kind=city`);
    await me.page.getByTestId('named-row').filter({ hasText: 'İstanbul' }).waitFor();
    expect(await me.page.getByTestId('named-row').filter({ hasText: 'Şubesi' }).count()).toBe(0);
    await shoot(me.page, 'named');
  });

  it('and a preview shows what the exclusions hide', async () => {
    await me.page.goto(`${world.url}/watches?new=1`);
    const form = me.page.getByTestId('watch-form');
    await form.locator('[name=query]').fill('pazarlamacım -kasiyer');
    const hidden = me.page.getByTestId('preview-hidden');
    await hidden.waitFor();
    expect(await hidden.textContent()).toContain('−kasiyer');
    await hidden.locator('summary').click();
    await me.page.getByTestId('try-sources').click();
    await me.page.getByTestId('tried-source').first().waitFor();
    await shoot(me.page, 'watch-preview');
    expect(me.troubles).toEqual([]);
  });

  it('keeps the examples of a watch, one a line', async () => {
    const { store } = world.system.app.deps;
    const [watch] = await store.watches.list();
    const edit = `${world.url}/watches?edit=${watch?.id}`;
    await me.page.goto(edit);
    const examples = me.page.getByTestId('examples');
    await examples.locator('summary').click();
    await examples.locator('[name=positive-examples]').fill('Pazarlamacım kargosu geldi\n\n  Pazarlamacım iade etti ');
    await examples.locator('[name=negative-examples]').fill('eski pazarlamacım artık emekli');
    await shoot(me.page, 'watch-examples');
    await me.page.getByTestId('save-watch').click();
    await me.page.getByTestId('watch-form').waitFor({ state: 'detached' });
    expect(await store.watches.get(watch?.id ?? '')).toMatchObject({
      positiveExamples: ['Pazarlamacım kargosu geldi', 'Pazarlamacım iade etti'],
      negativeExamples: ['eski pazarlamacım artık emekli'],
    });
    await me.page.goto(edit);
    const shown = examples.locator('[name=positive-examples]');
    expect(await shown.inputValue()).toBe('Pazarlamacım kargosu geldi\nPazarlamacım iade etti');
    await shown.fill('örnek\n'.repeat(3) + Array.from({ length: 101 }, (_, at) => `metin ${at}`).join('\n'));
    await examples.getByRole('alert').waitFor();
    expect(await me.page.getByTestId('save-watch').isDisabled()).toBe(true);
    expect(me.troubles).toEqual([]);
  });
});
