// One article through two sources, edited and edited back: the real app, a feed and a search engine on loopback, told time.

import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MINUTE } from '../../core/clock.ts';
import type { Mention } from '../../core/types.ts';
import { allMentions, CountingClock, countsOf, freshData, live, type System, startSystem } from './support.ts';

const FIRST = 'Zarpak kargoları bir haftadır dağıtılmıyor. Müşteriler kandırıldık diyor, paralarını istiyor.';
const EDITED = 'Zarpak kargoları yeniden dağıtılıyor. Şirket gecikme için özür diledi ve ücretleri iade etti.';
const TITLE = 'Zarpak kargoları yolda kaldı';
const ARTICLE = 'https://www.gazete.example/haber/zarpak-kargo';

describe('an article that a feed and a search engine both give', () => {
  const clock = new CountingClock();
  const data = freshData();
  const site = { text: FIRST, hasFeed: false };
  let server: Server;
  let system: System;

  beforeAll(async () => {
    server = createServer((request, response) => {
      const { pathname } = new URL(request.url ?? '/', 'http://x.example');
      const answer = pathname === '/akis.xml' ? feed(site) : pathname === '/search' ? results() : null;
      response.writeHead(answer ? 200 : 404, {
        'content-type': pathname === '/search' ? 'application/json' : 'text/xml',
      });
      response.end(answer ?? '');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const base = `http://127.0.0.1:${port}`;
    const sources = [
      { id: 'feed', params: { url: `${base}/akis.xml` } },
      { id: 'searxng', params: { instance: base, words: '', everyHours: 0 } },
    ];
    system = await startSystem(clock, data.dir, {
      fetch: { allowHosts: [`127.0.0.1:${port}`], minInterval: 1 },
      brands: [{ name: 'Zarpak', watches: [{ name: 'Zarpak', query: 'zarpak', every: '5m', sources }] }],
    });
  });
  afterAll(async () => {
    await system?.close();
    server?.close();
    data.remove();
  });

  const theOne = async (): Promise<Mention> => {
    const [mention, ...others] = await allMentions(system.store);
    if (!mention || others.length > 0) throw new Error(`${others.length + (mention ? 1 : 0)} mentions`);
    return mention;
  };
  const judged = async () => (await system.store.mentions.get((await theOne()).id))?.judgement;

  it('is a search result first, and the article itself once the feed has it', async () => {
    await live(clock, system, 10 * MINUTE);
    const found = await theOne();
    expect(found).toMatchObject({ channel: 'search', sourceId: 'searxng', author: { name: null } });
    site.hasFeed = true;
    await live(clock, system, 10 * MINUTE);
    expect(await theOne()).toMatchObject({
      ...{ id: found.id, channel: 'news', sourceId: 'searxng', text: FIRST, author: { name: 'Ayşe Kalem' } },
      ...{
        editCount: 0,
        sightings: [
          { sourceId: 'searxng', rank: 1 },
          { sourceId: 'feed', isOriginal: true },
        ],
      },
    });
    expect((await judged())?.sentiment.label).toBe('negative');
    expect(await countsOf(system.store)).toEqual({ perWatch: [1], inStories: 1, unjudged: 0 });
  });

  it('is judged anew when it is edited, counted once all the while, and says how it was', async () => {
    const before = await judged();
    site.text = EDITED;
    await live(clock, system, 10 * MINUTE);
    expect(await theOne()).toMatchObject({ text: EDITED, editCount: 1 });
    expect((await judged())?.analyzedAt).toBeGreaterThan(before?.analyzedAt ?? 0);
    site.text = FIRST;
    await live(clock, system, 10 * MINUTE);
    const { id, text, editCount } = await theOne();
    expect([text, editCount]).toEqual([FIRST, 2]);
    expect((await system.store.mentions.versions(id)).map((version) => version.text)).toEqual([EDITED, FIRST]);
    expect(await countsOf(system.store)).toEqual({ perWatch: [1], inStories: 1, unjudged: 0 });
  });

  it('stays as it is while both go on giving it', async () => {
    const { sightings: _, ...before } = await theOne();
    await live(clock, system, 90 * MINUTE, { stepMs: 2 * MINUTE });
    expect(await theOne()).toMatchObject(before);
    expect(system.lines.filter(({ level }) => level === 'error')).toEqual([]);
  });
});

function feed({ text, hasFeed }: { text: string; hasFeed: boolean }): string {
  const item = `<item><title>${TITLE}</title><link>${ARTICLE}?utm_source=rss</link><guid>g-1</guid>
    <author>Ayşe Kalem</author><description>${text}</description></item>`;
  const other = '<item><title>Hava durumu</title><link>https://www.gazete.example/hava</link></item>';
  return `<rss version="2.0"><channel><title>Gazete</title><link>https://www.gazete.example/</link>
    ${hasFeed ? item : ''}${other}</channel></rss>`;
}

/** Cut anew with every answer, as search engines do. */
let answerCount = 0;
function results(): string {
  answerCount += 1;
  const url = ARTICLE.replace('https://www.', 'http://');
  return JSON.stringify({ results: [{ url, title: `${TITLE} - Gazete`, content: `… zarpak kesit ${answerCount} …` }] });
}
