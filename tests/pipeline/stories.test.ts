import { expect, it } from 'vitest';
import { DAY, HOUR, MINUTE, SECOND } from '../../core/clock.ts';
import { fingerprint } from '../../core/text/similarity.ts';
import type { RawMention, Story } from '../../core/types.ts';
import { analyzeJob } from '../../pipeline/analyze.ts';
import { evaluateJob } from '../../pipeline/evaluate.ts';
import { findNear } from '../../pipeline/near-stories.ts';
import { keepStoriesApart, mergeStories, splitStory, undoMerge } from '../../pipeline/stories.ts';
import { courseOf } from '../../pipeline/story-course.ts';
import { asked, openWorld, store, type World } from './support.ts';

const FIRE = 'Markam’ın Gebze deposunda çıkan yangın sabaha karşı söndürüldü, ölen ya da yaralanan olmadı, hasar büyük';
const STRIKE = 'Markam fabrikasında çalışan işçiler zam görüşmesi tıkanınca bu sabah greve başladı, üretim durdu';

async function tell(world: World, raws: RawMention[], seenAt?: number): Promise<string[]> {
  const mentionIds = await store(world, raws, seenAt === undefined ? {} : { seenAt });
  await analyzeJob(world.deps, { mentionIds });
  return mentionIds;
}

const storiesOf = async (world: World) =>
  (await world.deps.store.stories.list({ brandId: world.brand.id }, { limit: 50 })).items;
const byTitle = async (world: World, word: string) =>
  (await storiesOf(world)).find(({ title }) => title.includes(word)) as Story;

async function fireAndStrike(world: World) {
  await tell(world, [
    { nativeId: 'f1', text: FIRE, author: { handle: 'ali' } },
    { nativeId: 'f2', text: `${FIRE} :(`, author: { handle: 'veli' } },
    { nativeId: 's1', text: STRIKE, author: { handle: 'can' } },
  ]);
  return { fire: await byTitle(world, 'yangın'), strike: await byTitle(world, 'grev') };
}

it('merges for good: new copies join, an analysis that runs again changes nothing, and it can be undone', async () => {
  const world = await openWorld();
  const { fire, strike } = await fireAndStrike(world);
  const merged = await mergeStories(world.deps, fire.id, [strike.id], 'usr_1');
  expect(merged).toMatchObject({ id: fire.id, mentionCount: 3 });
  expect(asked(world, 'evaluate').length).toBe(2);
  const [again] = await tell(world, [{ nativeId: 's2', text: `${STRIKE}!` }]);
  expect((await world.deps.store.judgements.get(again ?? '', world.brand.id))?.storyId).toBe(fire.id);
  const all = (await world.deps.store.mentions.list({ storyId: fire.id }, { limit: 9 })).items;
  await analyzeJob(world.deps, { mentionIds: all.map(({ mention }) => mention.id) });
  expect((await storiesOf(world)).map(({ mentionCount }) => mentionCount)).toEqual([4]);
  const { made, story } = await undoMerge(world.deps, strike.id, 'usr_1');
  expect([story.mentionCount, made.id, made.mentionCount]).toEqual([3, strike.id, 1]);
  expect((await world.deps.store.audit.list(9)).map(({ action }) => action)).toEqual(
    expect.arrayContaining(['story.merged', 'story.merge-undone']),
  );
  await expect(undoMerge(world.deps, strike.id, 'usr_1')).rejects.toMatchObject({ code: 'story.undo.invalid' });
});

it('splits for good, whatever runs again, and says what cannot be split', async () => {
  const world = await openWorld();
  const { fire } = await fireAndStrike(world);
  const ids = (await world.deps.store.mentions.list({ storyId: fire.id }, { limit: 9 })).items.map(
    (one) => one.mention.id,
  );
  const { made, story } = await splitStory(world.deps, fire.id, [ids[0] ?? ''], 'usr_1');
  expect([story.mentionCount, made.mentionCount]).toEqual([1, 1]);
  await analyzeJob(world.deps, { mentionIds: ids });
  expect((await world.deps.store.stories.get(made.id))?.mentionCount).toBe(1);
  await expect(splitStory(world.deps, fire.id, ids, 'usr_1')).rejects.toMatchObject({ code: 'story.split.invalid' });
  await expect(mergeStories(world.deps, fire.id, [fire.id], 'usr_1')).rejects.toMatchObject({
    code: 'story.merge.invalid',
  });
  await expect(mergeStories(world.deps, fire.id, ['sto_yok1'], 'usr_1')).rejects.toMatchObject({
    code: 'story.not-found',
  });
});

it('makes one of two stories that a new mention is a copy of, unless people keep them apart or decided differently', async () => {
  const bridge = async (decide: (world: World, first: string, second: string) => Promise<unknown>) => {
    const world = await openWorld();
    const [first, second] = await tell(world, [
      { nativeId: 'a', text: FIRE },
      { nativeId: 'b', text: `${FIRE} :(` },
    ]);
    const [story] = await storiesOf(world);
    await place(world, second ?? '', 'sto_second');
    await place(world, first ?? '', story?.id ?? '');
    await decide(world, story?.id ?? '', 'sto_second');
    await tell(world, [{ nativeId: 'c', text: `${FIRE}!` }]);
    return (await storiesOf(world)).length;
  };
  expect(await bridge(async () => undefined)).toBe(1);
  expect(await bridge((world, first, second) => keepStoriesApart(world.deps, second, first, 'usr_1'))).toBe(2);
  expect(await bridge(({ deps }, _, second) => deps.store.stories.setState(second, { state: 'closed' }))).toBe(2);
});

/** Judged into another story, as if it had been collected when the other was not known yet. */
async function place(world: World, mentionId: string, storyId: string): Promise<void> {
  const found = await world.deps.store.mentions.get(mentionId);
  if (!found?.judgement) throw new Error('it is not judged');
  const { signature, bands } = fingerprint(found.mention.title, found.mention.text);
  const story = { id: storyId, isNew: true, title: found.mention.text, signature, bands };
  await world.deps.store.judgements.commit([{ judgement: { ...found.judgement, storyId }, story, rollups: [] }]);
}

it('suggests what looks like it, until people say that it is something else, and remembers what was done before', async () => {
  const world = await openWorld();
  const now = world.clock.now();
  await tell(world, [{ nativeId: 'old', text: FIRE, publishedAt: now - 90 * DAY }], now - 90 * DAY);
  const old = (await storiesOf(world))[0] as Story;
  const entry = { id: 'tim_1', incidentId: 'inc_1', at: now, kind: 'opened', by: 'system', text: 'Açıldı' };
  const incident = {
    ...{
      id: 'inc_1',
      brandId: world.brand.id,
      fingerprint: 'x',
      ruleId: 'severe-mention',
      title: 'Yangın',
      reason: '',
    },
    ...{ severity: 2 as const, leadType: null, state: 'resolved' as const, ownerId: null, openedAt: 1, updatedAt: 1 },
    ...{ acknowledgedAt: null, resolvedAt: 2, storyIds: [old.id], mentionIds: [], mentionCount: 1, revision: 1 },
  };
  await world.deps.store.incidents.open(incident, entry);
  await world.deps.store.incidents.addEntry({ ...entry, id: 'tim_2', kind: 'resolved', text: 'Sigorta ödedi.' });
  await tell(world, [
    { nativeId: 'f1', text: FIRE },
    { nativeId: 'f2', text: `${FIRE} geçmiş olsun` },
  ]);
  const fire = (await storiesOf(world)).find(({ id }) => id !== old.id) as Story;
  const member = (await world.deps.store.mentions.list({ storyId: fire.id }, { limit: 1 })).items[0];
  const near = await findNear(world.deps, fire);
  expect(near.past).toMatchObject([{ story: { id: old.id }, incident: { id: 'inc_1' }, outcome: 'Sigorta ödedi.' }]);
  await place(world, member?.mention.id ?? '', 'sto_made');
  const [suggested] = (await findNear(world.deps, fire)).suggested;
  expect(suggested?.story.id).toBe('sto_made');
  expect(suggested?.likeness).toBeGreaterThan(0.5);
  await keepStoriesApart(world.deps, fire.id, 'sto_made', 'usr_1');
  expect((await findNear(world.deps, fire)).suggested).toEqual([]);
});

it('tells who was first, how it went on, and which texts are the same', async () => {
  const world = await openWorld();
  const now = world.clock.now();
  const copy = (i: number): RawMention => ({
    ...{ nativeId: `k${i}`, text: FIRE, author: { handle: `h${i}` }, publishedAt: now - 5 * HOUR + i * MINUTE },
    siteName: i < 2 ? 'Körfez Gazetesi' : 'Gebze Haber',
  });
  await tell(world, [
    copy(0),
    copy(1),
    copy(2),
    copy(3),
    { nativeId: 'z', text: `${FIRE} çok üzüldük`, publishedAt: now - HOUR },
  ]);
  const [story] = await storiesOf(world);
  const course = await courseOf(world.deps, story as Story);
  expect(course).toMatchObject({ readCount: 5, isWhole: true });
  expect(course.first?.mention.author.handle).toBe('h0');
  expect(course.hours.map(({ count }) => count)).toEqual([4, 1]);
  expect(course.outlets.map(({ siteName, count }) => [siteName, count])).toEqual([
    ['Körfez Gazetesi', 2],
    ['Gebze Haber', 2],
    [null, 1],
  ]);
  expect(course.copies).toMatchObject([{ mentionId: course.first?.mention.id, count: 4, accountCount: 4 }]);
  expect(course.copies[0]?.otherIds).toHaveLength(3);
});

it('marks a story that may be coordinated and opens a case, and leaves angry customers alone', async () => {
  const world = await openWorld();
  const now = world.clock.now();
  const raws = Array.from({ length: 12 }, (_, i) => ({
    nativeId: `w${i}`,
    text: 'Markam kargo işçisinin hakkını yiyor, kimse bu firmadan alışveriş yapmasın, herkes duyursun',
    author: { handle: `hesap${i}`, createdAt: now - (i < 9 ? 5 : 900) * DAY, followers: 40 },
    publishedAt: now - 10 * MINUTE + i * 30 * SECOND + 1,
  }));
  await tell(world, raws);
  await evaluateJob(world.deps, { brandId: world.brand.id });
  const [story] = await storiesOf(world);
  expect(story?.wave).toMatchObject({ accountCount: 12, datedCount: 12, youngCount: 9, smallCount: 0 });
  const incidents = (await world.deps.store.incidents.list({}, { limit: 9 })).items;
  const timelines = await Promise.all(incidents.map(({ id }) => world.deps.store.incidents.timeline(id)));
  const told = [...incidents.map(({ reason }) => reason), ...timelines.flat().map(({ text }) => text)].join(' ');
  expect(told).toContain('12 hesap 6 dakikada aynı metni yazdı');
  await evaluateJob(world.deps, { brandId: world.brand.id });
  expect((await world.deps.store.incidents.list({}, { limit: 9 })).items).toHaveLength(incidents.length);
});
