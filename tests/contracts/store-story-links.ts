// Contract of stories that people merge, split and keep apart, and of the mark of a wave.

import { describe, expect, it } from 'vitest';
import { HOUR } from '../../core/clock.ts';
import { linkedAddress } from '../../core/mention.ts';
import type { Store } from '../../core/ports.ts';
import { fingerprint } from '../../core/text/similarity.ts';
import type { Mention, StoryWave } from '../../core/types.ts';
import {
  commitOf,
  entryOf,
  evidenceOf,
  incidentOf,
  type Judged,
  mentionOf,
  type OpenedStore,
  put,
  storyIdOf,
  T0,
} from './store-samples.ts';

const [S, F, N] = [storyIdOf('S'), storyIdOf('F'), 'sto_new'];
const WAVE: StoryWave = {
  ...{ kind: 'text', mentionIds: ['men_1'], accountCount: 9, from: T0, to: T0 + 5 },
  ...{ datedCount: 4, youngCount: 3, followedCount: 0, smallCount: 0 },
};

const bandsOf = ({ title, text, url }: Mention) => fingerprint(title, text, url).bands;

/** Found by its own words, as analysis makes it. */
async function told(store: Store, text: string, judged: Judged & { seenAt?: number; author?: string }) {
  const author = { handle: judged.author ?? 'biri' };
  const mention = mentionOf(text, { text, author }, { seenAt: judged.seenAt ?? T0 });
  const { signature, bands } = fingerprint(mention.title, mention.text, linkedAddress(mention));
  return put(store, mention, { signature, bands, ...judged });
}

const FIRE = 'Gebze deposunda çıkan büyük yangın sabaha karşı söndürüldü';
const STRIKE = 'Kocaeli fabrikasında çalışan işçiler bugün greve başladı';
const RECALL = 'Ürettikleri bebek mamasında cam parçası bulundu, geri çağrıldı';

async function counts(store: Store) {
  const span = { brandId: 'brd_a', from: 0, to: 2 * T0, groupBy: ['hour', 'value'] as ('hour' | 'value')[] };
  return [
    await store.rollups.read({ ...span, dimension: 'all' }),
    await store.rollups.read({ ...span, dimension: 'type' }),
  ];
}

const foundBy = async (store: Store, mention: Mention) =>
  (await store.stories.candidates('brd_a', bandsOf(mention), 0, 50)).map(({ storyId }) => storyId);

export function storyLinkContract(current: () => OpenedStore): void {
  mergeContract(current);
  splitContract(current);
  describe('stories that were decided about', () => {
    it('are kept apart by anybody, once, and only within a brand', async () => {
      const { store } = current();
      await put(store, mentionOf('a'), { story: 'S' });
      await put(store, mentionOf('b'), { story: 'F' });
      await put(store, mentionOf('c'), { brandId: 'brd_b', story: 'R', watchIds: ['wat_b'] });
      expect(await store.stories.keepApart(S, F, 'usr_1', T0)).toBe(true);
      expect(await store.stories.keepApart(F, S, 'usr_2', T0 + 1)).toBe(true);
      expect(await store.stories.keepApart(S, S, 'usr_1', T0)).toBe(false);
      expect(await store.stories.keepApart(S, storyIdOf('R', 'brd_b'), 'usr_1', T0)).toBe(false);
      const [link, ...more] = await store.stories.links(F);
      expect(link).toMatchObject({ kind: 'apart', brandId: 'brd_a', by: 'usr_1', at: T0, mentionIds: null });
      expect(more).toEqual([]);
      expect(await store.stories.links(S)).toEqual([link]);
      await store.stories.merge(S, [F], 'usr_1', T0 + 2);
      expect((await store.stories.links(S)).map(({ kind }) => kind)).toEqual(['merged']);
    });

    it('show the wave that was seen in them, and the larger one after a merge', async () => {
      const { store } = current();
      await put(store, mentionOf('a'), { story: 'S' });
      await put(store, mentionOf('b'), { story: 'F' });
      await store.stories.setWave(F, WAVE);
      await store.stories.setWave('sto_none', WAVE);
      expect((await store.stories.get(F))?.wave).toEqual(WAVE);
      expect(await store.stories.get(S)).not.toHaveProperty('wave');
      await put(store, mentionOf('c'), { story: 'F' });
      await store.stories.setState(F, { assigneeId: 'usr_1' });
      expect((await store.stories.list({}, { limit: 5 })).items.find(({ id }) => id === F)?.wave).toEqual(WAVE);
      expect((await store.stories.merge(S, [F], 'usr_1', T0))?.wave).toEqual(WAVE);
    });

    it('forget an erased author, and decisions go with the mentions of their time', async () => {
      const { store } = current();
      const mine = await told(store, FIRE, { story: 'F', author: 'silinecek' });
      await told(store, STRIKE, { story: 'F', seenAt: T0 + 1 });
      await told(store, RECALL, { story: 'S', seenAt: T0 + 1 });
      await store.stories.merge(S, [F], 'usr_1', T0 + HOUR);
      expect((await store.stories.links(S))[0]?.mentionIds).toContain(mine.id);
      await store.mentions.eraseAuthor('silinecek', 'usr_1', T0);
      expect((await store.stories.links(S))[0]?.mentionIds).toHaveLength(1);
      await store.mentions.removeSeenBefore(T0 + 2 * HOUR, 100);
      expect(await store.stories.links(S)).toEqual([]);
      expect(await store.stories.get(F)).toBeNull();
    });

    it('tell where mentions are now', async () => {
      const { store } = current();
      const [a, b] = [
        await put(store, mentionOf('a'), { story: 'S' }),
        await put(store, mentionOf('b'), { story: 'F' }),
      ];
      const fresh = mentionOf('c');
      await store.mentions.add([{ mention: fresh, watchIds: ['wat_a'] }]);
      const places = async (brandId = 'brd_a') =>
        Object.fromEntries(await store.stories.placesOf(brandId, [a.id, b.id, fresh.id, 'men_none']));
      expect(await places()).toEqual({ [a.id]: S, [b.id]: F });
      expect(await places('brd_b')).toEqual({});
      await store.stories.merge(S, [F], 'usr_1', T0);
      expect(await places()).toEqual({ [a.id]: S, [b.id]: S });
      expect(await store.stories.placesOf('brd_a', [])).toEqual(new Map());
    });
  });
}

function mergeContract(current: () => OpenedStore): void {
  describe('stories that are merged', () => {
    it('are one with the facts of all, and what is counted by hour stays', async () => {
      const { store } = current();
      await told(store, FIRE, { story: 'S', title: 'Yangın', author: 'ali', seenAt: T0 + 5 });
      await told(store, STRIKE, { story: 'F', title: 'Grev', author: 'veli', types: ['fraud'], severity: 1 });
      await put(store, mentionOf('x', {}, { channel: 'news', sourceId: 'news' }), {
        story: 'F',
        sentiment: 'positive',
      });
      const before = await counts(store);
      const merged = await store.stories.merge(S, [F, F, S, 'sto_none'], 'usr_1', T0);
      expect(merged).toMatchObject({
        ...{ id: S, title: 'Yangın', mentionCount: 3, negativeCount: 2, severity: 1, firstSeenAt: T0 },
        lastSeenAt: T0 + 5,
      });
      expect(merged?.authors.toSorted()).toEqual(['ali', 'veli']);
      expect(merged?.types.toSorted()).toEqual(['complaint', 'fraud']);
      expect(merged?.channels.toSorted()).toEqual(['community', 'news']);
      expect(await counts(store)).toEqual(before);
      expect((await store.mentions.list({ storyId: S }, { limit: 9 })).items).toHaveLength(3);
      expect((await store.stories.list({}, { limit: 9 })).items).toHaveLength(1);
    });

    it('are found under their old ids, also after a merge of the merge', async () => {
      const { store } = current();
      await put(store, mentionOf('a'), { story: 'S' });
      await put(store, mentionOf('b'), { story: 'F' });
      await put(store, mentionOf('c'), { story: 'T' });
      await store.stories.merge(S, [F], 'usr_1', T0);
      await store.stories.merge(storyIdOf('T'), [S], 'usr_1', T0 + 1);
      expect((await store.stories.get(F))?.id).toBe(storyIdOf('T'));
      expect((await store.stories.get(S))?.mentionCount).toBe(3);
      expect((await store.stories.merge(F, [], 'usr_1', T0))?.id).toBe(storyIdOf('T'));
      expect(await store.stories.merge('sto_none', [S], 'usr_1', T0)).toBeNull();
    });

    it('take in what looks like a member of any of them', async () => {
      const { store } = current();
      const [fire, strike] = [await told(store, FIRE, { story: 'S' }), await told(store, STRIKE, { story: 'F' })];
      await store.stories.merge(S, [F], 'usr_1', T0);
      expect(new Set(await foundBy(store, strike))).toEqual(new Set([S]));
      expect(new Set(await foundBy(store, fire))).toEqual(new Set([S]));
    });

    it('stay together when a member is judged anew, or for the first time under the old id', async () => {
      const { store } = current();
      await put(store, mentionOf('a'), { story: 'S' });
      const b = await put(store, mentionOf('b'), { story: 'F' });
      await store.stories.merge(S, [F], 'usr_1', T0);
      await store.judgements.commit([commitOf(b, { story: 'F', sentiment: 'positive' })]);
      expect(await store.stories.get(S)).toMatchObject({ mentionCount: 2, negativeCount: 1 });
      const [late, other] = [mentionOf('late'), mentionOf('other')];
      await store.mentions.add([late, other].map((mention) => ({ mention, watchIds: ['wat_a'] })));
      await store.judgements.commit([commitOf(late, { story: 'F' }), commitOf(other, { story: 'S' })]);
      expect((await store.stories.list({}, { limit: 9 })).items).toMatchObject([{ id: S, mentionCount: 4 }]);
      expect((await store.judgements.get(late.id, 'brd_a'))?.storyId).toBe(S);
    });

    it('keep the decision of the one that stays, but open when another was open', async () => {
      const { store } = current();
      for (const name of ['S', 'F', 'G']) await put(store, mentionOf(name), { story: name });
      await store.stories.setState(S, { state: 'closed' });
      await store.stories.setState(F, { state: 'irrelevant', assigneeId: 'usr_2' });
      expect(await store.stories.merge(S, [F], 'usr_1', T0)).toMatchObject({ state: 'closed', assigneeId: 'usr_2' });
      await store.stories.setState(S, { state: 'snoozed', wakeAtCount: 9 });
      expect(await store.stories.merge(S, [storyIdOf('G')], 'usr_1', T0)).toMatchObject({
        ...{ state: 'open', wakeAtCount: null, assigneeId: 'usr_2' },
      });
    });

    it('wake when they have grown to the size that was asked for', async () => {
      const { store } = current();
      for (const name of ['S', 'F']) await put(store, mentionOf(name), { story: name });
      await store.stories.setState(S, { state: 'snoozed', wakeAtCount: 2 });
      await store.stories.setState(F, { state: 'closed' });
      expect(await store.stories.merge(S, [F], 'usr_1', T0)).toMatchObject({ state: 'open', wakeAtCount: null });
    });

    it('take their incidents and evidence with them, and stay within their brand', async () => {
      const { store } = current();
      await put(store, mentionOf('a'), { story: 'S' });
      const b = await put(store, mentionOf('b'), { story: 'F' });
      await put(store, mentionOf('r'), { brandId: 'brd_b', story: 'R', watchIds: ['wat_b'] });
      await store.incidents.open(incidentOf('inc_1', { storyIds: [F, S] }), entryOf('tim_1', 'inc_1'));
      await store.incidents.open(
        incidentOf('inc_2', { storyIds: ['x', F], fingerprint: 'z' }),
        entryOf('tim_2', 'inc_2'),
      );
      await store.evidence.add(evidenceOf('evd_1', { mentionId: b.id, storyIds: [F] }));
      expect(await store.stories.merge(S, [F, storyIdOf('R', 'brd_b')], 'usr_1', T0)).toMatchObject({
        mentionCount: 2,
      });
      expect((await store.incidents.get('inc_1'))?.storyIds).toEqual([S]);
      expect((await store.incidents.get('inc_2'))?.storyIds).toEqual(['x', S]);
      const filed = await store.evidence.list({ storyIds: [S] }, { limit: 9 });
      expect(filed.items).toMatchObject([{ id: 'evd_1', storyIds: [F, S] }]);
      expect(await store.stories.get(storyIdOf('R', 'brd_b'))).toMatchObject({ mentionCount: 1 });
    });

    it('remember who merged what, and come apart again as they were', async () => {
      const { store } = current();
      await told(store, FIRE, { story: 'S', title: 'Yangın' });
      const strike = await told(store, STRIKE, { story: 'F', title: 'Grev' });
      await store.stories.setState(F, { state: 'snoozed', wakeAtCount: 40, assigneeId: 'usr_3' });
      await store.stories.merge(S, [F], 'usr_1', T0 + 7);
      const [link] = await store.stories.links(S);
      expect(link).toMatchObject({
        ...{ kind: 'merged', fromId: F, intoId: S, mentionIds: [strike.id], by: 'usr_1', at: T0 + 7 },
        before: { state: 'snoozed', wakeAtCount: 40, assigneeId: 'usr_3' },
      });
      const back = await store.stories.split(S, link?.mentionIds ?? [], F, 'usr_1', T0 + 9);
      expect(back).toMatchObject({ id: F, mentionCount: 1, state: 'snoozed', wakeAtCount: 40, assigneeId: 'usr_3' });
      expect(back?.title).toBe(STRIKE);
      expect((await store.stories.get(S))?.mentionCount).toBe(1);
      expect(await foundBy(store, strike)).toEqual([F]);
      expect((await store.stories.links(S)).map(({ kind }) => kind)).toEqual(['apart']);
    });
  });
}

function splitContract(current: () => OpenedStore): void {
  describe('stories that are split', () => {
    it('are two with the facts of their own mentions, and what is counted by hour stays', async () => {
      const { store } = current();
      await told(store, FIRE, { story: 'S', title: 'Yangın', seenAt: T0 + 9 });
      const strike = await told(store, STRIKE, { story: 'S', types: ['fraud'], severity: 1, author: 'veli' });
      const recall = await told(store, RECALL, { story: 'S', sentiment: 'positive', seenAt: T0 + 3 });
      const before = await counts(store);
      const made = await store.stories.split(S, [strike.id, recall.id, 'men_none'], N, 'usr_1', T0 + 20);
      expect(made).toMatchObject({
        ...{ id: N, brandId: 'brd_a', title: STRIKE, firstMentionId: strike.id, mentionCount: 2, negativeCount: 1 },
        ...{ severity: 1, state: 'open', wakeAtCount: null, assigneeId: null, firstSeenAt: T0, lastSeenAt: T0 + 3 },
      });
      expect(await store.stories.get(S)).toMatchObject({ mentionCount: 1, severity: 3, types: ['complaint'] });
      expect(await counts(store)).toEqual(before);
      expect((await store.judgements.get(strike.id, 'brd_a'))?.storyId).toBe(N);
      expect((await store.stories.links(N))[0]).toMatchObject({ kind: 'apart', fromId: N, intoId: S, by: 'usr_1' });
    });

    it('are each found by what looks like their own mentions, also where they were copies', async () => {
      const { store } = current();
      const copies = [];
      for (const [at, name] of ['bir', 'iki', 'üç'].entries())
        copies.push(
          await told(store, `${FIRE} ${name}`, {
            story: 'S',
            seenAt: T0 + at,
            bands: bandsOf(mentionOf(FIRE, { text: FIRE })),
          }),
        );
      const last = copies.at(-1) as Mention;
      await store.stories.split(S, [last.id], N, 'usr_1', T0);
      expect((await foundBy(store, last)).toSorted()).toContain(N);
      expect(await foundBy(store, copies[0] as Mention)).toContain(S);
    });

    it('stay apart when a member is judged anew, also by one who has not heard of it', async () => {
      const { store } = current();
      await told(store, FIRE, { story: 'S' });
      const strike = await told(store, STRIKE, { story: 'S' });
      await store.stories.split(S, [strike.id], N, 'usr_1', T0);
      const again = commitOf(strike, { sentiment: 'neutral' });
      const storyId = (await store.stories.placesOf('brd_a', [strike.id])).get(strike.id) ?? '';
      await store.judgements.commit([
        { ...again, judgement: { ...again.judgement, storyId }, story: { ...again.story, id: storyId } },
      ]);
      expect(await store.stories.get(N)).toMatchObject({ mentionCount: 1, negativeCount: 0 });
      await store.judgements.commit([commitOf(strike, { story: 'S' })]);
      expect(await store.stories.get(N)).toMatchObject({ mentionCount: 1, negativeCount: 1 });
      expect(await store.stories.get(S)).toMatchObject({ mentionCount: 1 });
    });

    it('never lose all their mentions, and a repeated call changes nothing', async () => {
      const { store } = current();
      const [fire, strike] = [await told(store, FIRE, { story: 'S' }), await told(store, STRIKE, { story: 'S' })];
      expect(await store.stories.split(S, [fire.id, strike.id], N, 'usr_1', T0)).toBeNull();
      expect(await store.stories.split(S, [], N, 'usr_1', T0)).toBeNull();
      expect(await store.stories.split(S, ['men_none'], N, 'usr_1', T0)).toBeNull();
      expect(await store.stories.split('sto_none', [fire.id], N, 'usr_1', T0)).toBeNull();
      const made = await store.stories.split(S, [strike.id], N, 'usr_1', T0);
      expect(await store.stories.split(S, [strike.id], N, 'usr_1', T0)).toEqual(made);
      expect((await store.stories.get(S))?.mentionCount).toBe(1);
    });
  });
}
