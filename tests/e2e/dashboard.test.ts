// One working day of one person in a real browser, from the first-login link to the sign-out. The tests stand in the
// order of the day and share the page.

import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ingest } from '../../pipeline/ingest.ts';
import {
  describeBrowser,
  openBrowser,
  PERSON,
  setUp,
  shoot,
  signIn,
  startWorld,
  type Visit,
  visit,
  type World,
} from './support.ts';

const HOSTILE_TITLE = '<img src=x onerror="window.pwned=1"> Pazarlamacım <script>window.pwned=2</script>';
const HOSTILE_TEXT =
  '"><svg onload=window.pwned=3> Pazarlamacım beni dolandırdı, [tıkla](javascript:window.pwned=4) {{7*7}} =HYPERLINK("http://evil.example")';

describeBrowser('the dashboard', () => {
  let world: World;
  let browser: Browser;
  let me: Visit;

  beforeAll(async () => {
    [world, browser] = await Promise.all([startWorld(), openBrowser()]);
    me = await visit(browser);
  });
  afterAll(async () => {
    await browser?.close();
    await world?.stop();
  });

  const go = async (name: 'today' | 'inbox' | 'incidents' | 'watches' | 'sources') => {
    await me.page.getByTestId(`nav-${name}`).click();
  };
  const heading = () => me.page.locator('main h1').first();

  it('leads everybody without an account to the setup, and the first-login link to the day', async () => {
    await me.page.goto(`${world.url}/inbox`);
    await me.page.waitForURL(/\/setup$/);
    await setUp(me.page, world.link);
    await me.page.getByTestId('status').waitFor();
    expect(new URL(me.page.url()).pathname).toBe('/');
    expect(await me.page.locator('.account-user').textContent()).toContain(PERSON.name);
  });

  it('refuses the link to a second person', async () => {
    const other = await visit(browser);
    await setUp(other.page, world.link);
    await other.page.getByRole('alert').waitFor();
    await other.page.goto(`${world.url}/`);
    await other.page.waitForURL(/\/login$/);
    await shoot(other.page, 'login');
    await other.context.close();
  });

  it('shows at a glance what burns', async () => {
    const card = me.page.getByTestId('incident-card').filter({ hasText: 'Olumsuz dalga' });
    await card.waitFor();
    expect(await card.textContent()).toMatch(/Son 60 dakikada \d+ olumsuz, bu saat için olağan/);
    expect(await me.page.getByTestId('status').textContent()).toMatch(/^Kriz\d+ vaka açık/);
    expect(await me.page.getByTestId('hour-chart').count()).toBe(1);
    expect(await me.page.getByTestId('story-row').count()).toBeGreaterThan(0);
    await shoot(me.page, 'today');
  });

  it('filters the inbox by what the address says', async () => {
    await go('inbox');
    const rows = me.page.getByTestId('story-row');
    await rows.first().waitFor();
    await shoot(me.page, 'inbox');
    await me.page.getByTestId('filter-channel').selectOption('news');
    await me.page.waitForURL(/channel=news/);
    await expect.poll(async () => (await rows.allTextContents()).every((text) => text.includes('Haber'))).toBe(true);
    await me.page.getByTestId('filter-channel').selectOption('');
    await me.page.getByTestId('search').fill('dağıtım merkezi');
    await me.page.waitForURL(/q=/);
    await expect.poll(() => rows.count()).toBe(1);
    expect(await rows.first().textContent()).toContain('dağıtım merkezi');
    await me.page.reload();
    await rows.first().waitFor();
    expect(await me.page.getByTestId('search').inputValue()).toBe('dağıtım merkezi');
    await me.page.getByTestId('search').fill('');
    await expect.poll(() => rows.count()).toBeGreaterThan(5);
  });

  it('is worked through with the keyboard', async () => {
    const { keyboard } = me.page;
    await me.page.locator('main h1').first().click();
    await keyboard.press('?');
    await me.page.getByTestId('key-help').waitFor();
    await keyboard.press('Escape');
    await keyboard.press('j');
    await keyboard.press('j');
    await keyboard.press('k');
    const selected = me.page.locator('[data-testid=story-row][aria-current=true]');
    expect(await selected.count()).toBe(1);
    await keyboard.press('Enter');
    await me.page.getByTestId('story-panel').waitFor();
    await me.page.getByTestId('mention-card').first().waitFor();
    await shoot(me.page, 'inbox-panel');
    await keyboard.press('Escape');
    await me.page.getByTestId('story-panel').waitFor({ state: 'detached' });
    const id = (await selected.getAttribute('data-story')) ?? '';
    await keyboard.press('e');
    await me.page.locator(`[data-story="${id}"]`).waitFor({ state: 'detached' });
    expect((await world.system.store.stories.get(id))?.state).toBe('closed');
    await me.page.getByTestId('undo-button').first().click();
    await me.page.locator(`[data-story="${id}"]`).waitFor();
    expect((await world.system.store.stories.get(id))?.state).toBe('open');
    await keyboard.press('/');
    expect(await me.page.evaluate(`document.activeElement.dataset.testid`)).toBe('search');
  });

  it('merges stories with the keyboard and takes it back, and splits off what was ticked', async () => {
    const { page } = me;
    const { stories } = world.system.store;
    await page.locator('main h1').first().click();
    const rows = page.getByTestId('story-row');
    const idOf = async (at: number) => (await rows.nth(at).getAttribute('data-story')) ?? '';
    const ids = [await idOf(0), await idOf(1)];
    for (const id of ids) await page.locator(`[data-story="${id}"]`).getByTestId('story-check').check();
    await page.getByTestId('merge-bar').waitFor();
    await shoot(page, 'inbox-merge');
    await page.locator('main h1').first().click();
    await page.keyboard.press('b');
    await page.getByTestId('merge-bar').waitFor({ state: 'detached' });
    const [one, two] = [await stories.get(ids[0] ?? ''), await stories.get(ids[1] ?? '')];
    expect(one?.id).toBe(two?.id);
    await page.getByTestId('undo-button').first().click();
    await expect
      .poll(async () => new Set(await Promise.all(ids.map(async (id) => (await stories.get(id))?.id))).size)
      .toBe(2);
    const [large] = (await stories.list({ states: ['open'], sort: 'size' }, { limit: 1 })).items;
    await page.goto(`${world.url}/stories/${large?.id}`);
    await page.getByTestId('course').waitFor();
    await page.getByTestId('tick').first().check();
    await shoot(page, 'story-split');
    await page.getByTestId('split').click();
    await expect
      .poll(async () => (await stories.get(large?.id ?? ''))?.mentionCount)
      .toBeLessThan(large?.mentionCount ?? 0);
    await page.getByTestId('undo-button').first().click();
    await expect.poll(async () => (await stories.get(large?.id ?? ''))?.mentionCount).toBe(large?.mentionCount);
    await page.goto(`${world.url}/inbox`);
    await rows.first().waitFor();
  });

  it('gets what is new without a reload, and shows hostile texts as texts', async () => {
    await me.page.evaluate(`window.before = true`);
    const { deps } = world.system.app;
    const [brand] = await deps.store.brands.list();
    const raws = [
      {
        nativeId: 'h1',
        title: HOSTILE_TITLE,
        text: HOSTILE_TEXT,
        url: 'javascript:alert(1)',
        author: { name: '<b>Kötü</b>' },
      },
    ];
    await ingest(deps, { sourceId: 'import', channel: 'support', raws, brandId: brand?.id ?? '', isBackfill: false });
    const row = me.page.getByTestId('story-row').filter({ hasText: '<img src=x onerror=' });
    await row.waitFor();
    await row.getByRole('link').first().click();
    const panel = me.page.getByTestId('story-panel');
    await panel.getByTestId('mention-card').waitFor();
    const text = await panel.textContent();
    expect(text).toContain(HOSTILE_TITLE);
    expect(text).toContain('"><svg onload=window.pwned=3>');
    expect(text).toContain('<b>Kötü</b>');
    await panel.getByRole('link').first().click();
    await me.page.waitForURL(/\/stories\//);
    await me.page.getByTestId('story-view').waitFor();
    await me.page.getByTestId('mention-card').waitFor();
    await shoot(me.page, 'story-hostile');
    const view = me.page.locator('main');
    expect(await view.locator('img, script, svg[onload], b:text("Kötü"), a[href^="javascript:"]').count()).toBe(0);
    expect(await me.page.evaluate(`[window.pwned, window.before]`)).toEqual([undefined, true]);
  });

  it('takes an incident from open to resolved, with everything in its timeline', async () => {
    await go('today');
    await me.page.getByTestId('incident-card').filter({ hasText: 'Olumsuz dalga' }).getByRole('link').first().click();
    await me.page.getByTestId('incident-room').waitFor();
    await shoot(me.page, 'incident');
    await me.page.getByTestId('ack-button').click();
    const entries = me.page.getByTestId('timeline-entry');
    await entries.filter({ hasText: 'Üstlenildi' }).waitFor();
    expect(await me.page.getByTestId('owner-select').locator('option:checked').textContent()).toBe(PERSON.name);
    const note = '<u>Ödeme ekibi</u> bakıyor';
    await me.page.getByTestId('note-form').locator('textarea').fill(note);
    await me.page.getByTestId('note-form').locator('[type=submit]').click();
    await entries.filter({ hasText: note }).waitFor();
    await me.page.getByTestId('resolve-button').click();
    await entries.filter({ hasText: 'Kapandı' }).waitFor();
    await me.page.getByTestId('delivery').filter({ hasText: 'vaka kapandı' }).filter({ hasText: 'mail' }).waitFor();
    await me.page.reload();
    await entries.first().waitFor();
    const heads = await entries.locator('.timeline-head strong').allInnerTexts();
    for (const kind of ['Açıldı', 'Bildirim gönderildi', 'Üstlenildi', 'Not', 'Kapandı']) expect(heads).toContain(kind);
    expect(await me.page.getByTestId('ack-button').count()).toBe(0);
    await shoot(me.page, 'incident-resolved');
    await go('incidents');
    await heading().waitFor();
    await shoot(me.page, 'incidents');
  });

  it('adds a watch with a preview of what it would have found, pauses and resumes it', async () => {
    await go('watches');
    await me.page.getByTestId('add-watch').click();
    const form = me.page.getByTestId('watch-form');
    await form.locator('[name=query]').fill('pazarlamacım AND (');
    await me.page.getByTestId('query-error').waitFor();
    await form.locator('[name=query]').fill('pazarlamacım AND ödeme');
    await me.page.getByTestId('preview-hit').first().waitFor();
    expect(await me.page.getByTestId('watch-preview').textContent()).toMatch(/\d+ içerik eşleşti/);
    await form.locator('[name=name]').fill('Ödeme sorunları');
    const picked = form.getByTestId('picked-source');
    expect((await picked.allTextContents()).filter((text) => text.includes('RSS'))).toEqual([]);
    while ((await picked.count()) > 0) await picked.first().getByRole('button').click();
    expect(await me.page.getByTestId('save-watch').isDisabled()).toBe(true);
    await me.page.getByTestId('add-source').click();
    await form.locator('.available [type=search]').fill('rss');
    await form.locator('.available li').filter({ hasText: 'RSS / Atom' }).getByRole('button').click();
    await picked.getByRole('textbox').first().fill(`${world.web.sites.news}/kiyi-postasi/rss.xml`);
    await shoot(me.page, 'watch-add');
    await me.page.getByTestId('save-watch').click();
    const card = me.page.getByTestId('watch-card').filter({ hasText: 'Ödeme sorunları' });
    await card.waitFor();
    await card.getByTestId('pause-watch').click();
    await card.filter({ hasText: 'Duraklatıldı' }).waitFor();
    const stored = async () => (await world.system.store.watches.list()).find(({ name }) => name === 'Ödeme sorunları');
    expect((await stored())?.isPaused).toBe(true);
    await shoot(me.page, 'watches');
    await card.getByTestId('pause-watch').click();
    await card.filter({ hasText: 'Duraklatıldı' }).waitFor({ state: 'detached' });
    expect((await stored())?.isPaused).toBe(false);
    await card.getByTestId('pause-watch').click();
    await card.filter({ hasText: 'Duraklatıldı' }).waitFor();
  });

  it('shows of every source whether it answers', async () => {
    await go('sources');
    const card = me.page.getByTestId('source-card').filter({ hasText: 'Mastodon' });
    await card.waitFor();
    expect(await card.textContent()).toContain('Çalışıyor');
    expect(await me.page.getByTestId('source-card').count()).toBeGreaterThanOrEqual(8);
    await shoot(me.page, 'sources');
  });

  it('speaks the other language at once and remembers it', async () => {
    await go('today');
    await me.page.getByTestId('locale-en').click();
    await me.page.getByTestId('nav-today').filter({ hasText: 'Today' }).waitFor();
    expect(await me.page.locator('html').getAttribute('lang')).toBe('en');
    await me.page.reload();
    await me.page.getByTestId('status').waitFor();
    expect(await me.page.getByTestId('nav-inbox').textContent()).toContain('Inbox');
    expect(await me.page.getByTestId('status').textContent()).not.toMatch(/vaka|içerik|olumsuz/i);
    await shoot(me.page, 'today-en');
    await me.page.getByTestId('locale-tr').click();
    await me.page.getByTestId('nav-today').filter({ hasText: 'Bugün' }).waitFor();
  });

  it('fits a phone: nothing is wider than the screen, and every page can be reached', async () => {
    await me.page.setViewportSize({ width: 390, height: 844 });
    for (const name of ['today', 'inbox', 'incidents', 'watches', 'sources'] as const) {
      await go(name);
      await heading().waitFor();
      await me.page.waitForLoadState('networkidle').catch(() => undefined);
      expect(await me.page.evaluate(`document.documentElement.scrollWidth`), name).toBeLessThanOrEqual(390);
      await shoot(me.page, `phone-${name}`);
    }
    await go('inbox');
    await me.page.getByTestId('story-row').first().getByRole('link').first().click();
    await me.page.waitForURL(/\/stories\//);
    await me.page.getByTestId('mention-card').first().waitFor();
    expect(await me.page.evaluate(`document.documentElement.scrollWidth`)).toBeLessThanOrEqual(390);
    await shoot(me.page, 'phone-story');
    await me.page.setViewportSize({ width: 1360, height: 900 });
  });

  it('signs out, shows nothing any more, and leads back to where a person wanted to go', async () => {
    await go('today');
    await me.page.getByTestId('logout-button').click();
    await me.page.getByTestId('login-form').waitFor();
    expect(await me.page.evaluate(`fetch('/api/today').then((answer) => answer.status)`)).toBe(401);
    await me.page.goto(`${world.url}/inbox?state=all&channel=news`);
    await signIn(me.page);
    await me.page.getByTestId('story-row').first().waitFor();
    expect(me.page.url()).toBe(`${world.url}/inbox?state=all&channel=news`);
  });

  it('had no script error, no dialog and nothing refused by its own policy all day', () => {
    expect(me.troubles).toEqual([]);
  });
});
