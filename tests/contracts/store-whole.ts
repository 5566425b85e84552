// A store with something of everything in it, for tests that move a whole one: mentions of two brands, stories that people
// worked on, counts of mentions that are gone, incidents open and closed, and all the small things.

import { HOUR } from '../../core/clock.ts';
import type { Store } from '../../core/ports.ts';
import type { Mention, RawMention, Run } from '../../core/types.ts';
import { correctionOf } from './store-corrections.ts';
import { positionOf } from './store-positions.ts';
import {
  commitOf,
  deliveryOf,
  entryOf,
  evidenceOf,
  incidentOf,
  mentionOf,
  put,
  storyIdOf,
  subscriptionOf,
  T0,
} from './store-samples.ts';

const UNCHECKED = { count: 0, lastAt: null, nextAt: null, isGoneOnce: false };

/** Expects the brands and watches of seed(). `copies`: mentions more, for a store of several batches. */
export async function fillStore(store: Store, copies = 3): Promise<void> {
  await fillMentions(store, copies);
  await fillCases(store);
  await fillSearches(store);
  await fillPeople(store);
}

async function fillMentions(store: Store, copies: number): Promise<void> {
  // Gone by age: only its counts are left.
  await put(store, mentionOf('silinecek', {}, { seenAt: T0 - 900 * HOUR }));
  await store.mentions.removeSeenBefore(T0 - 800 * HOUR, 10);
  const author = {
    name: 'Ayşe Yılmaz',
    handle: '@ayse',
    url: 'https://x.example/ayse',
    followers: 12,
    createdAt: T0 - 999 * HOUR,
  };
  const shared = mentionOf(
    'ortak',
    {
      title: 'Kargo',
      url: 'https://haber.example/1',
      author,
      publishedAt: T0 - HOUR,
      engagement: { likes: 3, rating: 2 },
    },
    { channel: 'news', seenAt: T0 - 2 },
  );
  await put(store, shared, {
    watchIds: ['wat_a', 'wat_a2'],
    story: 'kargo',
    severity: 1,
    types: ['data-leak', 'fraud'],
  });
  await store.mentions.add([{ mention: shared, watchIds: ['wat_b'] }]);
  await store.judgements.commit([commitOf(shared, { brandId: 'brd_b', watchIds: ['wat_b'], story: 'kargo' })]);
  for (let at = 0; at < copies; at += 1) {
    const facts = { seenAt: T0 + Math.floor(at / 2), sourceId: at % 2 ? 'forum' : 'akis', isBackfill: at % 3 === 0 };
    const mention = mentionOf(
      `m${at}`,
      { text: `Kargo ${at} gündür gelmedi`, author: { handle: `kisi${at % 30}` } },
      facts,
    );
    await put(store, mention, {
      ...{ story: at % 5 === 0 ? 'kargo' : `konu${at % 7}`, sentiment: at % 4 ? 'negative' : 'positive', aspects: [] },
      ...{ title: 'Kargo gelmedi' },
    });
  }
  await store.mentions.add([
    { mention: mentionOf('bekleyen', { text: 'Yargılanmadı' }, { seenAt: T0 + 9 }), watchIds: ['wat_a'] },
  ]);
  await store.mentions.add([{ mention: mentionOf('sahipsiz', { text: 'Kimsenin değil' }), watchIds: [] }]);
  await store.corrections.put([correctionOf(shared.id), correctionOf(shared.id, { field: 'claim', to: 'true' })]);
  await fillMarks(store);
  await fillHistory(store);
  await store.stories.setState(storyIdOf('kargo'), { state: 'snoozed', wakeAtCount: 500, assigneeId: 'usr_a' });
  await store.stories.setState(storyIdOf('konu1'), { state: 'closed' });
  await fillLinks(store);
}

/** A merge, a split and a wave. */
async function fillLinks(store: Store): Promise<void> {
  const made = [];
  for (const name of ['bağ1', 'bağ2', 'bağ3'])
    made.push(await put(store, mentionOf(name), { story: name === 'bağ3' ? 'bağ2' : name }));
  await store.stories.merge(storyIdOf('bağ1'), [storyIdOf('bağ2')], 'usr_a', T0 + 1);
  await store.stories.split(storyIdOf('bağ1'), [made[2]?.id ?? ''], 'sto_bag3', 'usr_a', T0 + 2);
  const counts = { datedCount: 3, youngCount: 2, followedCount: 1, smallCount: 0 };
  await store.stories.setWave('sto_bag3', {
    ...{ kind: 'text', mentionIds: [made[2]?.id ?? ''], accountCount: 9, from: T0, to: T0 + HOUR, ...counts },
  });
}

/** Seen through two sources, edited twice, answered. */
async function fillHistory(store: Store): Promise<void> {
  const url = 'https://sikayet.example/markam/kargo';
  const seen = (hours: number, raw: Partial<RawMention>, facts = {}) =>
    mentionOf('', { nativeId: null, url, ...raw }, { seenAt: T0 + hours * HOUR, ...facts });
  await put(store, seen(0, { text: 'Kargo yok' }), { story: 'tarihçe' });
  const add = (mention: Mention) => store.mentions.add([{ mention, watchIds: ['wat_a'] }]);
  await add(seen(1, { text: 'Kargo hâlâ yok', resolution: { state: 'open' } }));
  await add(seen(2, { text: 'arama sonucu', rank: 3 }, { sourceId: 'arama', channel: 'search', isAggregator: true }));
  const resolution = { state: 'solved' as const, answer: 'Gönderdik.', answeredAt: T0 };
  await put(store, seen(3, { text: 'Kargo geldi', resolution }), { story: 'tarihçe' });
}

async function fillCases(store: Store): Promise<void> {
  const closed = { state: 'resolved' as const, resolvedAt: T0, openedAt: T0 - HOUR };
  await store.incidents.open(incidentOf('inc_1', closed), entryOf('tim_1', 'inc_1', { at: T0 - HOUR }));
  await store.incidents.open(incidentOf('inc_2', { revision: 4 }), entryOf('tim_2', 'inc_2'));
  await store.incidents.addEntry(entryOf('tim_3', 'inc_2', { kind: 'note', by: 'usr_a', text: 'Bakıyoruz.' }));
  await store.deliveries.add(deliveryOf('del_1', { state: 'sent', attemptCount: 1, sentAt: T0 + 5 }));
  await store.deliveries.add(deliveryOf('del_2', { lastError: 'bağlanılamadı', attemptCount: 3 }));
  await store.evidence.add(evidenceOf('evd_1', { capturedAt: T0 - HOUR, checks: { ...UNCHECKED, count: 2 } }));
  await store.evidence.add(evidenceOf('evd_2', { previousId: 'evd_1', checks: { ...UNCHECKED, nextAt: T0 + HOUR } }));
  await store.subscriptions.put(subscriptionOf('sub_a', { cursor: { seen: ['a', 'b'] }, lastRunAt: T0 }));
  const run: Run = {
    ...{ id: 'run_1', subscriptionId: 'sub_a', sourceId: 'forum', startedAt: T0, durationMs: 12, outcome: 'ok' },
    ...{ itemCount: 2, addedCount: 1, sizeBytes: 900, error: null },
  };
  await store.sources.recordRun(run, null);
  const blocked: Run = { ...run, id: 'run_2', startedAt: T0 + 60, outcome: 'blocked', error: 'Site kapıyı kapattı.' };
  await store.sources.recordRun(blocked, { until: T0 + HOUR, reason: 'Site kapıyı kapattı.' });
  await store.sources.putValidators('sub_a https://forum.example/?x=1', { etag: '"1"', lastModified: null }, T0);
}

async function fillSearches(store: Store): Promise<void> {
  await store.positions.add([positionOf(), positionOf({ at: T0 + 1, rank: null, before: 4 })]);
  const run: Run = {
    ...{ id: 'run_p', subscriptionId: 'sub_p', sourceId: 'arama', startedAt: T0, durationMs: 12, outcome: 'ok' },
    ...{ itemCount: 2, addedCount: 1, sizeBytes: 9, error: null, spent: { callCount: 4, itemCount: 2, usd: 0.02 } },
  };
  await store.sources.recordRun(run, null);
}

async function fillPeople(store: Store): Promise<void> {
  await store.users.put({
    ...{ id: 'usr_a', email: 'ayse@markam.example', name: 'Ayşe', role: 'admin', passwordHash: 'x', locale: 'tr' },
    ...{ createdAt: T0, isDisabled: false },
  });
  await store.sessions.put({ idHash: 'h1', userId: 'usr_a', createdAt: T0, expiresAt: T0 + HOUR });
  const token = { id: 'tok_1', name: 'rapor', hash: 'hh', scope: 'read', createdAt: T0, lastUsedAt: null };
  await store.tokens.put(token);
  await store.settings.set('seeded:brd_a:kargo', true);
  await store.audit.add({
    id: 'aud_1',
    at: T0,
    by: 'usr_a',
    action: 'watch.created',
    subject: 'wat_a',
    facts: { a: 1 },
  });
  await store.audit.add({ id: 'aud_2', at: T0, by: 'usr_a', action: 'watch.changed', subject: 'wat_a', facts: {} });
}

/** One that a judgement unlinked from a watch, and that was edited since. */
async function fillMarks(store: Store): Promise<void> {
  const mention = mentionOf('cekilen', { text: 'Dolandırıcı değilmiş' }, { seenAt: T0 + 4 });
  await store.mentions.add([{ mention, watchIds: ['wat_a', 'wat_a2'] }]);
  await store.judgements.commit([{ ...commitOf(mention), links: { add: [], remove: ['wat_a2'] } }]);
  const edited = mentionOf('cekilen', { text: 'Dolandırıcıymış' }, { seenAt: T0 + HOUR });
  await store.mentions.add([{ mention: edited, watchIds: [] }]);
}
