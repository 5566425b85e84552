// Keeping evidence: what is captured by itself, what a pack holds when something is missing, and later looks at the page.

import { describe, expect, it } from 'vitest';
import { DAY, HOUR, MINUTE } from '../../core/clock.ts';
import { AppError } from '../../core/errors.ts';
import { newId } from '../../core/id.ts';
import type { Incident } from '../../core/types.ts';
import { analyzeJob } from '../../pipeline/analyze.ts';
import { queueChecks } from '../../pipeline/capture.ts';
import { tidyJob } from '../../pipeline/tidy.ts';
import {
  AWAY,
  type EvidenceWorld,
  LEAK,
  NOT_THERE,
  openEvidence,
  pageOf,
  REST,
  URL_OF_PAGE,
} from './evidence-support.ts';
import { asked, openWorld, store } from './support.ts';

async function openIncident(world: EvidenceWorld, change: Partial<Incident> = {}): Promise<string> {
  const id = newId('inc');
  const at = world.clock.now();
  const incident: Incident = {
    ...{ id, brandId: world.brand.id, fingerprint: id, ruleId: 'severe', title: 'Sızıntı', reason: 'Bir içerik.' },
    ...{ severity: 1, leadType: 'data-leak', state: 'open', ownerId: null, openedAt: at, updatedAt: at },
    ...{ acknowledgedAt: null, resolvedAt: null, storyIds: [], mentionIds: [world.mentionId], mentionCount: 1 },
    ...{ revision: 1, ...change },
  };
  const entry = { id: newId('tim'), incidentId: id, at, kind: 'opened', by: 'system', text: 'Açıldı.' };
  await world.deps.store.incidents.open(incident, entry);
  return id;
}

const kinds = async (world: EvidenceWorld, id: string) =>
  (await world.deps.store.incidents.timeline(id)).map(({ kind }) => kind);

describe('a mention that was judged', () => {
  it('is captured by itself when it is severe, has a web address and is not from the past', async () => {
    const world = await openWorld();
    const severe = { text: 'Markam sızıntı haberi', url: 'https://haber.example/1' };
    const ids = [
      ...(await store(world, [{ nativeId: 'a', ...severe }])),
      ...(await store(world, [{ nativeId: 'b', text: 'Markam sızıntı haberi iki', url: null }])),
      ...(await store(world, [{ nativeId: 'c', text: 'Markam kargo gelmedi', url: 'https://haber.example/3' }])),
      ...(await store(world, [{ nativeId: 'd', text: 'Markam eski sızıntı', url: 'https://haber.example/4' }], {
        isBackfill: true,
      })),
    ];
    await analyzeJob(world.deps, { mentionIds: ids });
    expect(asked(world, 'capture')).toEqual([{ mentionId: ids[0], reason: 'severe' }]);
  });

  it('is left alone when the configuration says so', async () => {
    const world = await openEvidence({ config: { evidence: { isAutomatic: false } } });
    expect(asked(world, 'capture')).toEqual([]);
  });
});

describe('a capture', () => {
  it('keeps our copy, the raw answers, the picture and the text, each under its hash', async () => {
    const world = await openEvidence();
    await world.run('severe');
    const [pack] = await world.packs();
    expect(pack).toMatchObject({
      ...{
        mentionId: world.mentionId,
        url: URL_OF_PAGE,
        finalUrl: URL_OF_PAGE,
        status: 200,
        outcome: 'ok',
        error: null,
      },
      ...{ reason: 'severe', by: 'system', capturedAt: world.clock.now(), previousId: null, change: null },
      ...{ author: { name: 'Ali Veli', handle: 'aliveli' }, storyIds: [expect.stringMatching(/^sto_/)] },
      checks: { count: 0, lastAt: null, nextAt: world.clock.now() + HOUR },
    });
    expect(pack?.files.map(({ name }) => name)).toEqual([
      ...['mention.json', 'page.warc.gz', 'screenshot.png', 'text.json'],
    ]);
    for (const { sha256, sizeBytes } of pack?.files ?? [])
      expect(await world.deps.vault.measure(sha256)).toEqual({ sha256, sizeBytes });
  });

  it('happens once by itself, however often the job runs, and anew whenever somebody asks', async () => {
    const world = await openEvidence();
    await world.run('severe');
    await world.run('severe');
    expect(await world.packs()).toHaveLength(1);
    await world.clock.advance(MINUTE);
    await world.run('asked');
    const [second, first] = await world.packs();
    expect(second).toMatchObject({ previousId: first?.id, reason: 'asked', by: 'usr_1', change: null });
    expect(await world.deps.store.audit.list(1)).toMatchObject([{ action: 'evidence.captured', by: 'usr_1' }]);
  });

  it.each(['refused', 'blocked'] as const)(
    'that is %s holds our copy and why, and is not tried again',
    async (outcome) => {
      const world = await openEvidence();
      world.answers({ ...AWAY, outcome, error: 'robots.txt izin vermiyor.' });
      await world.run('severe');
      const [pack] = await world.packs();
      expect(pack).toMatchObject({ outcome, error: 'robots.txt izin vermiyor.', checks: { nextAt: null } });
      expect(pack?.files.map(({ name }) => name)).toEqual(['mention.json']);
    },
  );

  it('of a mention without an address holds our copy', async () => {
    const world = await openEvidence();
    const [mentionId = ''] = await store(world, [{ nativeId: 'x', text: 'Markam hattında sızıntı', url: null }]);
    const { captureMention } = await import('../../pipeline/evidence.ts');
    const pack = await captureMention(world.deps, { id: 'evd_x', mentionId, reason: 'asked', by: 'cli' });
    expect(pack).toMatchObject({ outcome: 'refused', url: null, error: expect.stringMatching(/adresi yok/) });
    expect(pack.files.map(({ name }) => name)).toEqual(['mention.json']);
    expect(world.looks).toEqual([]);
  });

  it('on a full disk keeps what fitted, says so, and is tried again', async () => {
    const world = await openEvidence();
    const { vault } = world.deps;
    let room = 2;
    world.deps.vault = {
      ...vault,
      put: (bytes) => {
        room -= 1;
        return room < 0 ? Promise.reject(new AppError('evidence.unwritable', 'Disk dolu.')) : vault.put(bytes);
      },
    };
    await world.run('severe');
    const [pack] = await world.packs();
    expect(pack).toMatchObject({
      outcome: 'unwritable',
      error: 'Disk dolu.',
      checks: { nextAt: world.clock.now() + HOUR },
    });
    expect(pack?.files.map(({ name }) => name)).toEqual(['mention.json', 'page.warc.gz']);
    world.deps.vault = vault;
    await world.clock.advance(HOUR);
    await world.run('check');
    expect((await world.packs()).map(({ outcome }) => outcome)).toEqual(['ok', 'unwritable']);
  });
});

describe('a captured page', () => {
  it('is looked at after growing pauses without a picture, then left alone', async () => {
    const world = await openEvidence();
    await world.run('severe');
    const start = world.clock.now();
    const at: number[] = [];
    for (let step = 0; step < 20 && (await world.packs())[0]?.checks.nextAt !== null; step += 1) {
      const nextAt = (await world.packs())[0]?.checks.nextAt ?? 0;
      await world.clock.leap(nextAt - world.clock.now());
      await queueChecks(world.deps);
      at.push(world.clock.now() - start);
      await world.run('check');
    }
    const pauses = at.map((time, index) => time - (at[index - 1] ?? 0));
    expect(pauses).toEqual([HOUR, 6 * HOUR, DAY, 3 * DAY, 7 * DAY, 30 * DAY]);
    expect(await world.packs()).toHaveLength(1);
    expect(world.looks.filter(({ isDrawn }) => isDrawn)).toHaveLength(1);
    expect(asked(world, 'capture').slice(1)).toEqual(
      pauses.map(() => ({ mentionId: world.mentionId, reason: 'check' })),
    );
  });

  it('is not looked at before its time', async () => {
    const world = await openEvidence();
    await world.run('severe');
    await world.clock.leap(HOUR - 1);
    await world.run('check');
    expect(world.looks).toHaveLength(1);
  });

  it('that lost a sentence becomes a pack of its own, linked, and a line in the timeline of the open incident', async () => {
    const world = await openEvidence();
    await world.run('severe');
    const incidentId = await openIncident(world);
    world.answers(pageOf(REST));
    await world.clock.leap(HOUR);
    await world.run('check');
    const [second, first] = await world.packs();
    expect(second).toMatchObject({
      ...{ previousId: first?.id, reason: 'check', outcome: 'ok', checks: { count: 1 } },
      change: { kind: 'changed', removed: [LEAK], added: [] },
    });
    expect(second?.files).toHaveLength(4);
    expect(first?.checks.nextAt).toBeNull();
    expect(await kinds(world, incidentId)).toEqual(['opened', 'evidence-changed']);
    const [, entry] = await world.deps.store.incidents.timeline(incidentId);
    expect(entry?.text).toContain(LEAK);
    expect(entry?.text).toContain(URL_OF_PAGE);
  });

  it('tells the incident that holds its story, and no incident that is over', async () => {
    const world = await openEvidence();
    await world.run('severe');
    const storyIds = (await world.packs())[0]?.storyIds ?? [];
    const byStory = await openIncident(world, { mentionIds: [], storyIds });
    const other = await openIncident(world, { mentionIds: ['men_other'] });
    const over = await openIncident(world, { state: 'resolved' });
    world.answers(pageOf(REST));
    await world.clock.leap(HOUR);
    await world.run('check');
    expect(await kinds(world, byStory)).toEqual(['opened', 'evidence-changed']);
    expect(await kinds(world, other)).toEqual(['opened']);
    expect(await kinds(world, over)).toEqual(['opened']);
  });

  it('tells the incident once, also when the run is cut off before its record is written', async () => {
    const world = await openEvidence();
    await world.run('severe');
    const incidentId = await openIncident(world);
    world.answers(pageOf(REST));
    await world.clock.leap(HOUR);
    const { evidence } = world.deps.store;
    world.deps.store.evidence = { ...evidence, add: () => Promise.reject(new Error('killed')) };
    await expect(world.run('check')).rejects.toThrow('killed');
    world.deps.store.evidence = evidence;
    await world.run('check');
    await world.run('check');
    expect(await world.packs()).toHaveLength(2);
    expect(await kinds(world, incidentId)).toEqual(['opened', 'evidence-changed']);
  });

  it('counts as deleted only when a second look finds it gone as well, and may come back', async () => {
    const world = await openEvidence();
    await world.run('severe');
    const incidentId = await openIncident(world);
    world.answers(NOT_THERE);
    await world.clock.leap(HOUR);
    await world.run('check');
    expect(await world.packs()).toMatchObject([
      { checks: { isGoneOnce: true, nextAt: world.clock.now() + 10 * MINUTE } },
    ]);
    await world.clock.leap(10 * MINUTE);
    await world.run('check');
    expect(await world.packs()).toMatchObject([
      { outcome: 'gone', status: 404, change: { kind: 'deleted', removed: [] } },
      { outcome: 'ok' },
    ]);
    await world.clock.leap(6 * HOUR);
    await world.run('check');
    expect(await world.packs()).toHaveLength(2);
    world.answers(pageOf(`${LEAK} ${REST}`));
    await world.clock.leap(DAY);
    await world.run('check');
    expect((await world.packs())[0]).toMatchObject({ change: { kind: 'returned', similarity: 1, removed: [] } });
    expect(await kinds(world, incidentId)).toEqual(['opened', 'evidence-deleted', 'evidence-returned']);
  });

  it('that was only away for a moment, or refuses now, did not change', async () => {
    const world = await openEvidence();
    await world.run('severe');
    world.answers(NOT_THERE);
    await world.clock.leap(HOUR);
    await world.run('check');
    world.answers(pageOf(`${LEAK} ${REST}`));
    await world.clock.leap(10 * MINUTE);
    await world.run('check');
    world.answers({ ...AWAY, outcome: 'blocked' });
    await world.clock.leap(6 * HOUR);
    await world.run('check');
    expect(await world.packs()).toMatchObject([{ change: null, checks: { count: 2, isGoneOnce: false } }]);
  });

  it('is compared with the words of its pack, not with a newer version of the mention', async () => {
    const world = await openEvidence();
    await world.run('severe');
    const newer = { nativeId: 'k1', url: URL_OF_PAGE, title: null, text: 'Markam sızıntı demiştim, geri alıyorum.' };
    await store(world, [newer]);
    world.answers(pageOf(REST));
    await world.clock.leap(HOUR);
    await world.run('check');
    expect((await world.packs())[0]?.change).toMatchObject({ kind: 'changed', removed: [LEAK] });
  });
});

describe('housekeeping', () => {
  it('looks at what is due, removes what is too old with its files, and keeps what an open incident holds', async () => {
    const world = await openEvidence({ config: { retention: { mentions: '10d' } } });
    await world.run('severe');
    const [pack] = await world.packs();
    const file = pack?.files[0]?.sha256 ?? '';
    await world.clock.leap(HOUR);
    await tidyJob(world.deps);
    expect(asked(world, 'capture')).toHaveLength(2);
    const incidentId = await openIncident(world, { mentionIds: [], storyIds: pack?.storyIds ?? [] });
    await world.clock.leap(20 * DAY);
    await tidyJob(world.deps);
    expect(await world.deps.store.mentions.get(world.mentionId)).toBeNull();
    await world.run('check');
    expect(await world.packs()).toMatchObject([{ checks: { nextAt: null } }]);
    expect(await world.deps.vault.measure(file)).not.toBeNull();
    await world.deps.store.incidents.update(incidentId, 1, { state: 'resolved' }, null);
    await tidyJob(world.deps);
    expect(await world.packs()).toEqual([]);
    expect(await world.deps.vault.measure(file)).toBeNull();
  });

  it('removes the files of an author who was erased', async () => {
    const world = await openEvidence();
    await world.run('severe');
    const files = (await world.packs())[0]?.files ?? [];
    await world.deps.store.mentions.eraseAuthor('aliveli', 'usr_1', world.clock.now());
    expect(await world.packs()).toEqual([]);
    await world.clock.leap(11 * MINUTE);
    await tidyJob(world.deps);
    for (const { sha256 } of files) expect(await world.deps.vault.measure(sha256)).toBeNull();
    expect(files).toHaveLength(4);
  });
});
