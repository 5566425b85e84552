// Evidence on the page: the fraud of the sample web was captured by itself, with its picture; a person asks for another
// pack, takes all of it away as a ZIP, and reads what changed.

import { readFile } from 'node:fs/promises';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Evidence } from '../../core/types.ts';
import { readZip } from '../support/zip.ts';
import { describeBrowser, openBrowser, setUp, shoot, startWorld, type Visit, visit, type World } from './support.ts';

describeBrowser('evidence on the page', () => {
  let world: World;
  let browser: Browser;
  let me: Visit;
  let pack: Evidence;

  beforeAll(async () => {
    [world, browser] = await Promise.all([startWorld(), openBrowser()]);
    me = await visit(browser);
    await setUp(me.page, world.link);
    await me.page.getByTestId('status').waitFor();
  });
  afterAll(async () => {
    await browser?.close();
    await world?.stop();
  });

  it('is there for the fraud, with the picture of the page', async () => {
    const { deps } = world.system.app;
    const fraud = async () => {
      const { items } = await deps.store.evidence.list({}, { limit: 99 });
      return items.find(({ outcome, url }) => outcome === 'ok' && url?.includes('sahte-site'));
    };
    await expect.poll(fraud).toBeTruthy();
    pack = (await fraud()) as Evidence;
    expect(pack.files.map(({ name }) => name)).toContain('screenshot.png');
    await me.page.goto(`${world.url}/stories/${pack.storyIds[0]}`);
    const block = me.page
      .getByTestId('mention-evidence')
      .filter({ has: me.page.locator('img') })
      .first();
    await block.waitFor();
    expect(await block.textContent()).toMatch(/Kanıt.*SHA-256/s);
    const isDrawn = () => block.locator('img').evaluate((img: { naturalWidth?: number }) => img.naturalWidth === 1280);
    await expect.poll(isDrawn).toBe(true);
    await shoot(me.page, 'evidence');
  });

  it('is captured again when somebody asks', async () => {
    const { store } = world.system.app.deps;
    const countOf = async () =>
      (await store.evidence.list({ mentionIds: [pack.mentionId] }, { limit: 99 })).items.length;
    const before = await countOf();
    const block = me.page.getByTestId('mention-evidence').filter({ has: me.page.locator(`img[src*="${pack.id}"]`) });
    await block.getByTestId('evidence-ask').click();
    await me.page.getByTestId('toast').filter({ hasText: 'Kanıt alınıyor' }).waitFor();
    await expect.poll(countOf).toBe(before + 1);
    await me.page
      .getByText(`${before + 1} kanıt paketi`)
      .first()
      .waitFor();
  });

  it('is taken away as a ZIP', async () => {
    const [download] = await Promise.all([
      me.page.waitForEvent('download'),
      me.page.getByTestId('evidence-download').first().click(),
    ]);
    expect(download.suggestedFilename()).toMatch(/^itibar-kanit-men_\w+\.zip$/);
    const files = readZip(await readFile(await download.path()));
    expect([...files.keys()]).toEqual(expect.arrayContaining(['BENIOKU.txt', 'manifest.json', 'SHA256SUMS']));
  });

  it('shows what was taken out and that a page was deleted', async () => {
    const { store, clock } = world.system.app.deps;
    const removed = ['Site birebir kopya, dolandırıcılık bu, sakın girmeyin! <b>x</b>'];
    const change = { kind: 'deleted' as const, similarity: null, removed, added: [] };
    const facts = { id: 'evd_deleted', previousId: pack.id, capturedAt: clock.now() + 1, outcome: 'gone' as const };
    await store.evidence.add({ ...pack, ...facts, change });
    await me.page.reload();
    const block = me.page.getByTestId('mention-evidence').filter({ hasText: 'Silindi' });
    await block.waitFor();
    expect(await block.locator('del').textContent()).toBe(removed[0]);
    expect(me.troubles).toEqual([]);
  });
});
