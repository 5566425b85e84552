// A Mastodon-shaped server: hashtag timelines with since_id / min_id / max_id / limit and Link headers, status and
// account pages. Fields are those of Mastodon 4; nobody can log in or post here.

import type { Clock, Log } from '../core/ports.ts';
import { dateForPeople, escapeMarkup, page } from './html.ts';
import type { Post, Scenario } from './scenario.ts';
import { type Answer, json, ROBOTS, type RunningSite, type SiteRequest, startSite } from './site.ts';
import { SOCIAL_NAME } from './texts.ts';
import { asciiTurkish } from './words.ts';

const HASHTAG = /#([\p{L}\p{N}_]+)/gu;

/** Mastodon ids are times with a counter below: they sort like the posts and must stay strings. */
export function statusId(post: Post): string {
  return String((BigInt(post.at) << 16n) | BigInt(post.id & 0xffff));
}

/** Tags as Mastodon compares them: lower case without accents. */
function tagsOf(text: string): string[] {
  return [...new Set([...text.matchAll(HASHTAG)].map((match) => asciiTurkish(match[1] ?? '')))];
}

export function startSocial(options: {
  clock: Clock;
  log: Log;
  host: string;
  scenario: Scenario;
}): Promise<RunningSite> {
  const posts = () => options.scenario.posts('social', options.clock.now());
  return startSite({
    name: 'social',
    host: options.host,
    log: options.log,
    handle(request) {
      const { path } = request;
      if (path === '/') return timelinePage(posts());
      if (path === '/robots.txt') return ROBOTS;
      if (path === '/api/v2/instance') return json(instance(request.base));
      const tag = /^\/api\/v1\/timelines\/tag\/([^/]+)$/.exec(path)?.[1];
      if (tag) return tagTimeline(request, tag, posts());
      const id = /^\/api\/v1\/statuses\/(\d+)$/.exec(path)?.[1] ?? /^\/@\w+\/(\d+)$/.exec(path)?.[1];
      if (!id) return null;
      const post = posts().find((candidate) => statusId(candidate) === id);
      if (path.startsWith('/@')) return post ? timelinePage([post]) : null;
      return post ? json(status(request.base, post)) : { ...json({ error: 'Record not found' }), status: 404 };
    },
  });
}

/** Newest first; `since_id` keeps the newest above it, `min_id` the oldest above it, as the real API does. */
function tagTimeline(request: SiteRequest, tag: string, posts: Post[]): Answer {
  const wanted = asciiTurkish(tag);
  const limit = Math.min(Math.max(Number(request.query.get('limit')) || 20, 1), 40);
  const bound = (name: string) => {
    const value = request.query.get(name);
    return value && /^\d{1,25}$/.test(value) ? BigInt(value) : null;
  };
  const [since, min, max] = [bound('since_id'), bound('min_id'), bound('max_id')];
  const floor = since ?? min;
  const matching = posts
    .filter((post) => tagsOf(post.text).includes(wanted))
    .filter((post) => {
      const id = BigInt(statusId(post));
      return (floor === null || id > floor) && (max === null || id < max);
    })
    .reverse();
  const chosen = min !== null && since === null ? matching.slice(-limit) : matching.slice(0, limit);
  return json(
    chosen.map((post) => status(request.base, post)),
    { ...linkHeader(request, tag, limit, chosen), 'x-ratelimit-limit': '300', 'x-ratelimit-remaining': '299' },
  );
}

function linkHeader(request: SiteRequest, tag: string, limit: number, chosen: Post[]): Record<string, string> {
  const newest = chosen[0];
  const oldest = chosen[chosen.length - 1];
  if (!newest || !oldest) return {};
  const url = `${request.base}/api/v1/timelines/tag/${encodeURIComponent(tag)}?limit=${limit}`;
  return { link: `<${url}&max_id=${statusId(oldest)}>; rel="next", <${url}&min_id=${statusId(newest)}>; rel="prev"` };
}

function status(base: string, post: Post): Record<string, unknown> {
  const id = statusId(post);
  const { author } = post;
  return {
    id,
    created_at: new Date(post.at).toISOString(),
    in_reply_to_id: null,
    in_reply_to_account_id: null,
    sensitive: false,
    spoiler_text: '',
    visibility: 'public',
    language: 'tr',
    uri: `${base}/users/${author.handle}/statuses/${id}`,
    url: `${base}/@${author.handle}/${id}`,
    replies_count: Math.floor(post.shares / 3),
    reblogs_count: post.shares,
    favourites_count: post.likes,
    edited_at: null,
    content: content(base, post.text),
    reblog: null,
    account: account(base, post),
    media_attachments: [],
    mentions: [],
    tags: tagsOf(post.text).map((name) => ({ name, url: `${base}/tags/${name}` })),
    emojis: [],
    card: null,
    poll: null,
  };
}

function account(base: string, { author, at }: Post): Record<string, unknown> {
  return {
    id: String(1000 + [...author.handle].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 1_000_003, 7)),
    username: author.handle,
    acct: author.handle,
    display_name: author.name,
    locked: false,
    bot: false,
    discoverable: true,
    group: false,
    created_at: '2023-04-02T00:00:00.000Z',
    note: '',
    url: `${base}/@${author.handle}`,
    uri: `${base}/users/${author.handle}`,
    avatar: `${base}/avatars/original/missing.png`,
    avatar_static: `${base}/avatars/original/missing.png`,
    header: `${base}/headers/original/missing.png`,
    header_static: `${base}/headers/original/missing.png`,
    followers_count: author.followers,
    following_count: Math.min(author.followers, 350),
    statuses_count: 40 + (author.followers % 900),
    last_status_at: new Date(at).toISOString().slice(0, 10),
    emojis: [],
    fields: [],
  };
}

/** Mastodon's markup: paragraphs, and hashtags as links with the name in a span. */
function content(base: string, text: string): string {
  const marked = escapeMarkup(text).replace(
    HASHTAG,
    // An escaped apostrophe (&#39;) looks like a hashtag to the pattern; it is not one.
    (whole, name: string, offset: number, all: string) =>
      all[offset - 1] === '&'
        ? whole
        : `<a href="${base}/tags/${encodeURIComponent(asciiTurkish(name))}" class="mention hashtag" rel="tag">#<span>${name}</span></a>`,
  );
  return `<p>${marked.replaceAll('\n', '<br />')}</p>`;
}

function instance(base: string): Record<string, unknown> {
  return {
    domain: new URL(base).host,
    title: SOCIAL_NAME,
    version: '4.4.0',
    description: 'Örnek sunucu',
    languages: ['tr'],
  };
}

function timelinePage(posts: Post[]): Answer {
  const items = [...posts]
    .reverse()
    .slice(0, 60)
    .map(
      (post) =>
        `<article><p class="meta"><b>${escapeMarkup(post.author.name)}</b> @${escapeMarkup(post.author.handle)} · <a href="/@${post.author.handle}/${statusId(post)}">${dateForPeople(post.at)}</a></p><p>${escapeMarkup(post.text)}</p></article>`,
    );
  return page(SOCIAL_NAME, items.join(''));
}
