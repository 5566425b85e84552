// Contract of mentions that come again: through other sources, edited, with newer numbers, answered.

import { describe, expect, it } from 'vitest';
import { HOUR, MINUTE } from '../../core/clock.ts';
import type { Mention, RawMention } from '../../core/types.ts';
import { commitOf, mentionOf, type OpenedStore, put, T0 } from './store-samples.ts';

const URL = 'https://www.gazete.example/haber/kargo?utm_source=rss';
const WHOLE = 'Markam kargoları günlerdir gelmiyor. Müşteriler dertli ve haklarını arıyor.';

/** The article at URL as one of three sources shows it. */
const THROUGH = {
  feed: { facts: { sourceId: 'akis', channel: 'news' }, raw: { title: 'Kargo krizi', text: WHOLE } },
  alert: {
    facts: { sourceId: 'alarm', channel: 'search', isAggregator: true },
    raw: { title: 'Kargo krizi - Gazete', text: '… kargoları günlerdir …', publishedAt: T0 - 2 * HOUR },
  },
  summary: {
    facts: { sourceId: 'ozet', channel: 'news' },
    raw: { title: 'Kargo krizi', text: 'Markam kargoları günlerdir gelmiyor.', author: { name: 'Ayşe Kalem' } },
  },
} as const;

function seen(through: keyof typeof THROUGH, atMs = 0, raw: Partial<RawMention> = {}): Mention {
  const { facts, raw: own } = THROUGH[through];
  return mentionOf('', { nativeId: null, url: URL, ...own, ...raw }, { ...facts, seenAt: T0 + atMs });
}

/** Everything but what tells which was first. */
function lasting({ sourceId: _, seenAt: __, ...rest }: Mention): object {
  const sightings = rest.sightings.map(({ firstSeenAt: _first, lastSeenAt: _last, ...each }) => each);
  return { ...rest, sightings: sightings.sort((a, b) => (a.sourceId < b.sourceId ? -1 : 1)) };
}

export function sightingContract(current: () => OpenedStore): void {
  const add = (...mentions: Mention[]) =>
    current().store.mentions.add(mentions.map((mention) => ({ mention, watchIds: ['wat_a'] })));
  const stored = async (id: string): Promise<Mention> => {
    const found = await current().store.mentions.get(id);
    if (!found) throw new Error('it is not there');
    return found.mention;
  };
  const allCount = async (sourceId: string) => {
    const range = { from: 0, to: 2 * T0, groupBy: [] };
    const [sum] = await current().store.rollups.read({ sourceIds: [sourceId], dimension: 'all', ...range });
    return sum?.count ?? 0;
  };

  describe('one item through several sources', () => {
    it('is one mention, whatever comes first, in one batch or in many', async () => {
      const { store } = current();
      const names = ['feed', 'alert', 'summary'] as const;
      const orders = names.flatMap((a) =>
        names.filter((b) => b !== a).map((b) => [a, b, ...names.filter((c) => c !== a && c !== b)]),
      ) as (keyof typeof THROUGH)[][];
      const ends: object[] = [];
      for (const order of orders) {
        for (const isOneBatch of [true, false]) {
          const [first, ...others] = order.map((through, at) => seen(through, at * MINUTE));
          if (!first) throw new Error('three sources');
          const added = isOneBatch ? await add(first, ...others) : await add(first);
          expect(added.addedIds).toEqual([first.id]);
          if (!isOneBatch) for (const other of others) expect((await add(other)).knownCount).toBe(1);
          expect(await store.mentions.count()).toBe(1);
          const mention = await stored(first.id);
          expect([mention.sourceId, mention.seenAt]).toEqual([first.sourceId, first.seenAt]);
          ends.push(lasting(mention));
          await store.mentions.removeSeenBefore(2 * T0, 10);
        }
      }
      for (const end of ends) expect(end).toEqual(ends[0]);
      expect(ends[0]).toMatchObject({
        ...{ channel: 'news', title: 'Kargo krizi', text: WHOLE, author: { name: 'Ayşe Kalem' } },
        ...{ publishedAt: T0 - 2 * HOUR, editCount: 0, changedAt: null },
        sightings: [
          { sourceId: 'akis', isOriginal: true, isTextSource: true },
          { sourceId: 'alarm', isOriginal: false, isTextSource: false, title: 'Kargo krizi - Gazete' },
          { sourceId: 'ozet', isOriginal: true, isTextSource: false, isExcerpt: false },
        ],
      });
    });

    it('is judged anew when the original comes second, found by its words, and counted once, at the first source', async () => {
      const { store } = current();
      const { id } = await put(store, seen('alert'));
      expect(await add(seen('feed', MINUTE))).toEqual({ addedIds: [], changedIds: [id], knownCount: 1 });
      expect(await store.mentions.listUnjudged(9)).toEqual([id]);
      const found = async (filter: object) => (await store.mentions.list(filter, { limit: 9 })).items.length;
      expect([await found({ search: 'dertli' }), await found({ channel: 'news' })]).toEqual([1, 1]);
      expect(await found({ channel: 'search' })).toBe(0);
      await store.judgements.commit([commitOf(await stored(id))]);
      expect(await store.mentions.listUnjudged(9)).toEqual([]);
      expect([await allCount('alarm'), await allCount('akis')]).toEqual([1, 0]);
    });

    it('is written again only when it brings something, or an hour has gone by', async () => {
      const { store } = current();
      const first = seen('feed');
      await add(first, seen('alert', MINUTE));
      const before = await stored(first.id);
      for (const at of [0, MINUTE, 30 * MINUTE]) {
        expect(await add(seen('feed', at), seen('alert', at + MINUTE))).toMatchObject({
          changedIds: [],
          knownCount: 1,
        });
        expect(await stored(first.id)).toEqual(before);
      }
      await add(seen('feed', HOUR));
      const { sightings } = await stored(first.id);
      expect(sightings.map(({ lastSeenAt }) => lastSeenAt)).toEqual([T0 + HOUR, T0 + MINUTE]);
      expect(await store.mentions.versions(first.id)).toEqual([]);
    });

    it('has no versions from two cuts of one text, or from excerpts that are cut anew', async () => {
      const { id } = seen('summary');
      for (let round = 0; round < 3; round += 1) {
        await add(seen('summary', round * HOUR));
        await add(seen('feed', round * HOUR + MINUTE));
        await add(seen('alert', round * HOUR + 2 * MINUTE, { text: `… kesit ${round} …` }));
      }
      expect(await stored(id)).toMatchObject({ text: WHOLE, editCount: 0 });
      expect(await current().store.mentions.versions(id)).toEqual([]);
    });
  });

  describe('a mention that is edited at its source', () => {
    it('has the new text, keeps the old one, is found by the new words only and is judged anew', async () => {
      const { store } = current();
      const { id } = await put(store, seen('feed'));
      const edited = seen('feed', MINUTE, { text: 'Markam özür diledi.' });
      expect(await add(edited)).toEqual({ addedIds: [], changedIds: [id], knownCount: 1 });
      expect(await add(edited)).toMatchObject({ changedIds: [] });
      expect(await stored(id)).toMatchObject({ text: edited.text, editCount: 1, changedAt: T0 + MINUTE });
      expect(await store.mentions.versions(id)).toEqual([
        ...[
          { mentionId: id, seenAt: T0, replacedAt: T0 + MINUTE, title: 'Kargo krizi', text: WHOLE, resolution: null },
        ],
      ]);
      const found = async (search: string) => (await store.mentions.list({ search }, { limit: 9 })).items.length;
      expect([await found('özür'), await found('dertli')]).toEqual([1, 0]);
      expect(await store.mentions.listUnjudged(9)).toEqual([id]);
      await put(store, await stored(id));
      expect([await store.mentions.listUnjudged(9), await allCount('akis')]).toEqual([[], 1]);
    });

    it('is judged anew only as long as a watch of the brand claims it, and once one does again', async () => {
      const { store } = current();
      const { id } = await put(store, seen('feed'));
      await store.judgements.commit([{ ...commitOf(await stored(id)), links: { add: [], remove: ['wat_a'] } }]);
      await store.mentions.add([
        { mention: seen('feed', MINUTE, { text: 'Markam özür diledi.' }), watchIds: ['wat_a'] },
      ]);
      expect(await store.mentions.listUnjudged(9)).toEqual([]);
      await store.mentions.add([
        { mention: seen('feed', MINUTE, { text: 'Markam özür diledi.' }), watchIds: ['wat_a2'] },
      ]);
      expect(await store.mentions.listUnjudged(9)).toEqual([id]);
    });

    it('is not, when only white space is another, when an older answer comes late, or twice in one batch', async () => {
      const first = seen('feed', HOUR);
      await add(first);
      await add(seen('feed', 2 * HOUR, { text: `${WHOLE.replaceAll(' ', '  ')}\n` }));
      await add(seen('feed', 0, { text: 'eski hâli' }));
      await add(seen('feed', 3 * HOUR), seen('feed', 3 * HOUR, { text: 'aynı adreste başka bir şey' }));
      expect(await stored(first.id)).toMatchObject({ text: WHOLE, editCount: 0 });
      expect(await current().store.mentions.versions(first.id)).toEqual([]);
    });

    it('keeps its last twenty versions', async () => {
      const { id } = seen('feed');
      for (let at = 0; at <= 22; at += 1) await add(seen('feed', at * MINUTE, { text: `hâl ${at}` }));
      const versions = await current().store.mentions.versions(id);
      expect(versions.map(({ text }) => text)).toEqual(Array.from({ length: 20 }, (_, at) => `hâl ${21 - at}`));
      expect(versions.at(-1)).toMatchObject({ seenAt: T0 + 2 * MINUTE, replacedAt: T0 + 3 * MINUTE });
      expect((await stored(id)).editCount).toBe(22);
    });

    it('takes newer numbers without a version and without being judged anew', async () => {
      const { store } = current();
      const { id } = await put(store, seen('feed', 0, { engagement: { likes: 1, rating: 1 } }));
      const newer = seen('feed', MINUTE, { engagement: { likes: 9, rating: 4 } });
      expect(await add(newer)).toEqual({ addedIds: [], changedIds: [], knownCount: 1 });
      expect((await stored(id)).engagement).toMatchObject({ likes: 9, rating: 4 });
      expect([await store.mentions.versions(id), await store.mentions.listUnjudged(9)]).toEqual([[], []]);
    });

    it('is one mention when it is answered and solved, and says how it was', async () => {
      const { store } = current();
      const solved = { state: 'solved' as const, answer: 'İade ettik.', answeredAt: T0 + HOUR };
      const { id } = await put(store, seen('feed', 0, { resolution: { state: 'open' } }));
      expect((await stored(id)).resolution).toEqual({ state: 'open', answer: null, answeredAt: null });
      expect(await add(seen('feed', HOUR, { resolution: solved }))).toMatchObject({ changedIds: [], knownCount: 1 });
      expect(await stored(id)).toMatchObject({ resolution: solved, editCount: 0, changedAt: T0 + HOUR });
      const [version] = await store.mentions.versions(id);
      expect(version).toMatchObject({ text: WHOLE, resolution: { state: 'open' }, replacedAt: T0 + HOUR });
      await add(seen('feed', 2 * HOUR));
      expect((await stored(id)).resolution).toEqual(solved);
    });
  });

  describe('what hangs on a mention', () => {
    it('goes with it by age, and does not come back with it', async () => {
      const { store } = current();
      await add(seen('feed'), seen('alert'));
      await add(seen('feed', MINUTE, { text: 'değişti' }));
      await store.mentions.removeSeenBefore(2 * T0, 9);
      const again = seen('feed', HOUR);
      expect((await add(again)).addedIds).toEqual([again.id]);
      expect([await store.mentions.versions(again.id), await stored(again.id)]).toEqual([[], again]);
    });

    it('goes with an author, also one that only the lesser of two sources named', async () => {
      const { store } = current();
      const article = seen('feed', 0, { author: { name: 'Ayşe Kalem' } });
      await add(article, seen('alert', 0, { author: { name: 'Veli Göz' } }));
      await add(seen('feed', MINUTE, { author: { name: 'Ayşe Kalem' }, text: 'değişti' }));
      expect(await store.mentions.eraseAuthor('veli göz', 'usr_1', T0)).toBe(1);
      expect([await store.mentions.get(article.id), await store.mentions.versions(article.id)]).toEqual([null, []]);
    });
  });
}
