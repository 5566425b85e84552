import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DAY } from '../../core/clock.ts';
import { fullText, toMention } from '../../core/mention.ts';
import type { RawMention } from '../../core/types.ts';

const seenAt = Date.UTC(2026, 10, 24);
const facts = { sourceId: 'forum', channel: 'community' as const, seenAt, isBackfill: false };

describe('toMention', () => {
  it('keys by native id, then by canonical URL, then by content', () => {
    const url = 'http://www.forum.com/konu?utm_source=x';
    expect(toMention({ nativeId: '42', url, text: 'a' }, facts)?.key).toBe('forum:42');
    expect(toMention({ url, text: 'a' }, facts)?.key).toBe('url:https://forum.com/konu');
    const first = toMention({ text: 'Markam iyi', author: { handle: '@ali' } }, facts);
    expect(first?.key).toMatch(/^forum:text:[0-9a-f]{64}$/);
    expect(toMention({ text: 'Markam iyi', author: { handle: 'veli' } }, facts)?.id).not.toBe(first?.id);
    expect(toMention({ text: ' Markam iyi ', author: { handle: 'ali' } }, { ...facts, seenAt: 1 })?.id).toBe(first?.id);
  });

  it('knows an item with a page of its own by its address through every source, and no other item', () => {
    const url = 'https://www.gazete.com/h/1?utm_source=x';
    const keyOf = (raw: Partial<RawMention>, sourceId = 'forum') =>
      toMention({ url, text: 'a', ...raw }, { ...facts, sourceId })?.key;
    expect(keyOf({ nativeId: 'guid-1', isOwnPage: true })).toBe('url:https://gazete.com/h/1');
    expect(keyOf({}, 'arama')).toBe('url:https://gazete.com/h/1');
    expect(keyOf({ nativeId: 'r1' })).toBe('forum:r1');
    expect(keyOf({ isOwnPage: false })).toMatch(/^forum:text:/);
    expect(keyOf({ engagement: { rating: 1 } })).toMatch(/^forum:text:/);
    expect(keyOf({ parentId: 'p' })).toMatch(/^forum:text:/);
    expect(keyOf({ url: 'mailto:a@b.example', nativeId: 'r1', isOwnPage: true })).toBe('forum:r1');
  });

  it('keeps when the account was opened, where that can be', () => {
    const ageOf = (createdAt: number | null) =>
      toMention({ nativeId: '1', text: 'a', author: { createdAt } }, facts)?.author;
    expect(ageOf(seenAt - 5 * DAY)).toMatchObject({ createdAt: seenAt - 5 * DAY });
    for (const wrong of [null, Number.NaN, -1, seenAt + 9 * DAY]) expect(ageOf(wrong)).not.toHaveProperty('createdAt');
  });

  it('keeps what is said about the outcome, bounded, and a place among results', () => {
    const resolution = { state: 'solved' as const, answer: ` ${'a'.repeat(9000)}`, answeredAt: 5 };
    const mention = toMention({ nativeId: '1', text: 'a', resolution, rank: 3 }, { ...facts, isAggregator: true });
    expect(mention?.resolution).toEqual({ state: 'solved', answer: 'a'.repeat(5000), answeredAt: null });
    expect(mention?.sightings).toMatchObject([{ isOriginal: false, isExcerpt: true, rank: 3, firstSeenAt: seenAt }]);
    const unsaid = { state: 'kapandı' as never, answer: ' ' };
    expect(toMention({ nativeId: '1', text: 'a', resolution: unsaid, rank: 0 }, facts)).toMatchObject({
      ...{ resolution: null, sightings: [{ rank: null, isOriginal: true }] },
    });
  });

  it('treats a native id that is an address as an address', () => {
    const a = toMention({ nativeId: 'http://www.gazete.com/h/1/?utm_medium=rss', text: 'a' }, facts);
    expect(a?.key).toBe('forum:https://gazete.com/h/1');
  });

  it('keeps only dates between 1995 and a day from now', () => {
    const at = (publishedAt: number) => toMention({ nativeId: '1', text: 'a', publishedAt }, facts)?.publishedAt;
    expect(at(seenAt + DAY)).toBe(seenAt + DAY);
    expect(at(seenAt + DAY + 1)).toBeNull();
    expect(at(0)).toBeNull();
    expect(at(Number.NaN)).toBeNull();
  });

  it('lets only http and https addresses through, without credentials', () => {
    const mention = toMention(
      { url: 'https://u:p@x.com/a', text: 'a', author: { url: 'javascript:alert(1)', name: ' Ali\u0000 \n Veli ' } },
      facts,
    );
    expect(mention?.url).toBe('https://x.com/a');
    expect(mention?.author).toMatchObject({ url: null, name: 'Ali Veli' });
    expect(toMention({ url: 'javascript:alert(1)', text: 'a' }, facts)?.url).toBeNull();
  });

  it('drops impossible counts and ratings', () => {
    const mention = toMention(
      { text: 'a', engagement: { likes: -1, views: Number.POSITIVE_INFINITY, shares: 3.7, rating: 9 } },
      facts,
    );
    expect(mention?.engagement).toEqual({ likes: null, views: null, shares: 3, comments: null, rating: null });
  });

  it('refuses an item without words and uses the title as text when that is all there is', () => {
    expect(toMention({ nativeId: '1', text: ' \u0000 ' }, facts)).toBeNull();
    expect(toMention({ nativeId: '1', title: 'Markam', text: '' }, facts)).toMatchObject({
      title: null,
      text: 'Markam',
    });
    expect(toMention({ nativeId: '1', title: 'Markam', text: 'Markam' }, facts)).toMatchObject({ title: null });
  });

  it('bounds and cleans whatever comes in, and folds title and text together', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary', maxLength: 700 }), (text, title) => {
        const mention = toMention({ nativeId: 'x', text, title: title.repeat(3) }, facts);
        if (mention === null) return;
        expect(mention.title?.length ?? 0).toBeLessThanOrEqual(500);
        expect(fullText(mention)).not.toMatch(/(?![\t\n])\p{Cc}|\p{Surrogate}/u);
        expect(mention.folded).not.toMatch(/\n/);
      }),
    );
    const long = toMention({ nativeId: 'x', text: `a${'👍'.repeat(80_000)}`, title: 'ŞOK' }, facts);
    expect(long?.text.length).toBe(99_999);
    expect(long?.folded.startsWith('sok a')).toBe(true);
  });
});
