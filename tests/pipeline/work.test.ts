// All jobs together in one process: what a source gives at one end is a sent alert at the other.

import { expect, it } from 'vitest';
import { HOUR, MINUTE } from '../../core/clock.ts';
import { startClockwork, startWork } from '../../pipeline/work.ts';
import { collectedOf, hitsOf, openWorld, talk, type World } from './support.ts';

it('carries one severe item from the source to one alert, and later runs add nothing', async () => {
  const leak = { nativeId: 'leak', text: 'Markam müşteri verileri sızıntı yaşadı diyorlar, dikkat edin' };
  const world: World = await openWorld({
    config: { digest: { isEnabled: false } },
    collect: async (subscription) => {
      const collected = collectedOf(world, hitsOf(world, [...talk(5), leak]));
      return { ...collected, run: { ...collected.run, subscriptionId: subscription.id } };
    },
  });
  startWork(world.deps);
  const stop = startClockwork(world.deps);
  for (let minute = 0; minute < 120; minute++) {
    await world.clock.advance(MINUTE);
    await world.deps.queue.drain();
  }
  stop();
  expect(world.sent.map(({ title }) => title)).toEqual([expect.stringContaining('sızıntı')]);
  expect(await world.deps.store.mentions.count()).toBe(6);
  const { items } = await world.deps.store.incidents.list({}, { limit: 10 });
  expect(items.map(({ ruleId }) => ruleId)).toEqual(['severe-mention']);
  const runs = await world.deps.store.sources.runs({ sourceId: 'forum', limit: 50 });
  expect(runs.length).toBe(8);
  expect(runs.map(({ addedCount }) => addedCount).reduce((a, b) => a + b)).toBe(6);
  expect(await world.deps.queue.deadLetters(10)).toEqual([]);
  expect(world.lines.filter(({ level }) => level === 'error')).toEqual([]);
  expect(world.clock.now()).toBe(Date.UTC(2026, 10, 24, 6) + 2 * HOUR);
});
