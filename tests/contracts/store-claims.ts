// Contract of claims: what people found out about a mention's claim is what it, and its story, are found by.

import { describe, expect, it } from 'vitest';
import type { MentionFilter, Store, StoryFilter } from '../../core/ports.ts';
import type { ClaimStatus } from '../../core/types.ts';
import { moveStore } from '../../pipeline/move-store.ts';
import { openStore } from '../../store/open.ts';
import { commitOf, type Judged, mentionOf, type OpenedStore, storyIdOf, T0 } from './store-samples.ts';

async function tell(store: Store, id: string, claim: ClaimStatus | null, judged: Judged = {}): Promise<void> {
  const commit = commitOf(mentionOf(id), judged);
  const judgement = { ...commit.judgement, ...(claim && { claim }) };
  await store.judgements.commit([{ ...commit, judgement }]);
}

/** a: false, b: true, c: said to be unverified, d: nothing said, e: not judged; a and d are one story. */
async function fill(store: Store): Promise<void> {
  for (const [index, id] of ['a', 'b', 'c', 'd', 'e'].entries())
    await store.mentions.add([{ mention: mentionOf(id, {}, { seenAt: T0 + index }), watchIds: ['wat_a'] }]);
  await tell(store, 'a', 'false', { story: 'one' });
  await tell(store, 'b', 'true', { story: 'two', severity: 1 });
  await tell(store, 'c', 'unverified', { story: 'three' });
  await tell(store, 'd', null, { story: 'one' });
}

async function texts(store: Store, filter: MentionFilter): Promise<string> {
  const { items } = await store.mentions.list(filter, { limit: 9 });
  return items.map(({ mention }) => mention.text.at(-1)).join('');
}

export function claimContract(current: () => OpenedStore): void {
  describe('claims', () => {
    it.each<[MentionFilter, string]>([
      [{ claim: 'false' }, 'a'],
      [{ claim: 'true' }, 'b'],
      [{ claim: 'partly' }, ''],
      [{ claim: 'unverified' }, 'dc'],
      [{ claim: 'true', watchId: 'wat_a' }, 'b'],
      [{ claim: 'true', watchId: 'wat_a2' }, ''],
      [{ claim: 'unverified', watchId: 'wat_a' }, 'dc'],
      [{ claim: 'true', brandId: 'brd_b' }, ''],
      [{ claim: 'false', storyId: storyIdOf('one') }, 'a'],
      [{ claim: 'false', search: 'kargo a' }, 'a'],
      [{ claim: 'false', maxSeverity: 1 }, ''],
      [{ claim: 'true', maxSeverity: 1, since: T0 + 1 }, 'b'],
      [{ claim: 'true', since: T0 + 2 }, ''],
    ])('are what mentions are found by: %j', async (filter, expected) => {
      const { store } = current();
      await fill(store);
      expect(await texts(store, filter)).toBe(expected);
    });

    it.each<[StoryFilter, string[]]>([
      [{ claim: 'false' }, ['one']],
      [{ claim: 'true', brandId: 'brd_a' }, ['two']],
      [{ claim: 'false', search: 'kargo' }, ['one']],
      [{ claim: 'false', watchId: 'wat_a' }, ['one']],
      [{ claim: 'partly' }, []],
    ])('are what stories are found by: %j', async (filter, expected) => {
      const { store } = current();
      await fill(store);
      const { items } = await store.stories.list(filter, { limit: 9 });
      expect(items.map(({ id }) => id)).toEqual(expected.map((name) => storyIdOf(name)));
    });

    it('are those of the newest judgement', async () => {
      const { store } = current();
      await fill(store);
      await tell(store, 'a', 'partly', { story: 'one' });
      await tell(store, 'b', null, { story: 'two', severity: 1 });
      expect(await texts(store, { claim: 'partly' })).toBe('a');
      expect([await texts(store, { claim: 'false' }), await texts(store, { claim: 'true' })]).toEqual(['', '']);
      expect(await texts(store, { claim: 'unverified' })).toBe('dcb');
    });

    it('go along to another store', async () => {
      const { store, clock } = current();
      await fill(store);
      const other = openStore({ kind: 'sqlite', path: ':memory:', clock: clock as never });
      await other.migrate();
      await moveStore({ source: store, target: other });
      expect(await texts(other, { claim: 'false' })).toBe('a');
      await other.close();
    });
  });
}
