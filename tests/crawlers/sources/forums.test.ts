// XenForo, phpBB and vBulletin: whose words are taken, where a topic's reading begins and ends, and real pages of each.

import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Source } from '../../../core/ports.ts';
import { decodeText } from '../../../crawlers/fetch/charset.ts';
import { source as phpbb } from '../../../crawlers/sources/phpbb.ts';
import { source as vbulletin } from '../../../crawlers/sources/vbulletin.ts';
import { source as xenforo } from '../../../crawlers/sources/xenforo.ts';
import { describeShared } from '../../support/shared.ts';
import { fixture, planned, read, reply } from './support.ts';

const THREAD = 'https://forum.example/konu/markam-siparisim-iptal-edildi.4471/';
const thread = { forum: 'other', thread: THREAD };
const search = { forum: 'other', site: 'https://forum.example' };
const lastPage = () => reply(`${THREAD}page-3`, fixture('xenforo', 'thread.html'));
const results = () => reply('https://forum.example/search/551/?q=markam', fixture('xenforo', 'search.html'));

describe('xenforo', () => {
  it('asks the forum’s own search for each word, newest first, or one topic', () => {
    expect(planned(xenforo, { forum: 'technopat' }, { terms: ['markam express', 'markam', 'ab'] })).toEqual([
      'https://www.technopat.net/sosyal/ara/search?keywords="markam+express"&search_type=post&o=date',
      'https://www.technopat.net/sosyal/ara/search?keywords=markam&search_type=post&o=date',
    ]);
    expect(planned(xenforo, thread)).toEqual([THREAD]);
    expect(() => planned(xenforo, { forum: 'technopat' }, { terms: ['ab'] })).toThrow(/three letters/);
    expect(xenforo.manifest.params.safeParse({ forum: 'other' }).success).toBe(false);
  });

  it('takes the writer’s own words, without quotes, signatures and pictures', () => {
    const { mentions } = read(xenforo, lastPage(), { params: thread, note: { kind: 'thread', turn: 'back' } });
    expect(mentions).toMatchObject([
      {
        nativeId: 'forum.example:post:90041',
        url: `${THREAD}post-90041`,
        title: 'Markam siparişim iptal edildi',
        text: 'Üçüncü kez iptal ettiler,\npara iadesi de yok.',
        author: { name: 'kirmizi_balon', url: 'https://forum.example/uye/kirmizi_balon.17/' },
        publishedAt: Date.UTC(2026, 10, 23, 18, 15),
        engagement: { likes: 14, comments: null },
        parentId: 'forum.example:post:90012',
        threadId: 'forum.example:thread:4471',
        language: 'tr-TR',
        siteName: 'Örnek Forum',
      },
      { nativeId: 'forum.example:post:90044', engagement: { likes: 0 }, parentId: null },
    ]);
  });

  it('reads a topic from its end, back to what is known', () => {
    const body = fixture('xenforo', 'thread.html')
      .replace('pageNav-page--current', '')
      .replace('<li class="pageNav-page"><a', '<li class="pageNav-page pageNav-page--current"><a');
    const begin = read(xenforo, reply(THREAD, body), { params: thread, note: { kind: 'thread' } });
    expect(begin.next).toEqual([{ url: `${THREAD}page-3`, note: { turn: 'back' } }]);
    const turn = (newestId: number | null) =>
      read(xenforo, lastPage(), {
        params: thread,
        note: { turn: 'back' },
        cursor: newestId === null ? null : { newestId },
      });
    expect(turn(null).next).toEqual([]);
    expect(turn(80000).next).toEqual([{ url: `${THREAD}page-2`, note: { turn: 'back' } }]);
    expect(turn(90041)).toMatchObject({ next: [], cursor: { newestId: 90050 } });
  });

  it('follows each topic of the results once and keeps the other rows as excerpts', () => {
    const first = read(xenforo, results(), { params: search, note: { kind: 'search' } });
    expect(first.next).toEqual([
      { url: `${THREAD}post-90044`, note: { kind: 'topic' } },
      { url: 'https://forum.example/konu/hangi-kargo.3120/post-88120', note: { kind: 'topic' } },
    ]);
    expect(first.mentions).toMatchObject([
      {
        nativeId: 'forum.example:post:90041',
        author: { name: 'kirmizi_balon' },
        threadId: 'forum.example:thread:4471',
      },
    ]);
    expect(first.cursor).toEqual({ newestAt: Date.UTC(2026, 10, 24, 5, 2) });
    const later = read(xenforo, results(), {
      params: search,
      note: { kind: 'search' },
      cursor: { newestAt: Date.UTC(2026, 10, 23, 12) },
    });
    expect(later.next?.map(({ url }) => url)).toEqual([`${THREAD}post-90044`]);
    const old = { newestAt: Date.UTC(2026, 10, 1) };
    const more = read(xenforo, results(), { params: search, note: { kind: 'search' }, cursor: old }).next;
    expect(more?.at(-1)).toEqual({
      url: 'https://forum.example/search/551/?page=2&q=markam&o=date',
      note: { kind: 'search' },
    });
  });

  it('tells nothing found from a search that is closed to visitors', () => {
    const page = (body: string) => reply('https://forum.example/search/search', `<html><body>${body}</body></html>`);
    const facts = { params: search, note: { kind: 'search' } };
    const none = page('<div class="blockMessage">Sonuç bulunamadı.</div>');
    expect(read(xenforo, none, facts)).toEqual({ mentions: [], isMeasuredEmpty: true });
    const form = page('<form action="/search/search"><input name="keywords"></form>');
    expect(() => read(xenforo, form, facts)).toThrow(/empty form/);
  });
});

describe('phpbb', () => {
  const params = { site: 'https://pano.example/', topic: 'https://pano.example/viewtopic.php?t=310&sid=ab' };

  it('asks for the feed of the forum, of a part of it, or for a topic without its session', () => {
    const site = 'https://pano.example/';
    expect(planned(phpbb, { site })).toEqual(['https://pano.example/app.php/feed']);
    expect(planned(phpbb, { site, forumId: 4 })).toEqual(['https://pano.example/app.php/feed/forum/4']);
    expect(planned(phpbb, { site, forumId: 4, isOld: true })).toEqual(['https://pano.example/feed.php?f=4']);
    expect(planned(phpbb, params)).toEqual(['https://pano.example/viewtopic.php?t=310']);
  });

  it('gives a post the same identity through its topic and through the feed', () => {
    const topic = read(
      phpbb,
      reply('https://pano.example/viewtopic.php?t=310&start=20', fixture('phpbb', 'topic.html')),
      {
        params,
        cursor: { newestId: 5000 },
      },
    );
    expect(topic.mentions[0]).toMatchObject({
      nativeId: 'pano.example:post:5121',
      url: 'https://pano.example/viewtopic.php?p=5121#p5121',
      title: 'Markam kapıda ödeme',
      text: 'Kapıda ödeme seçtim, iki kere para çektiler.',
      author: { name: 'denizci', url: 'https://pano.example/memberlist.php?mode=viewprofile&u=5' },
      publishedAt: Date.UTC(2026, 10, 21, 2, 42),
      threadId: 'pano.example:thread:310',
    });
    expect(topic.mentions[1]?.publishedAt).toBe(Date.UTC(2026, 10, 21, 8));
    expect(topic.next).toEqual([
      { url: 'https://pano.example/viewtopic.php?f=4&t=310&start=10', note: { turn: 'back' } },
    ]);
    const feed = read(phpbb, reply('https://pano.example/app.php/feed', fixture('phpbb', 'feed.xml')), {
      params: { site: 'https://pano.example' },
      note: { kind: 'feed' },
    });
    expect(feed.mentions[0]?.nativeId).toBe(topic.mentions[0]?.nativeId);
  });
});

describe('vbulletin', () => {
  const params = { site: 'https://meydan.example/' };

  it('asks for the feed, of some forums when they are named', () => {
    expect(planned(vbulletin, params)).toEqual(['https://meydan.example/external.php?type=RSS2']);
    expect(planned(vbulletin, { ...params, forumIds: '4,17' })).toEqual([
      'https://meydan.example/external.php?type=RSS2&forumids=4,17',
    ]);
  });

  it('takes the writer’s own words, the quoted post as parent, and no session', () => {
    const url = 'https://meydan.example/showthread.php/812-Markam-yedek-parca/page2';
    const { mentions, next } = read(vbulletin, reply(url, fixture('vbulletin', 'topic.html')), {
      params,
      cursor: { newestId: 6990 },
    });
    expect(mentions[0]).toMatchObject({
      nativeId: 'meydan.example:post:7001',
      url: 'https://meydan.example/showthread.php/812-Markam-yedek-parca?p=7001#post7001',
      title: 'Markam yedek parça',
      text: 'Markam servisi yedek parçayı üç aydır getirmedi.',
      author: { name: 'usta', url: 'https://meydan.example/member.php/88-usta' },
      publishedAt: Date.UTC(2026, 10, 22, 11, 17),
      parentId: 'meydan.example:post:6998',
      threadId: 'meydan.example:thread:812',
    });
    expect(next).toEqual([
      { url: 'https://meydan.example/showthread.php/812-Markam-yedek-parca', note: { turn: 'back' } },
    ]);
  });
});

describeShared('real topics of forums', (at) => {
  const real = (source: Source<never>, file: string, url: string, params: object) => {
    const body = decodeText(readFileSync(at('fixtures', file)), null).text;
    return read(source, reply(url, body), { params, note: { turn: 'back' }, cursor: { newestId: 1 } });
  };

  it('of XenForo 2 give text, author, date, likes and answers', () => {
    const url = 'https://www.katzen-forum.net/threads/jede-nacht-verliert-pepe-soviel-dreck-aus-dem-fell.230143/';
    const { mentions } = real(xenforo as never, 'xenforo/katzen-forum.net-Pepe.html', url, { forum: 'technopat' });
    expect(mentions).toHaveLength(18);
    for (const mention of mentions) {
      expect(mention.text).not.toMatch(/hat gesagt|Vergrößern anklicken/);
      expect(mention).toMatchObject({ author: { name: expect.any(String) }, publishedAt: expect.any(Number) });
      expect(mention.url).toContain('/post-');
    }
    expect(mentions[0]).toMatchObject({ engagement: { comments: 17 } });
    expect(mentions.filter(({ parentId }) => parentId)).toHaveLength(2);
    const notes = real(xenforo as never, 'xenforo/villagersandheroes.com.forums.patchnotes.html', url, {
      forum: 'technopat',
    });
    expect(notes.mentions.map(({ engagement }) => engagement?.likes)).toEqual(expect.arrayContaining([1, 2, 4]));
    expect(notes.mentions[0]?.title).toBe('Patchnotes 4.47.4 - Tagundnachtgleiche Bugfix Build');
  });

  it('of phpBB and vBulletin give the same, without foreign quotes', () => {
    const php = real(phpbb as never, 'phpbb/foren.myoos.de.html', 'https://foren.myoos.de/viewtopic.php?t=167', {
      site: 'https://foren.myoos.de',
    });
    expect(php.mentions).toMatchObject([
      {
        title: 'Was ist Freie Software',
        author: { name: 'r23' },
        publishedAt: Date.UTC(2009, 0, 21, 2, 42) + 3_600_000,
      },
    ]);
    const url = 'https://www.pocketpc.ch/windows-phone-7-allgemein/122760-auslieferung-34.html';
    const vb = real(vbulletin as never, 'vbulletin/pocketpc.ch.auslieferung.html', url, {
      site: 'https://www.pocketpc.ch',
    });
    expect(vb.mentions).toHaveLength(20);
    expect(vb.mentions[0]?.text).toMatch(/^Das war noch nicht das Update/);
    expect(vb.next?.[0]?.url).toMatch(/vorbereitungsupdate-33\.html$/);
    for (const { url: link, publishedAt } of vb.mentions) {
      expect(link).not.toContain('s=');
      expect(publishedAt).toEqual(expect.any(Number));
    }
  });
});
