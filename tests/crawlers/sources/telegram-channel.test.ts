// A Telegram channel's preview: messages with what belongs to them, and paging back to what is known.

import { describe, expect, it } from 'vitest';
import { source } from '../../../crawlers/sources/telegram-channel.ts';
import { fixture, planned, read, reply } from './support.ts';

const params = { channel: '@ornekkanal' };
const url = 'https://t.me/s/ornekkanal';
const html = fixture('telegram-channel', 'channel.html');

describe('telegram-channel', () => {
  it('asks for the channel, and for one word in it', () => {
    expect(planned(source, params)).toEqual([url]);
    expect(planned(source, { ...params, word: 'markam iade' })).toEqual([`${url}?q=markam+iade`]);
  });

  it('takes text, signature, views, reactions, followers and the exact time', () => {
    const { mentions } = read(source, reply(url, html), { params });
    expect(mentions[0]).toMatchObject({
      nativeId: 'ornekkanal/101',
      url: 'https://t.me/ornekkanal/101',
      text: 'Markam’ın adını kullanan sahte bir site dolaşıyor:\nmarkam-kampanya.example\nLütfen kart bilgisi girmeyin.',
      author: { name: 'Ayşe', handle: 'ornekkanal', followers: 12400 },
      publishedAt: Date.UTC(2026, 10, 24, 7, 30),
      engagement: { views: 1800, likes: null },
      siteName: 'Örnek Kanal',
    });
  });

  it('does not take the message that is answered for the answer', () => {
    const { mentions } = read(source, reply(url, html), { params });
    expect(mentions[1]).toMatchObject({
      text: 'Site kapatıldı, bildirenlere teşekkürler.',
      parentId: 'ornekkanal/101',
      engagement: { likes: 15 },
    });
  });

  it('goes back while messages are missing, but not into the past of a channel it sees first', () => {
    expect(read(source, reply(url, html), { params }).next).toBeUndefined();
    const page = read(source, reply(url, html), { params, cursor: { newestId: 60 } });
    expect(page).toMatchObject({ cursor: { newestId: 103 }, next: [{ url: `${url}?before=101` }] });
    expect(read(source, reply(url, html), { params, cursor: { newestId: 100 } }).next).toBeUndefined();
  });

  it('tells a channel without new words from a channel without a preview', () => {
    const shell = (inner: string) => `<!DOCTYPE html><html><body>${inner}</body></html>`;
    const empty = shell('<div class="tme_no_messages_found">No posts found</div>');
    expect(read(source, reply(url, empty), { params })).toMatchObject({ mentions: [], isMeasuredEmpty: true });
    expect(() =>
      read(source, reply('https://t.me/ornekkanal', shell('<p>If you have Telegram…</p>')), { params }),
    ).toThrow(/documented shape/);
  });
});
