// `itibar search positions`, `itibar source show` and what `itibar doctor` says of feeds, over a data folder of their own.

import { join } from 'node:path';
import { expect, it } from 'vitest';
import { DAY, HOUR, systemClock } from '../../core/clock.ts';
import { newId } from '../../core/id.ts';
import type { Store } from '../../core/ports.ts';
import type { Position } from '../../core/types.ts';
import { openStore } from '../../store/open.ts';
import { freshFolder, runCli } from '../support/cli.ts';

async function withStore(data: string, fn: (store: Store) => Promise<void>): Promise<void> {
  const store = openStore({ kind: 'sqlite', path: join(data, 'itibar.db'), clock: systemClock });
  await store.migrate();
  await fn(store);
  await store.close();
}

it('shows places, costs before and after, and feeds that fail', { timeout: 90_000 }, async () => {
  const data = freshFolder();
  const add = ['watch', 'add', 'markam', '--create-brand', '--yes', '--data', data];
  const feeds = ['iyi', 'kotu'].flatMap((name) => ['--source', `feed:url=https://${name}.example/rss`]);
  const added = await runCli([...add, ...feeds, '--source', 'brave-search:@itibar', '--json']);
  expect(added.code).toBe(0);
  const { watch, brand, costs } = JSON.parse(added.stdout);
  // Six questions, twice a day, half a cent each.
  expect(costs).toMatchObject([{ sourceId: 'brave-search', callsPerMonth: 360, usdPerMonth: 1.8 }]);
  const now = systemClock.now();
  await withStore(data, async (store) => {
    const page: Position = {
      ...{ brandId: brand.id, watchId: watch.id, sourceId: 'brave-search', query: 'markam şikayet' },
      ...{
        url: 'https://sikayet.example/markam',
        title: 'Markam şikayetleri',
        at: now - 2 * DAY,
        rank: 7,
        before: null,
      },
      ...{ pageOneAt: null, topAt: null, firstAt: now - 9 * DAY },
    };
    await store.positions.add([page, { ...page, at: now - HOUR, rank: 4, before: 7, pageOneAt: now - HOUR }]);
    const subscriptions = await store.subscriptions.list();
    const of = (text: string) => subscriptions.find(({ params }) => JSON.stringify(params).includes(text))?.id ?? '';
    const run = { durationMs: 1, itemCount: 1, addedCount: 0, sizeBytes: 1, error: null, outcome: 'ok' as const };
    const error = 'kotu.example says that this page does not exist (404). Check the address or name.';
    for (const ago of [30, 20, 10])
      await store.sources.recordRun(
        {
          ...run,
          id: newId('run'),
          subscriptionId: of('kotu'),
          sourceId: 'feed',
          startedAt: now - ago * HOUR,
          outcome: 'gone',
          error,
        },
        null,
      );
    await store.sources.recordRun(
      { ...run, id: newId('run'), subscriptionId: of('iyi'), sourceId: 'feed', startedAt: now },
      null,
    );
    const spent = { callCount: 6, itemCount: 60, usd: 0.03 };
    await store.sources.recordRun(
      { ...run, id: newId('run'), subscriptionId: of('şikayet'), sourceId: 'brave-search', startedAt: now, spent },
      null,
    );
  });
  const positions = await runCli([
    'search',
    'positions',
    '--watch',
    'markam',
    '--query',
    'markam şikayet',
    '--data',
    data,
  ]);
  expect(positions.stdout).toMatch(/^4 +up \(7\) +negative +sikayet\.example +Markam şikayetleri/m);
  const json = await runCli(['search', 'positions', '--json', '--data', data]);
  expect(JSON.parse(json.stdout)).toMatchObject([{ engine: 'Brave Search', pages: [{ rank: 4, dayAgo: 7 }] }]);
  const shown = await runCli(['source', 'show', 'feed', '--data', data]);
  expect(shown.stdout).toContain('1 of 2 feeds is failing: kotu.example/rss');
  expect(shown.stdout).toContain('kotu.example böyle bir sayfa olmadığını söylüyor (404).');
  const priced = await runCli(['source', 'list', '--data', data]);
  expect(priced.stdout).toMatch(/^brave-search .*\$0\.03 this month/m);
  const doctor = await runCli(['doctor', '--no-mail', '--json', '--data', data]);
  expect(JSON.parse(doctor.stdout).findings).toContainEqual(
    expect.objectContaining({ what: 'feeds of feed', says: '1 of 2 feeds is failing: kotu.example/rss' }),
  );
});
