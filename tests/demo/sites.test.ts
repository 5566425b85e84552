import { describe, expect, it } from 'vitest';
import { SECOND } from '../../core/clock.ts';
import { DEMO_APP_ID } from '../../demo/reviews.ts';
import { TIMELINE } from '../../demo/scenario.ts';
import { getJson, sampleWebs } from './support.ts';

const start = sampleWebs();

interface Status {
  id: string;
  created_at: string;
  content: string;
  account: { followers_count: number; acct: string };
}

describe('the sample web', () => {
  it('names every watched host, lists the sites on its start page and tells the phase', async () => {
    const { web, clock } = await start();
    expect(web.hosts).toHaveLength(5);
    for (const url of [web.sites.news, web.sites.social, web.sites.forum, web.sites.reviews]) {
      expect(web.hosts).toContain(new URL(url).host);
      expect((await fetch(`${url}/robots.txt`)).status).toBe(200);
      expect(await (await fetch(url)).text()).toContain('<!doctype html>');
    }
    expect(await (await fetch(web.url)).text()).toContain(web.sites.mail.inboxUrl);
    expect(web.story.phase).toBe('normal');
    await clock.advance(100 * SECOND);
    expect(web.story.phase).toBe('peak');
    expect(await getJson<{ phase: string }>(`${web.url}/status.json`)).toMatchObject({ phase: 'peak' });
  });

  it('answers wrong addresses and wrong methods without falling over', async () => {
    const { web } = await start();
    expect((await fetch(`${web.sites.forum}/t/yok/1.json`)).status).toBe(404);
    expect((await fetch(`${web.sites.social}/%E0%A4%A`)).status).toBe(404);
    expect((await fetch(`${web.sites.news}/`, { method: 'POST', body: 'x' })).status).toBe(405);
    expect((await fetch(`${web.sites.news}/`, { method: 'HEAD' })).status).toBe(200);
  });
});

describe('the news site', () => {
  it('serves RSS with validators, answers 304 to both of them, and changes when news come', async () => {
    const { web, clock } = await start();
    const url = `${web.sites.news}/ticaret-nabzi/rss.xml`;
    const first = await fetch(url);
    const body = await first.text();
    expect(first.headers.get('content-type')).toContain('application/rss+xml');
    expect(body).toContain('<rss version="2.0"');
    const etag = first.headers.get('etag') ?? '';
    const modified = first.headers.get('last-modified') ?? '';
    expect((await fetch(url, { headers: { 'if-none-match': etag } })).status).toBe(304);
    expect((await fetch(url, { headers: { 'if-modified-since': modified } })).status).toBe(304);
    await clock.advance(TIMELINE.calmingAt);
    const later = await fetch(url, { headers: { 'if-none-match': etag } });
    expect(later.status).toBe(200);
    expect(await later.text()).toContain('ödeme krizi');
  });

  it('has a page behind every link of a feed', async () => {
    const { web } = await start();
    const feed = await (await fetch(`${web.sites.news}/kiyi-postasi/rss.xml`)).text();
    const links = [...feed.matchAll(/<link>([^<]+haber[^<]+)<\/link>/g)].map((match) => match[1]!);
    expect(links.length).toBeGreaterThan(1);
    for (const link of links) {
      const reply = await fetch(link);
      expect(reply.status).toBe(200);
      expect(await reply.text()).toContain('<article>');
    }
  });
});

describe('the social site', () => {
  it('pages backwards with max_id by the Link header until everything was seen once', async () => {
    const { web } = await start();
    const seen: string[] = [];
    let url: string | null = `${web.sites.social}/api/v1/timelines/tag/pazarlamacim?limit=10`;
    while (url) {
      const reply: Response = await fetch(url);
      const statuses = (await reply.json()) as Status[];
      seen.push(...statuses.map(({ id }) => id));
      url = /<([^>]+)>; rel="next"/.exec(reply.headers.get('link') ?? '')?.[1] ?? null;
    }
    expect(seen.length).toBeGreaterThan(20);
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen).toEqual([...seen].sort((a, b) => (BigInt(a) < BigInt(b) ? 1 : -1)));
  });

  it('gives only newer posts with since_id, in Mastodon’s shape', async () => {
    const { web, clock } = await start();
    const url = `${web.sites.social}/api/v1/timelines/tag/Pazarlamac%C4%B1m?limit=40`;
    const newest = (await getJson<Status[]>(url))[0]!;
    expect(await getJson(`${url}&since_id=${newest.id}`)).toEqual([]);
    await clock.advance(TIMELINE.calmingAt);
    const fresh = await getJson<Status[]>(`${url}&since_id=${newest.id}`);
    expect(fresh.length).toBeGreaterThan(15);
    expect(fresh.every(({ id }) => BigInt(id) > BigInt(newest.id))).toBe(true);
    expect(fresh.some(({ account }) => account.followers_count > 50_000)).toBe(true);
    expect(fresh[0]?.content).toMatch(/^<p>.*class="mention hashtag".*<\/p>$/s);
    expect(await getJson(`${web.sites.social}/api/v1/statuses/${newest.id}`)).toEqual(newest);
  });

  it('leaves escaped apostrophes alone when it links hashtags', async () => {
    const { web } = await start();
    const statuses = await getJson<Status[]>(`${web.sites.social}/api/v1/timelines/tag/pazarlamacim?limit=40`);
    for (const { content } of statuses) expect(content).not.toMatch(/&<a/);
  });

  it('finds the boycott under its own tag', async () => {
    const { web, clock } = await start();
    await clock.advance(TIMELINE.afterAt);
    const found = await getJson<Status[]>(`${web.sites.social}/api/v1/timelines/tag/pazarlamacimiboykotet`);
    expect(found.length).toBeGreaterThanOrEqual(4);
  });
});

describe('the forum', () => {
  interface Search {
    posts: { id: number; topic_id: number; blurb: string; created_at: string; post_number: number }[];
    topics: { id: number; slug: string }[];
    grouped_search_result: { more_full_page_results: boolean | null };
    error?: string;
  }

  it('searches as Discourse does: newest first, operators taken, every post with its topic', async () => {
    const { web } = await start();
    const q = encodeURIComponent('Pazarlamacım order:latest after:2026-11-20');
    const found = await getJson<Search>(`${web.sites.forum}/search.json?q=${q}`);
    expect(found.posts.length).toBeGreaterThan(15);
    const times = found.posts.map(({ created_at }) => Date.parse(created_at));
    expect(times).toEqual([...times].sort((a, b) => b - a));
    const topics = new Set(found.topics.map(({ id }) => id));
    expect(found.posts.every(({ topic_id }) => topics.has(topic_id))).toBe(true);
    const none = await getJson<Search>(`${web.sites.forum}/search.json?q=pazarlamacim+after:2026-12-01`);
    expect(none.posts).toEqual([]);
  });

  it('refuses words under three letters in a body, not with a status', async () => {
    const { web } = await start();
    const found = await getJson<Search>(`${web.sites.forum}/search.json?q=ab`);
    expect(found.posts).toBeUndefined();
    expect(found.error).toContain('kısa');
  });

  it('opens a found topic as JSON and as a page, answers in order', async () => {
    const { web } = await start();
    const latest = await getJson<{ topic_list: { topics: { id: number; slug: string; posts_count: number }[] } }>(
      `${web.sites.forum}/latest.json`,
    );
    const topic = latest.topic_list.topics.find(({ posts_count }) => posts_count === 3)!;
    const full = await getJson<{ post_stream: { posts: { post_number: number; created_at: string }[] } }>(
      `${web.sites.forum}/t/${topic.slug}/${topic.id}.json`,
    );
    expect(full.post_stream.posts.map(({ post_number }) => post_number)).toEqual([1, 2, 3]);
    const times = full.post_stream.posts.map(({ created_at }) => Date.parse(created_at));
    expect(times).toEqual([...times].sort((a, b) => a - b));
    expect(await (await fetch(`${web.sites.forum}/t/${topic.slug}/${topic.id}`)).text()).toContain('id="post_3"');
  });
});

describe('the review store', () => {
  interface Feed {
    feed: { entry?: { id: { label: string }; 'im:rating': { label: string }; updated: { label: string } }[] };
  }
  const path = (id: string, page: number) => `/tr/rss/customerreviews/page=${page}/id=${id}/sortby=mostrecent/json`;

  it('serves reviews newest first in the store’s own JSON', async () => {
    const { web, clock } = await start();
    await clock.advance(TIMELINE.afterAt);
    const { feed } = await getJson<Feed>(web.sites.reviews + path(DEMO_APP_ID, 1));
    const entries = feed.entry ?? [];
    expect(entries.length).toBeGreaterThan(20);
    expect(entries.every((entry) => /^[1-5]$/.test(entry['im:rating'].label))).toBe(true);
    const times = entries.map((entry) => Date.parse(entry.updated.label));
    expect(times).toEqual([...times].sort((a, b) => b - a));
    expect(times[0]).toBeLessThanOrEqual(clock.now());
    expect(times[0]).toBeGreaterThan(clock.now() - 5 * 60 * SECOND);
  });

  it('leaves `entry` out when there is nothing and refuses page eleven', async () => {
    const { web } = await start();
    expect((await getJson<Feed>(web.sites.reviews + path('1', 1))).feed.entry).toBeUndefined();
    expect((await getJson<Feed>(web.sites.reviews + path(DEMO_APP_ID, 9))).feed.entry).toBeUndefined();
    expect((await fetch(web.sites.reviews + path(DEMO_APP_ID, 11))).status).toBe(400);
  });
});
