// Contract of entities: what a mention names is kept with its judgement, found by name in any spelling, and counted.

import { describe, expect, it } from 'vitest';
import { HOUR } from '../../core/clock.ts';
import type { JudgementCommit, MentionFilter, Store } from '../../core/ports.ts';
import type { Judgement, Mention } from '../../core/types.ts';
import { moveStore } from '../../pipeline/move-store.ts';
import { openStore } from '../../store/open.ts';
import { commitOf, type Judged, mentionOf, type OpenedStore, put, T0 } from './store-samples.ts';

type Entities = NonNullable<Judgement['entities']>;

const KADIKOY = { kind: 'branch', name: 'Kadıköy Şubesi', start: 0, end: 5 } as const;
const CITY = { kind: 'city', name: 'İstanbul', start: 0, end: 5 } as const;
const DISTRICT = { kind: 'district', name: 'Kadıköy', start: 0, end: 5 } as const;
const PRODUCT = { kind: 'product', name: 'Karnova 3', start: 6, end: 9 } as const;

function naming(mention: Mention, entities: Entities, judged: Judged = {}): JudgementCommit {
  const commit = commitOf(mention, judged);
  const finding = { analyzer: 'entity', version: '1', kind: 'entity', confidence: 0.9 } as const;
  const findings = entities.map(({ kind, name, start, end }) => ({ ...finding, label: kind, value: name, start, end }));
  const judgement = { ...commit.judgement, findings: [...commit.judgement.findings, ...findings], entities };
  const [first] = commit.rollups;
  const rollups = entities.map(({ kind, name }) => ({
    ...{ watchId: 'wat_a', brandId: 'brd_a', hourAt: T0 - (T0 % HOUR), sourceId: first?.sourceId ?? '' },
    ...{ dimension: 'entity' as const, value: `${kind}:${name}` },
  }));
  return { ...commit, judgement, rollups: [...commit.rollups, ...rollups] };
}

async function fill(store: Store): Promise<void> {
  const all: [string, Entities][] = [
    ['one', [KADIKOY, DISTRICT, CITY]],
    ['two', [DISTRICT, CITY]],
    ['three', [PRODUCT]],
  ];
  for (const [index, [id, entities]] of all.entries()) {
    const mention = mentionOf(id, {}, { seenAt: T0 + index });
    await store.mentions.add([{ mention, watchIds: ['wat_a'] }]);
    await store.judgements.commit([naming(mention, entities)]);
  }
  await put(store, mentionOf('none', {}, { seenAt: T0 + 9 }));
}

async function texts(store: Store, filter: MentionFilter): Promise<string[]> {
  const found: string[] = [];
  let cursor: string | null = null;
  do {
    const page = await store.mentions.list(filter, { limit: 1, cursor });
    found.push(...page.items.map(({ mention }) => mention.text.replace('Kargo gelmedi ', '')));
    cursor = page.nextCursor;
  } while (cursor !== null);
  return found;
}

export function entityContract(current: () => OpenedStore): void {
  describe('entities', () => {
    it('come back with the judgement as they were written', async () => {
      const { store } = current();
      await fill(store);
      const judgement = await store.judgements.get(mentionOf('one').id, 'brd_a');
      expect(judgement?.entities).toEqual([KADIKOY, DISTRICT, CITY]);
      expect(judgement?.findings.at(-1)).toMatchObject({ label: 'city', value: 'İstanbul', start: 0, end: 5 });
      expect(await store.judgements.get(mentionOf('none').id, 'brd_a')).not.toHaveProperty('entities');
    });

    it.each<[MentionFilter, string[]]>([
      [{ entity: 'city:İstanbul' }, ['two', 'one']],
      [{ entity: 'city:ISTANBUL' }, ['two', 'one']],
      [{ entity: 'Kadıköy' }, ['two', 'one']],
      [{ entity: 'branch:kadıköy şubesi' }, ['one']],
      [{ entity: 'karnova 3' }, ['three']],
      [{ entity: 'product:Kadıköy' }, []],
      [{ entity: 'Bursa' }, []],
      [{ entity: 'kadıköy', since: T0 + 1 }, ['two']],
      [{ entity: 'kadıköy', watchId: 'wat_a' }, ['two', 'one']],
      [{ entity: 'kadıköy', watchId: 'wat_a2' }, []],
      [{ entity: 'kadıköy', brandId: 'brd_b' }, []],
      [{ entity: 'kadıköy', search: 'kargo one' }, ['one']],
      [{ entity: 'kadıköy', sentiment: 'positive' }, []],
    ])('are what mentions are found by: %j', async (filter, expected) => {
      const { store } = current();
      await fill(store);
      expect(await texts(store, filter)).toEqual(expected);
    });

    it('find a mention once that has the name in two kinds', async () => {
      const { store } = current();
      await fill(store);
      const mention = mentionOf('both', {}, { seenAt: T0 + 20 });
      await store.mentions.add([{ mention, watchIds: ['wat_a'] }]);
      await store.judgements.commit([naming(mention, [{ ...KADIKOY, name: 'Kadıköy' }, DISTRICT])]);
      expect(await texts(store, { entity: 'Kadıköy' })).toEqual(['both', 'two', 'one']);
    });

    it('are those of the newest judgement', async () => {
      const { store } = current();
      await fill(store);
      await store.judgements.commit([naming(mentionOf('one', {}, { seenAt: T0 }), [PRODUCT])]);
      expect(await texts(store, { entity: 'city:İstanbul' })).toEqual(['two']);
      expect(await texts(store, { entity: 'product:Karnova 3' })).toEqual(['three', 'one']);
      const sums = await store.rollups.read({
        ...{ brandId: 'brd_a', dimension: 'entity', from: T0 - HOUR, to: T0 + HOUR, groupBy: ['value'] },
      });
      expect(Object.fromEntries(sums.map(({ value, count }) => [value, count]))).toEqual({
        ...{ 'district:Kadıköy': 1, 'city:İstanbul': 1, 'product:Karnova 3': 2 },
      });
    });

    it('go along to another store', async () => {
      const { store, clock } = current();
      await fill(store);
      const other = openStore({ kind: 'sqlite', path: ':memory:', clock: clock as never });
      await other.migrate();
      await moveStore({ source: store, target: other });
      expect(await texts(other, { entity: 'city:İstanbul' })).toEqual(['two', 'one']);
      await other.close();
    });

    it('go with their mention', async () => {
      const { store } = current();
      await fill(store);
      await store.mentions.removeSeenBefore(T0 + 1, 10);
      expect(await texts(store, { entity: 'branch:Kadıköy Şubesi' })).toEqual([]);
      expect(await texts(store, { entity: 'city:İstanbul' })).toEqual(['two']);
    });
  });
}
