// Contract of searching: the rule of core/text/search.ts, the same in every store.

import { describe, expect, it } from 'vitest';
import { mentionOf, type OpenedStore, put, T0 } from './store-samples.ts';

const TEXTS: Record<string, string> = {
  upper: 'ŞİKÂYET ediyorum, hâlâ bekliyorum',
  suffix: 'Kargolarımızdan haber yok; Markam’dan iade istedim.',
  soft: 'Kitabı ve rengi yanlış geldi',
  other: 'Teşekkürler, çok memnunum 10 gün',
  foreign: 'Привет мир, 物流 sorunu',
};

const CASES: [string, string[]][] = [
  ['sikayet', ['upper']],
  ['Şikâyet', ['upper']],
  ['SIKAYET', ['upper']],
  ['kargo', ['suffix']],
  ['markam', ['suffix']],
  ["Markam'dan", ['suffix']],
  ["markam'a", ['suffix']],
  ['iade kargo', ['suffix']],
  ['iade teşekkür', []],
  ['kitap', ['soft']],
  ['renk', ['soft']],
  ['argo', []],
  ['10', ['other']],
  ['te', ['other']],
  ['g', ['soft', 'other']],
  ['привет', ['foreign']],
  ['物', ['foreign']],
  ['ediyorum, hala!', ['upper']],
  ['"; DROP * ( NEAR', []],
  ['???', []],
];

export function searchContract(current: () => OpenedStore): void {
  describe('search', () => {
    it('finds beginnings of words in any spelling, all words in one mention', async () => {
      const { store } = current();
      for (const [index, [name, text]] of Object.entries(TEXTS).entries())
        await put(store, mentionOf(name, { text }, { seenAt: T0 - index }));
      for (const [search, expected] of CASES) {
        const mentions = await store.mentions.list({ search }, { limit: 10 });
        expect([search, mentions.items.map(({ mention }) => mention.key.split(':')[1])]).toEqual([search, expected]);
        const stories = await store.stories.list({ search }, { limit: 10 });
        expect([search, stories.items.map(({ title }) => title)]).toEqual([
          search,
          expected.map((name) => TEXTS[name]),
        ]);
      }
      expect((await store.mentions.list({ search: '  ' }, { limit: 10 })).items).toHaveLength(5);
    });

    it('looks at the title too, and at what is not judged yet', async () => {
      const { store } = current();
      await store.mentions.add([{ mention: mentionOf('a', { title: 'Boykot çağrısı' }), watchIds: ['wat_a'] }]);
      expect((await store.mentions.list({ search: 'boykot' }, { limit: 10 })).items).toHaveLength(1);
    });

    it('goes together with the other filters', async () => {
      const { store } = current();
      await put(store, mentionOf('a', { text: 'kargo kötü' }, { channel: 'news' }), { story: 'S' });
      await put(store, mentionOf('b', { text: 'kargo iyi' }), {
        story: 'S',
        sentiment: 'positive',
        watchIds: ['wat_a2'],
      });
      await put(store, mentionOf('c', { text: 'iade iyi' }), { story: 'T', sentiment: 'positive' });
      const mentions = async (filter: object) => (await store.mentions.list(filter, { limit: 9 })).items.length;
      expect(await mentions({ search: 'kargo', channel: 'news' })).toBe(1);
      expect(await mentions({ search: 'kargo', watchId: 'wat_a2' })).toBe(1);
      expect(
        await mentions({ search: 'kargo', storyId: (await store.stories.list({}, { limit: 9 })).items[0]?.id }),
      ).toBeLessThan(3);
      expect(await mentions({ search: 'iyi', brandId: 'brd_b' })).toBe(0);
      const stories = async (filter: object) => (await store.stories.list(filter, { limit: 9 })).items.length;
      expect(await stories({ search: 'kargo' })).toBe(1);
      expect(await stories({ search: 'kargo iyi' })).toBe(1);
      expect(await stories({ search: 'kötü iyi' })).toBe(0);
      expect(await stories({ search: 'kargo', watchId: 'wat_a2' })).toBe(1);
      expect(await stories({ search: 'iade', channel: 'news' })).toBe(0);
    });

    it('gives page after page, each item once', async () => {
      const { store } = current();
      for (let i = 0; i < 7; i += 1) await put(store, mentionOf(`m${i}`, { text: `kargo ${i}` }, { seenAt: T0 + i }));
      for (const list of [store.mentions.list, store.stories.list]) {
        let cursor: string | null = null;
        const counts: number[] = [];
        do {
          const page: { items: unknown[]; nextCursor: string | null } = await list(
            { search: 'kargo' },
            { limit: 3, cursor },
          );
          counts.push(page.items.length);
          cursor = page.nextCursor;
        } while (cursor);
        expect(counts).toEqual([3, 3, 1]);
      }
    });
  });
}
