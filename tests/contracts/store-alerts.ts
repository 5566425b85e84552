// Contract of incidents and deliveries: one open incident for a thing, one alert for a word, one sender at a time.

import { describe, expect, it } from 'vitest';
import { MINUTE } from '../../core/clock.ts';
import { deliveryOf, entryOf, incidentOf, type OpenedStore, T0 } from './store-samples.ts';

export function alertContract(current: () => OpenedStore): void {
  describe('incidents', () => {
    it('open once for a fingerprint of a brand until they are resolved', async () => {
      const { store } = current();
      const first = await store.incidents.open(incidentOf('inc_1'), entryOf('tim_1', 'inc_1'));
      expect(first).toEqual({ incident: incidentOf('inc_1'), isNew: true });
      const again = await store.incidents.open(incidentOf('inc_2', { title: 'başka' }), entryOf('tim_2', 'inc_2'));
      expect(again).toEqual({ incident: incidentOf('inc_1'), isNew: false });
      expect(await store.incidents.timeline('inc_2')).toEqual([]);
      const other = await store.incidents.open(incidentOf('inc_3', { brandId: 'brd_b' }), entryOf('tim_3', 'inc_3'));
      expect(other.isNew).toBe(true);
      await store.incidents.update('inc_1', 1, { state: 'resolved', resolvedAt: T0 }, null);
      expect(await store.incidents.findOpen('brd_a', 'volume')).toBeNull();
      const anew = await store.incidents.open(incidentOf('inc_2'), entryOf('tim_2', 'inc_2'));
      expect(anew.isNew).toBe(true);
      expect((await store.incidents.findOpen('brd_a', 'volume'))?.id).toBe('inc_2');
    });

    it('opened by two at the same time are one', async () => {
      const { store } = current();
      const both = await Promise.all(
        ['inc_1', 'inc_2'].map((id) => store.incidents.open(incidentOf(id), entryOf(`tim_${id}`, id))),
      );
      expect(both.map(({ isNew }) => isNew).sort()).toEqual([false, true]);
      expect(new Set(both.map(({ incident }) => incident.id)).size).toBe(1);
    });

    it('are changed by the one who saw the last revision, and count it up', async () => {
      const { store } = current();
      await store.incidents.open(incidentOf('inc_1'), entryOf('tim_1', 'inc_1'));
      const change = { state: 'acknowledged' as const, ownerId: 'usr_1' };
      const done = await store.incidents.update(
        'inc_1',
        1,
        change,
        entryOf('tim_2', 'inc_1', { kind: 'acknowledged' }),
      );
      expect(done).toEqual({ ...incidentOf('inc_1'), ...change, revision: 2 });
      expect(await store.incidents.update('inc_1', 1, { ownerId: null }, entryOf('tim_3', 'inc_1'))).toBeNull();
      expect(await store.incidents.get('inc_1')).toEqual(done);
      expect(await store.incidents.update('inc_none', 1, {}, null)).toBeNull();
      expect((await store.incidents.timeline('inc_1')).map(({ id }) => id)).toEqual(['tim_1', 'tim_2']);
    });

    it('have a timeline in order of time, in which an entry stands once', async () => {
      const { store } = current();
      await store.incidents.open(incidentOf('inc_1'), entryOf('tim_1', 'inc_1'));
      await store.incidents.addEntry(entryOf('tim_3', 'inc_1', { at: T0 + 2 }));
      await store.incidents.addEntry(entryOf('tim_2', 'inc_1', { at: T0 + 1, kind: 'note', by: 'usr_1', text: 'Not' }));
      await store.incidents.addEntry(entryOf('tim_2', 'inc_1', { at: T0 + 9, text: 'değişti' }));
      const timeline = await store.incidents.timeline('inc_1');
      expect(timeline.map(({ id }) => id)).toEqual(['tim_1', 'tim_2', 'tim_3']);
      expect(timeline[1]).toEqual(entryOf('tim_2', 'inc_1', { at: T0 + 1, kind: 'note', by: 'usr_1', text: 'Not' }));
    });

    it('are listed newest first by brand, state and time, page by page', async () => {
      const { store } = current();
      for (let i = 0; i < 5; i += 1) {
        const change = { fingerprint: `f${i}`, openedAt: T0 + i, brandId: i === 4 ? 'brd_b' : 'brd_a' };
        await store.incidents.open(incidentOf(`inc_${i}`, change), entryOf(`tim_${i}`, `inc_${i}`));
      }
      await store.incidents.update('inc_0', 1, { state: 'resolved' }, null);
      const ids = async (filter: object, page = { limit: 9 }) =>
        (await store.incidents.list(filter, page)).items.map(({ id }) => id.slice(4)).join('');
      expect(await ids({})).toBe('43210');
      expect(await ids({ brandId: 'brd_a', states: ['open'] })).toBe('321');
      expect(await ids({ states: ['resolved', 'reviewed'] })).toBe('0');
      expect(await ids({ states: [] })).toBe('');
      expect(await ids({ since: T0 + 3 })).toBe('43');
      const first = await store.incidents.list({}, { limit: 3 });
      const second = await store.incidents.list({}, { limit: 3, cursor: first.nextCursor });
      expect(second.items.map(({ id }) => id)).toEqual(['inc_1', 'inc_0']);
      expect(second.nextCursor).toBeNull();
    });
  });

  describe('deliveries', () => {
    it('stand once for subject, route and content', async () => {
      const { store } = current();
      const first = await store.deliveries.add(deliveryOf('del_1', { contentHash: 'h' }));
      expect(first).toEqual({ delivery: deliveryOf('del_1', { contentHash: 'h' }), isNew: true });
      const again = await store.deliveries.add(deliveryOf('del_2', { contentHash: 'h' }));
      expect(again).toEqual({ delivery: deliveryOf('del_1', { contentHash: 'h' }), isNew: false });
      expect((await store.deliveries.add(deliveryOf('del_3', { contentHash: 'h', routeId: 'hook' }))).isNew).toBe(true);
      expect(await store.deliveries.get('del_1')).toEqual(deliveryOf('del_1', { contentHash: 'h' }));
      expect(await store.deliveries.get('del_2')).toBeNull();
    });

    it('are claimed by one sender, and after two minutes by another when the first is gone', async () => {
      const { store, clock } = current();
      await store.deliveries.add(deliveryOf('del_1'));
      const claims = await Promise.all([1, 2, 3].map(() => store.deliveries.claim('del_1')));
      expect(claims.filter(Boolean)).toEqual([{ ...deliveryOf('del_1'), state: 'sending', attemptCount: 1 }]);
      await clock.advance(2 * MINUTE - 1);
      expect(await store.deliveries.claim('del_1')).toBeNull();
      await clock.advance(1);
      expect(await store.deliveries.claim('del_1')).toMatchObject({ state: 'sending', attemptCount: 2 });
      expect(await store.deliveries.claim('del_none')).toBeNull();
    });

    it('can be claimed again after they failed, and never after they were sent', async () => {
      const { store, clock } = current();
      await store.deliveries.add(deliveryOf('del_1'));
      await store.deliveries.claim('del_1');
      await store.deliveries.finish('del_1', { state: 'pending', error: 'Sunucu yok.', sentAt: null });
      expect(await store.deliveries.get('del_1')).toMatchObject({ state: 'pending', lastError: 'Sunucu yok.' });
      await store.deliveries.claim('del_1');
      await store.deliveries.finish('del_1', { state: 'failed', error: 'Olmadı.', sentAt: null });
      expect(await store.deliveries.claim('del_1')).toMatchObject({ attemptCount: 3 });
      await store.deliveries.finish('del_1', { state: 'sent', error: null, sentAt: T0 });
      await clock.advance(10 * MINUTE);
      expect(await store.deliveries.claim('del_1')).toBeNull();
      await store.deliveries.finish('del_1', { state: 'pending', error: 'zu spät', sentAt: null });
      expect(await store.deliveries.get('del_1')).toMatchObject({ state: 'sent', lastError: null, sentAt: T0 });
    });

    it('are listed newest first by subject and state, and the last that was sent is known', async () => {
      const { store } = current();
      for (const [index, subjectId] of ['inc_1', 'inc_1', 'inc_2'].entries())
        await store.deliveries.add(deliveryOf(`del_${index}`, { subjectId, createdAt: T0 + index }));
      const ids = async (filter: object, limit = 9) =>
        (await store.deliveries.list(filter, limit)).map(({ id }) => id.slice(4)).join('');
      expect(await ids({})).toBe('210');
      expect(await ids({}, 1)).toBe('2');
      expect(await ids({ subjectId: 'inc_1' })).toBe('10');
      expect(await store.deliveries.lastSent('inc_1', 'mail')).toBeNull();
      for (const [index, id] of ['del_1', 'del_0'].entries()) {
        await store.deliveries.claim(id);
        await store.deliveries.finish(id, { state: 'sent', error: null, sentAt: T0 + index });
      }
      expect(await ids({ states: ['sent'], subjectId: 'inc_1' })).toBe('10');
      expect(await ids({ states: ['pending', 'sending'] })).toBe('2');
      expect((await store.deliveries.lastSent('inc_1', 'mail'))?.id).toBe('del_0');
      expect(await store.deliveries.lastSent('inc_1', 'hook')).toBeNull();
    });
  });
}
