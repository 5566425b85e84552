import { describe, expect, it } from 'vitest';
import { judgeSources, OUTAGE } from '../../../alerts/rules/sources.ts';
import type { Decision, SourceInput, SourceView } from '../../../core/alerting.ts';
import { DAY, HOUR, MINUTE } from '../../../core/clock.ts';
import { type Incident, OPERATOR_ID, type RunOutcome, type SourceHealth } from '../../../core/types.ts';
import { incident, NOW, t } from '../support.ts';

type Ran = [outcome: RunOutcome, minutesAgo: number];

/** Its health as the store would have it after these runs, oldest first. */
function source(id: string, runs: Ran[], change: Partial<SourceHealth> = {}, silentSince: number | null = null) {
  const recentRuns = runs.map(([outcome, ago]) => {
    const isGood = outcome === 'ok' || outcome === 'empty' || outcome === 'not-modified';
    const error = isGood ? null : `It said ${outcome}.`;
    return { startedAt: NOW - ago * MINUTE, outcome, itemCount: 0, addedCount: 0, error };
  });
  const lastGood = recentRuns.findLastIndex(({ error }) => error === null);
  const view: SourceView = {
    id,
    title: `Kaynak ${id.toUpperCase()}`,
    ...{ feedCount: 1, dead: [] },
    yield: { lastDayCount: 0, usualPerDay: 12, lastAt: silentSince ?? NOW - HOUR, silentSince },
    health: {
      sourceId: id,
      lastRunAt: recentRuns.at(-1)?.startedAt ?? null,
      lastSuccessAt: recentRuns[lastGood]?.startedAt ?? null,
      lastItemAt: null,
      consecutiveFailures: recentRuns.length - 1 - lastGood,
      suspendedUntil: null,
      suspendedReason: null,
      lastError: recentRuns.at(-1)?.error ?? null,
      recentRuns,
      costs: [],
      ...change,
    },
  };
  return view;
}

function input(sources: SourceView[], wish: Partial<SourceInput> = {}): SourceInput {
  const locale = wish.locale ?? 'tr';
  return {
    now: NOW,
    locale,
    timeZone: 'Europe/Istanbul',
    sources,
    incidents: [],
    closed: [],
    say: (key, params) => t(locale, key, params),
    ...wish,
  };
}

/** The operator's case that the decision opens, as it is afterwards. */
function carriedOut(decision: Decision | undefined, change: Partial<Incident> = {}): Incident {
  if (decision?.kind !== 'open') throw new Error('nothing was opened');
  const { kind: _kind, ...facts } = decision;
  return incident({ ...facts, brandId: OPERATOR_ID, openedAt: NOW - HOUR, ...change });
}

const WELL = source('b', [['ok', 5]]);
const BLOCKED: Ran[] = [
  ['ok', 240],
  ['blocked', 120],
  ['blocked', 90],
  ['blocked', 30],
];
const UNREACHED: Ran[] = [
  ['ok', 60],
  ['network', 45],
  ['network', 30],
  ['timeout', 15],
];

describe('a source that cannot be read', () => {
  it('opens one case of SEV-3 for the operator, with its last error and what to do, in both languages', () => {
    const broken = source('a', BLOCKED, { suspendedUntil: NOW + HOUR, suspendedReason: 'The site refused us (403).' });
    expect(judgeSources(input([broken, WELL]))).toEqual([
      {
        kind: 'open',
        ruleId: 'source-broken',
        fingerprint: 'source:a',
        title: 'Kaynak A okunamıyor',
        reason: expect.stringContaining(
          'Kaynak A art arda 3 kez okunamadı. Son başarılı okuma: 24 Kasım 05:00. Kendiliğinden yeniden denenecek: 24 Kasım 10:00. Son hata: The site refused us (403). Ne yapmalı: sayfasını bir tarayıcıda açın.',
        ),
        severity: 3,
        ...{ leadType: null, storyIds: [], mentionIds: [], mentionCount: 0 },
      },
    ]);
    const english = judgeSources(input([broken, WELL], { locale: 'en' }));
    expect(english).toMatchObject([{ title: 'Kaynak A cannot be read' }]);
    expect(english[0]?.reason).toContain('What to do: open its page in a browser.');
  });

  it.each<[string, Ran[], Partial<SourceHealth>, number]>([
    ['says nothing of two failures', BLOCKED.slice(0, 3), {}, 0],
    [
      'says nothing of three within minutes: that may be three watches at once',
      [...BLOCKED.slice(0, 1), ['blocked', 9], ['blocked', 8], ['blocked', 7]],
      {},
      0,
    ],
    ['tells at once of a pause that lasts half a day', BLOCKED.slice(0, 2), { suspendedUntil: NOW + DAY / 2 }, 1],
    ['waits with a short first pause', BLOCKED.slice(0, 2), { suspendedUntil: NOW + HOUR / 2 }, 0],
  ])('%s', (_what, runs, change, count) => {
    expect(judgeSources(input([source('a', runs, change), WELL]))).toHaveLength(count);
  });

  it.each<[RunOutcome, string]>([
    ['blocked', 'resmî arayüzünü'],
    ['throttled', 'seyrekleştirin'],
    ['changed', 'itibar’ı güncelleyin'],
    ['gone', 'adresi denetleyin'],
    ['refused', 'eksik anahtarı'],
    ['timeout', 'güvenlik duvarını'],
    ['broken', 'itibar source test a'],
  ])('names a next step that fits "%s"', (outcome, step) => {
    const runs: Ran[] = [
      [outcome, 100],
      [outcome, 70],
      [outcome, 40],
    ];
    const [decision] = judgeSources(input([source('a', runs), source('b', [['ok', 50]])]));
    expect(decision?.reason).toContain(step);
    expect(decision?.reason).toContain('Hiç okunamamıştı.');
  });

  it('is told once while its case is open, and again only after it worked in between', () => {
    const broken = source('a', BLOCKED);
    const [first] = judgeSources(input([broken, WELL]));
    expect(judgeSources(input([broken, WELL], { incidents: [carriedOut(first)] }))).toEqual([]);
    const byHand = carriedOut(first, { state: 'resolved', openedAt: NOW - 3 * DAY, resolvedAt: NOW - 2 * DAY });
    const neverWell = source('a', BLOCKED, { lastSuccessAt: NOW - 4 * DAY });
    expect(judgeSources(input([neverWell, WELL], { closed: [byHand] }))).toEqual([]);
    expect(judgeSources(input([broken, WELL], { closed: [byHand] }))).toHaveLength(1);
  });

  it('is not told of every hour when it comes and goes', () => {
    const broken = source('a', BLOCKED);
    const [first] = judgeSources(input([broken, WELL]));
    const justNow = { state: 'resolved' as const, openedAt: NOW - 6 * HOUR, resolvedAt: NOW - 3 * HOUR };
    expect(judgeSources(input([broken, WELL], { closed: [carriedOut(first, justNow)] }))).toEqual([]);
  });

  it('ends by itself when it is read again, or when no watch reads it any more', () => {
    const [first] = judgeSources(input([source('a', BLOCKED), WELL]));
    const open = carriedOut(first);
    const works = source('a', [...BLOCKED, ['empty', 1]]);
    expect(judgeSources(input([works, WELL], { incidents: [open] }))).toEqual([
      { kind: 'resolve', incidentId: open.id, reason: 'Kaynak A yeniden okunuyor.' },
    ]);
    expect(judgeSources(input([WELL], { incidents: [open] }))).toMatchObject([
      { kind: 'resolve', reason: 'Artık hiçbir izleme bu kaynağı okumuyor.' },
    ]);
  });
});

describe('a connection that is down', () => {
  it('is one case for all of them, and ends with the first answer', () => {
    const down = [source('a', UNREACHED), source('b', UNREACHED), source('c', BLOCKED.slice(0, 1))];
    const [first, ...others] = judgeSources(input(down));
    expect(others).toEqual([]);
    expect(first).toMatchObject({ ruleId: 'source-outage', fingerprint: OUTAGE, severity: 3 });
    expect(first).toMatchObject({ title: 'Hiçbir kaynağa ulaşılamıyor' });
    expect(first?.reason).toContain('denenen 2 kaynağın hiçbirine ulaşılamadı');
    const open = carriedOut(first, { openedAt: NOW - 20 * MINUTE });
    expect(judgeSources(input(down, { incidents: [open] }))).toEqual([]);
    const back = [source('a', [...UNREACHED, ['ok', 1]]), source('b', UNREACHED)];
    expect(judgeSources(input(back, { incidents: [open] }))).toEqual([
      { kind: 'resolve', incidentId: open.id, reason: 'Kaynaklara yeniden ulaşılıyor.' },
    ]);
  });

  it('does not make the sources that were not asked again since look broken afterwards', () => {
    const back = [source('a', [...UNREACHED, ['ok', 1]]), source('b', UNREACHED)];
    expect(judgeSources(input(back))).toEqual([]);
    const stillGone = source('b', [...UNREACHED, ['network', 0]]);
    expect(judgeSources(input([back[0] ?? WELL, stillGone]))).toMatchObject([{ fingerprint: 'source:b' }]);
  });

  it('is not assumed when another source answered meanwhile, was refused by it, or there is no other', () => {
    const gone = source('a', UNREACHED);
    expect(judgeSources(input([gone, source('b', [['ok', 20]])]))).toMatchObject([{ fingerprint: 'source:a' }]);
    expect(judgeSources(input([gone, source('b', [['blocked', 20]])]))).toMatchObject([{ fingerprint: 'source:a' }]);
    expect(judgeSources(input([gone]))).toMatchObject([{ fingerprint: 'source:a' }]);
  });

  it('is waited for when nobody else was asked, but not for more than two hours', () => {
    const other = source('b', [['ok', 300]]);
    expect(judgeSources(input([source('a', UNREACHED), other]))).toEqual([]);
    const long = source('a', [
      ['ok', 140],
      ['network', 130],
      ['network', 60],
      ['network', 5],
    ]);
    expect(judgeSources(input([long, other]))).toMatchObject([{ fingerprint: 'source:a' }]);
  });
});

describe('a source that has gone silent', () => {
  const since = NOW - 26 * HOUR;
  const silent = source('a', [['ok', 5]], {}, since);

  it('opens a case with its usual, and says how to tell silence from breakage', () => {
    const [decision] = judgeSources(input([silent, WELL]));
    expect(decision).toMatchObject({ ruleId: 'source-silent', fingerprint: 'source:a', severity: 3 });
    expect(decision).toMatchObject({ title: 'Kaynak A sessizleşti' });
    expect(decision?.reason).toContain(
      'Kaynak A yanıt veriyor, ama son 26 saat içinde yeni içerik getirmedi; olağanı günde 12. Ne yapmalı:',
    );
    const [longer] = judgeSources(input([source('a', [['ok', 5]], {}, NOW - 3.5 * DAY)], { locale: 'en' }));
    expect(longer?.reason).toContain('has brought nothing new for 3 days; usual is 12 a day.');
  });

  it('ends when it brings something, not when its usual is forgotten', () => {
    const open = carriedOut(judgeSources(input([silent]))[0]);
    const forgotten: SourceView = {
      ...silent,
      yield: { lastDayCount: 0, usualPerDay: 0, lastAt: since, silentSince: null },
    };
    expect(judgeSources(input([forgotten], { incidents: [open] }))).toEqual([]);
    expect(judgeSources(input([{ ...silent, yield: null }], { incidents: [open] }))).toEqual([]);
    const speaks: SourceView = {
      ...silent,
      yield: { lastDayCount: 1, usualPerDay: 12, lastAt: NOW, silentSince: null },
    };
    expect(judgeSources(input([speaks], { incidents: [open] }))).toEqual([
      { kind: 'resolve', incidentId: open.id, reason: 'Kaynak A yeniden içerik getiriyor.' },
    ]);
  });

  it('is not called silent while it cannot be read', () => {
    expect(judgeSources(input([source('a', BLOCKED.slice(0, 2), {}, since), WELL]))).toEqual([]);
    expect(judgeSources(input([source('a', BLOCKED, {}, since), WELL]))).toMatchObject([{ ruleId: 'source-broken' }]);
  });
});

describe('feeds that are dead while the source works', () => {
  const dead = (...names: string[]) =>
    names.map((id, index) => {
      const lastError = 'haber.example says that this page does not exist (404). Check the address or name.';
      return { id, label: `${id}.example/rss`, watchName: 'Markam', since: NOW - (30 - index) * HOUR, lastError };
    });
  const feeds = (...names: string[]): SourceView => ({ ...WELL, feedCount: 41, dead: dead(...names) });

  it('are one case that names them, with the last error in the language of the mail', () => {
    expect(judgeSources(input([feeds('bir', 'iki', 'üç')]))).toMatchObject([
      {
        ...{ kind: 'open', ruleId: 'source-parts', fingerprint: 'source-parts:b', severity: 3 },
        title: 'Kaynak B: 41 adresten 3 tanesi okunamıyor',
        reason: expect.stringMatching(
          /^Kaynak B okunuyor, ama 41 adresinden 3 tanesi bir günü aşkın süredir okunamıyor: bir\.example\/rss, iki\.example\/rss, üç\.example\/rss\. Son hata: haber\.example böyle bir sayfa olmadığını söylüyor \(404\)\. Adresi ya da adı denetleyin\. Ne yapmalı: /,
        ),
      },
    ]);
  });

  it('that follow are a line in the open case, and the case ends when none is left', () => {
    const [decision] = judgeSources(input([feeds('bir')]));
    const open = carriedOut(decision, { openedAt: NOW - 5 * HOUR });
    expect(judgeSources(input([feeds('bir', 'iki')], { incidents: [open] }))).toEqual([]);
    const late = {
      ...feeds('bir'),
      dead: [...dead('bir'), ...dead('dört').map((one) => ({ ...one, since: NOW - DAY }))],
    };
    expect(judgeSources(input([late], { incidents: [open] }))).toMatchObject([
      { kind: 'note', incidentId: open.id, reason: 'Bu adres de bir gündür okunamıyor: dört.example/rss.' },
    ]);
    expect(judgeSources(input([feeds()], { incidents: [open] }))).toMatchObject([{ kind: 'resolve' }]);
  });

  it('open nothing where the whole source is broken, where it has one feed only, or when somebody closed it knowing', () => {
    const broken = source('b', BLOCKED);
    const decisions = judgeSources(input([{ ...broken, feedCount: 41, dead: dead('bir') }]));
    expect(decisions.map((one) => (one.kind === 'open' ? one.ruleId : one.kind))).toEqual(['source-broken']);
    expect(judgeSources(input([{ ...feeds('bir'), feedCount: 1 }]))).toEqual([]);
    const [decision] = judgeSources(input([feeds('bir')]));
    const closed = carriedOut(decision, { state: 'resolved', openedAt: NOW - 20 * HOUR, resolvedAt: NOW - 19 * HOUR });
    expect(judgeSources(input([feeds('bir')], { closed: [closed] }))).toEqual([]);
  });
});
