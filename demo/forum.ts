// A Discourse-shaped forum: /search.json, /latest.json, /t/slug/id.json and the topic's page for people.
// Search takes Discourse's own operators (order:latest, after:, before:) and refuses words under three letters.

import type { Clock, Log } from '../core/ports.ts';
import { dateForPeople, escapeMarkup, page, slugOf } from './html.ts';
import type { Post, Scenario } from './scenario.ts';
import { type Answer, json, ROBOTS, type RunningSite, type SiteRequest, startSite } from './site.ts';
import { FORUM_NAME } from './texts.ts';
import { asciiTurkish } from './words.ts';

const PAGE_SIZE = 50;
const LATEST_SIZE = 30;

interface Topic {
  id: number;
  slug: string;
  title: string;
  /** Oldest first, never empty; post_number is the place in this list, from 1. */
  posts: Post[];
  opening: Post;
  lastAt: number;
}

export function startForum(options: {
  clock: Clock;
  log: Log;
  host: string;
  scenario: Scenario;
}): Promise<RunningSite> {
  const topics = () => topicsOf(options.scenario.posts('forum', options.clock.now()));
  return startSite({
    name: 'forum',
    host: options.host,
    log: options.log,
    handle(request) {
      const { path } = request;
      if (path === '/') return indexPage(topics());
      if (path === '/robots.txt') return ROBOTS;
      if (path === '/latest.json') return latest(request, topics());
      if (path === '/search.json') return search(request, topics());
      const [, id, suffix] = /^\/t\/(?:[^/]+\/)?(\d+)(?:\/\d+)?(\.json)?$/.exec(path) ?? [];
      const topic = id ? topics().find((candidate) => candidate.id === Number(id)) : undefined;
      if (!topic) return null;
      return suffix ? json(topicJson(topic)) : topicPage(topic);
    },
  });
}

function topicsOf(posts: Post[]): Topic[] {
  const byTitle = new Map<string, Topic>();
  for (const post of posts) {
    const title = post.topic ?? 'Genel sohbet';
    const known = byTitle.get(title);
    if (known) {
      known.posts.push(post);
      known.lastAt = post.at;
    } else {
      const slug = slugOf(asciiTurkish(title));
      byTitle.set(title, { id: 1000 + post.id, slug, title, posts: [post], opening: post, lastAt: post.at });
    }
  }
  return [...byTitle.values()].sort((a, b) => b.lastAt - a.lastAt);
}

function pageOf<T>(request: SiteRequest, list: T[], size: number, firstPage: number): { items: T[]; hasMore: boolean } {
  const number = Math.min(Math.max(Number(request.query.get('page')) || firstPage, firstPage), 1000) - firstPage;
  return { items: list.slice(number * size, (number + 1) * size), hasMore: list.length > (number + 1) * size };
}

function latest(request: SiteRequest, topics: Topic[]): Answer {
  const { items, hasMore } = pageOf(request, topics, LATEST_SIZE, 0);
  const next = (Number(request.query.get('page')) || 0) + 1;
  return json({
    users: items.map(({ opening }) => userJson(opening)),
    topic_list: {
      can_create_topic: false,
      ...(hasMore ? { more_topics_url: `/latest?page=${next}` } : {}),
      per_page: LATEST_SIZE,
      topics: items.map((topic) => ({
        ...topicSummary(topic),
        excerpt: topic.opening.text.slice(0, 200),
        views: 40 + topic.posts.length * 17,
        last_poster_username: topic.posts[topic.posts.length - 1]?.author.handle,
        posters: [{ extras: null, description: 'Original Poster', user_id: userId(topic.opening) }],
      })),
    },
  });
}

/** Reads 'pazarlamacim order:latest after:2026-11-20' into words and a time window. */
function readTerm(term: string): { words: string[]; after: number; before: number } {
  let [after, before] = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
  const words: string[] = [];
  for (const part of term.trim().split(/\s+/)) {
    const [, operator, value = ''] = /^(order|after|before|in|status|category|tags):(.+)$/.exec(part) ?? [];
    if (operator === 'after') after = Date.parse(value);
    else if (operator === 'before') before = Date.parse(value);
    else if (!operator && part) words.push(asciiTurkish(part.replaceAll('"', '')));
  }
  return { words, after, before };
}

function search(request: SiteRequest, topics: Topic[]): Answer {
  const term = request.query.get('q') ?? '';
  const { words, after, before } = readTerm(term);
  if (!words.some((word) => word.length >= 3)) {
    return json({ ...searchFrame(term, [], false), error: 'Aradığınız terim çok kısa.' });
  }
  const found = topics
    .flatMap((topic) => topic.posts.map((post, index) => ({ topic, post, number: index + 1 })))
    .filter(({ topic, post }) => {
      const text = asciiTurkish(`${topic.title} ${post.text}`);
      return post.at >= after && post.at < before && words.every((word) => text.includes(word));
    })
    .sort((a, b) => b.post.at - a.post.at);
  const { items, hasMore } = pageOf(request, found, PAGE_SIZE, 1);
  return json({
    posts: items.map(({ topic, post, number }) => ({
      id: post.id,
      name: post.author.name,
      username: post.author.handle,
      avatar_template: '/letter_avatar/{size}.png',
      created_at: new Date(post.at).toISOString(),
      like_count: post.likes,
      blurb: post.text,
      post_number: number,
      topic_title_headline: escapeMarkup(topic.title),
      topic_id: topic.id,
    })),
    topics: [...new Set(items.map(({ topic }) => topic))].map(topicSummary),
    users: [],
    categories: [],
    tags: [],
    groups: [],
    ...searchFrame(
      term,
      items.map(({ post }) => post.id),
      hasMore,
    ),
  });
}

function searchFrame(term: string, postIds: number[], hasMore: boolean): Record<string, unknown> {
  return {
    grouped_search_result: {
      more_posts: null,
      more_users: null,
      more_categories: null,
      term,
      search_log_id: 1,
      more_full_page_results: hasMore ? true : null,
      can_create_topic: false,
      error: null,
      post_ids: postIds,
      user_ids: [],
      category_ids: [],
      tag_ids: [],
      group_ids: [],
    },
  };
}

function topicSummary(topic: Topic): Record<string, unknown> {
  const created = new Date(topic.opening.at).toISOString();
  const bumped = new Date(topic.lastAt).toISOString();
  return {
    id: topic.id,
    title: topic.title,
    fancy_title: escapeMarkup(topic.title),
    slug: topic.slug,
    posts_count: topic.posts.length,
    reply_count: topic.posts.length - 1,
    highest_post_number: topic.posts.length,
    created_at: created,
    last_posted_at: bumped,
    bumped: true,
    bumped_at: bumped,
    archetype: 'regular',
    unseen: false,
    pinned: false,
    visible: true,
    closed: false,
    archived: false,
    tags: [],
    like_count: topic.posts.reduce((sum, post) => sum + post.likes, 0),
    category_id: 4,
  };
}

function topicJson(topic: Topic): Record<string, unknown> {
  const posts = topic.posts.map((post, index) => ({
    id: post.id,
    name: post.author.name,
    username: post.author.handle,
    avatar_template: '/letter_avatar/{size}.png',
    created_at: new Date(post.at).toISOString(),
    updated_at: new Date(post.at).toISOString(),
    cooked: `<p>${escapeMarkup(post.text)}</p>`,
    post_number: index + 1,
    post_type: 1,
    reply_count: 0,
    reply_to_post_number: null,
    reads: 10 + post.likes,
    topic_id: topic.id,
    topic_slug: topic.slug,
    user_id: userId(post),
    actions_summary: post.likes > 0 ? [{ id: 2, count: post.likes }] : [],
  }));
  return { post_stream: { posts, stream: topic.posts.map(({ id }) => id) }, ...topicSummary(topic) };
}

function userId(post: Post): number {
  return 5000 + post.id;
}

function userJson(post: Post): Record<string, unknown> {
  return {
    id: userId(post),
    username: post.author.handle,
    name: post.author.name,
    avatar_template: '/letter_avatar/{size}.png',
  };
}

function indexPage(topics: Topic[]): Answer {
  const rows = topics
    .slice(0, 60)
    .map(
      (topic) =>
        `<li><a href="/t/${topic.slug}/${topic.id}">${escapeMarkup(topic.title)}</a> <span class="meta">${topic.posts.length} ileti · ${dateForPeople(topic.lastAt)}</span></li>`,
    );
  return page(FORUM_NAME, `<ul>${rows.join('')}</ul>`);
}

function topicPage(topic: Topic): Answer {
  const posts = topic.posts.map(
    (post, index) =>
      `<article id="post_${index + 1}"><p class="meta"><b>${escapeMarkup(post.author.handle)}</b> · <time datetime="${new Date(post.at).toISOString()}">${dateForPeople(post.at)}</time> · ${post.likes} beğeni</p><div class="cooked"><p>${escapeMarkup(post.text)}</p></div></article>`,
  );
  return page(topic.title, `${posts.join('')}<p><a href="/">${escapeMarkup(FORUM_NAME)}</a></p>`);
}
