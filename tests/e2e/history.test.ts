// What became of a mention, on the page: where it was seen, what was changed in it word by word, and that it was solved.

import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { setupLink } from '../../cli/commands/service.ts';
import { HOUR, systemClock } from '../../core/clock.ts';
import { toMention } from '../../core/mention.ts';
import type { RawMention } from '../../core/types.ts';
import { analyzeJob } from '../../pipeline/analyze.ts';
import { deadPort } from '../alerts/receivers.ts';
import { CountingClock, freshData, type System, startSystem } from '../flow/support.ts';
import { buildDashboard, describeBrowser, openBrowser, setUp, shoot, type Visit, visit } from './support.ts';

const PAGE = 'https://www.sikayetvar.com/zarpak/kargom-gelmedi';

describeBrowser('the history of a mention on the page', () => {
  const clock = new CountingClock(systemClock.now() - 5 * HOUR);
  const data = freshData();
  let system: System;
  let browser: Browser;
  let me: Visit;
  let storyUrl: string;

  beforeAll(async () => {
    buildDashboard();
    system = await startSystem(clock, data.dir, {
      server: { port: await deadPort() },
      brands: [{ name: 'Zarpak', watches: [{ name: 'Zarpak', query: 'zarpak', sources: [] }] }],
    });
    const { url } = await system.app.serve();
    const id = await complaintWithHistory();
    const found = await system.store.mentions.get(id);
    storyUrl = `${url}/stories/${found?.judgement?.storyId}`;
    browser = await openBrowser();
    me = await visit(browser);
    await setUp(me.page, (await setupLink(system.app, url)) ?? '');
    await me.page.getByTestId('status').waitFor();
    await me.page.goto(storyUrl);
  });
  afterAll(async () => {
    await browser?.close();
    await system?.close();
    data.remove();
  });

  async function complaintWithHistory(): Promise<string> {
    const [watch] = await system.store.watches.list();
    const seen = async (raw: Partial<RawMention>, sourceId = 'sikayetvar') => {
      const facts = { sourceId, channel: 'complaint' as const, seenAt: clock.now(), isBackfill: false };
      const title = 'Zarpak Kargom Gelmedi <b>!</b>';
      const mention = toMention(
        { url: PAGE, title, text: '', author: { name: 'Selin A.' }, ...raw },
        { ...facts, isAggregator: sourceId === 'google-alerts' },
      );
      if (!mention) throw new Error('nothing to read in the sample');
      await system.store.mentions.add([{ mention, watchIds: [watch?.id ?? ''] }]);
      await clock.advance(HOUR);
      return mention.id;
    };
    await seen({ text: 'Zarpak kargom 12 gündür gelmedi, telefonu yüzüme kapattılar.', resolution: { state: 'open' } });
    await seen({ title: 'Zarpak şikayetleri', text: 'kargom …', rank: 3 }, 'google-alerts');
    const text = 'Zarpak kargom 14 gün sonra geldi, telefonda özür dilediler.';
    const id = await seen({ text, resolution: { state: 'solved', answer: 'Kargonuz teslim edildi, özür dileriz.' } });
    await analyzeJob(system.app.deps, { mentionIds: [id] });
    return id;
  }

  it('marks it as solved and seen at two sources, and names them', async () => {
    const card = me.page.getByTestId('mention-card');
    await card.getByTestId('mention-resolution').getByText('Çözüldü').waitFor();
    await card.getByText('2 kaynakta görüldü').waitFor();
    await card.getByTestId('history-sightings').click();
    const list = card.getByTestId('sightings');
    expect(await list.locator('li').count()).toBe(2);
    expect(await list.textContent()).toMatch(/Şikayetvar.*kaynağın kendisi.*Google.*arama ya da bildirim.*3\. sırada/s);
    await shoot(me.page, 'history-sightings');
  });

  it('shows what was changed word by word, as text and never as markup', async () => {
    const card = me.page.getByTestId('mention-card');
    await card.getByTestId('history-versions').click();
    const versions = card.getByTestId('versions');
    await versions.locator('ins').first().waitFor();
    expect((await versions.locator('del').allTextContents()).join('')).toContain('12 gündür gelmedi');
    expect((await versions.locator('ins').allTextContents()).join('')).toContain('14 gün sonra geldi');
    expect(await versions.textContent()).toContain('Durum: Açık → Çözüldü');
    expect(await card.locator('b').count()).toBe(0);
    await shoot(me.page, 'history-versions');
    await card.getByTestId('history-answer').click();
    await card.getByText('Kargonuz teslim edildi, özür dileriz.').waitFor();
    expect(me.troubles).toEqual([]);
  });
});
