// Discourse: one search for each word, excerpts joined to their topics, pages until what is known.

import { describe, expect, it } from 'vitest';
import { AppError } from '../../../core/errors.ts';
import { source } from '../../../crawlers/sources/discourse.ts';
import { fixture, planned, read, reply } from './support.ts';

const params = { site: 'https://forum.example/' };
const URL = 'https://forum.example/search.json';

describe('discourse', () => {
  it('asks one search for each word, newest first, and later only for the days since', () => {
    const terms = ['markam express', 'markam', 'ab'];
    expect(planned(source, params, { terms })).toEqual([
      `${URL}?q="markam express" order:latest`,
      `${URL}?q=markam order:latest`,
    ]);
    const cursor = { newestAt: Date.UTC(2026, 10, 23, 1) };
    expect(planned(source, params, { cursor })).toEqual([`${URL}?q=markam order:latest after:2026-11-22`]);
    expect(() => planned(source, params, { terms: ['ab'] })).toThrow(AppError);
    expect(planned(source, { ...params, mode: 'latest' })).toEqual(['https://forum.example/posts.json']);
  });

  it('joins posts to their topics', () => {
    const page = read(source, reply(URL, fixture('discourse', 'search.json')), { params });
    expect(page.mentions[0]).toMatchObject({
      nativeId: 'forum.example:5102',
      url: 'https://forum.example/t/markam-kargo-gecikmesi/88/4',
      title: 'Markam kargo gecikmesi',
      text: '...Markam siparişim iki haftadır "hazırlanıyor" görünüyor...',
      author: { name: 'Ayşe Y.', handle: 'ayse_y' },
      engagement: { likes: 6 },
      threadId: 'forum.example:topic:88',
    });
    expect(page).toMatchObject({ cursor: { newestAt: Date.UTC(2026, 10, 24, 5, 31) } });
  });

  it('reads on while there is more and it is newer than what is known', () => {
    const body = JSON.parse(fixture('discourse', 'search.json')) as { grouped_search_result: Record<string, unknown> };
    body.grouped_search_result.more_full_page_results = true;
    const note = { mode: 'search', query: 'markam order:latest', page: 1 };
    expect(read(source, reply(URL, body), { params, note }).next).toMatchObject([
      { url: `${URL}?q=markam%20order%3Alatest&page=2`, note: { page: 2 } },
    ]);
    const cursor = { newestAt: Date.UTC(2026, 10, 24, 0) };
    expect(read(source, reply(URL, body), { params, note, cursor }).next).toBeUndefined();
  });

  it('leaves quotes and hidden posts out of the latest posts', () => {
    const page = read(source, reply('https://forum.example/posts.json', fixture('discourse', 'latest.json')), {
      params,
    });
    expect(page.mentions.map(({ text }) => text)).toEqual(['Markam çöktü mü?']);
    expect(page.mentions[0]).toMatchObject({ engagement: { likes: 3, comments: 1 } });
    const gap = read(source, reply('https://forum.example/posts.json', fixture('discourse', 'latest.json')), {
      params,
      cursor: { newestId: 30 },
    });
    expect(gap.next).toMatchObject([{ url: 'https://forum.example/posts.json?before=40' }]);
  });

  it('tells nothing found from a refusal and from another shape', () => {
    const none = { posts: [], topics: [], grouped_search_result: { error: null, post_ids: [] } };
    expect(read(source, reply(URL, none), { params })).toMatchObject({ mentions: [], isMeasuredEmpty: true });
    const refused = { posts: [], grouped_search_result: { error: 'Aradığınız terim çok kısa.' } };
    expect(() => read(source, reply(URL, refused), { params })).toThrow(/refused the search/);
    expect(() => read(source, reply(URL, { errors: [] }), { params })).toThrow(/documented shape/);
  });
});
