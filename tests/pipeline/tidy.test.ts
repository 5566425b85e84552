import { expect, it } from 'vitest';
import { DAY, MINUTE } from '../../core/clock.ts';
import { newId } from '../../core/id.ts';
import { analyzeJob } from '../../pipeline/analyze.ts';
import { startTidying, tidyJob } from '../../pipeline/tidy.ts';
import { asked, openWorld, store, talk } from './support.ts';

it('sends mentions that a crash left unjudged back to analysis, and does not pile them up', async () => {
  const world = await openWorld();
  const ids = await store(world, talk(150));
  await analyzeJob(world.deps, { mentionIds: ids.slice(0, 30) });
  await tidyJob(world.deps);
  await tidyJob(world.deps);
  expect((await world.deps.queue.stats()).analyze.pending).toBe(2);
  const left = (asked(world, 'analyze') as { mentionIds: string[] }[])
    .slice(0, 2)
    .flatMap(({ mentionIds }) => mentionIds);
  expect(left.sort()).toEqual(ids.slice(30).sort());
});

it('gives deliveries whose job was lost a new one, and leaves those alone that are done', async () => {
  const world = await openWorld();
  const delivery = (id: string, state: 'pending' | 'sent') => ({
    ...{
      id,
      subjectId: 'digest:x',
      routeId: id,
      notifierId: 'phone',
      contentHash: newId('h'),
      reason: 'digest' as const,
    },
    message: {
      ...{
        kind: 'digest' as const,
        locale: 'tr' as const,
        brandName: 'Markam',
        title: 'Özet',
        severity: null,
        reason: '',
      },
      ...{ facts: [], samples: [], sections: [], links: [], at: world.clock.now() },
    },
    ...{ state, attemptCount: 0, lastError: null, createdAt: world.clock.now(), sentAt: null },
  });
  await world.deps.store.deliveries.add(delivery('del_lost', 'pending'));
  await world.deps.store.deliveries.add(delivery('del_done', 'sent'));
  await tidyJob(world.deps);
  expect(asked(world, 'notify')).toEqual([{ deliveryId: 'del_lost' }]);
});

it('deletes what is older than the retention, all of it, and nothing else', async () => {
  const world = await openWorld({ config: { retention: { mentions: '30d' } } });
  const now = world.clock.now();
  await store(world, talk(1100), { seenAt: now - 31 * DAY });
  const young = await store(world, talk(10, 5000), { seenAt: now - 29 * DAY });
  await tidyJob(world.deps);
  expect(await world.deps.store.mentions.count()).toBe(10);
  expect((await world.deps.store.mentions.getMany(young)).length).toBe(10);
});

it('tidies at the start and every five minutes, until it is stopped', async () => {
  const world = await openWorld();
  let runCount = 0;
  world.deps.queue.work('tidy', async () => void runCount++);
  const stop = startTidying(world.deps);
  await world.deps.queue.drain();
  expect(runCount).toBe(1);
  for (let count = 0; count < 3; count++) await world.clock.advance(5 * MINUTE);
  await world.deps.queue.drain();
  expect(runCount).toBe(4);
  stop();
  await world.clock.advance(DAY);
  expect(runCount).toBe(4);
});
