import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HOUR, MINUTE } from '../../core/clock.ts';
import { toMention } from '../../core/mention.ts';
import { joinInRun, mergeMention, packTrail, unpackTrail } from '../../core/sightings.ts';
import type { Channel, Mention, RawMention } from '../../core/types.ts';

const T0 = Date.UTC(2026, 10, 24);
const URL = 'https://gazete.example/haber/5';

interface Source {
  sourceId: string;
  channel: Channel;
  isAggregator: boolean;
}

function seen(source: Source, seenAt: number, raw: Partial<RawMention>): Mention {
  const mention = toMention(
    { url: URL, isOwnPage: true, text: 'Kargo gelmedi', ...raw },
    { ...source, seenAt, isBackfill: false },
  );
  if (!mention) throw new Error('nothing to read in the sample');
  return mention;
}

const NEWS: Source = { sourceId: 'akis', channel: 'news', isAggregator: false };

/** Everything but what tells which came first. */
function lasting({ sourceId: _, seenAt: __, isBackfill: ___, ...rest }: Mention): object {
  const bySource = rest.sightings.toSorted((a, b) => (a.sourceId < b.sourceId ? -1 : 1));
  return { ...rest, sightings: bySource.map(({ firstSeenAt: _first, lastSeenAt: _last, ...each }) => each) };
}

function mergeAll([first, ...others]: readonly Mention[]): { mention: Mention; versionCount: number } {
  if (!first) throw new Error('nothing to merge');
  let versionCount = 0;
  const mention = others.reduce((known, incoming) => {
    const merged = mergeMention(known, incoming);
    if (merged?.version) versionCount += 1;
    return merged?.mention ?? known;
  }, first);
  return { mention, versionCount };
}

const maybe = <T>(values: fc.Arbitrary<T>) => fc.option(values, { nil: null, freq: 2 });
const shownBy = fc.record({
  channel: fc.constantFrom<Channel>('news', 'community', 'search', 'complaint'),
  isAggregator: fc.boolean(),
  isExcerpt: fc.boolean(),
  title: maybe(fc.constantFrom('Kargo', 'Kargo krizi', 'Başka')),
  text: fc.constantFrom('kısa', 'Kargo gelmedi', 'Kargo gelmedi, gelmeyecek de', 'eşit uzun', 'uzun eşit'),
  publishedAt: maybe(fc.constantFrom(T0 - HOUR, T0 - 2 * HOUR)),
  author: maybe(fc.record({ name: maybe(fc.constantFrom('Ali', 'Ayşe')), handle: maybe(fc.constant('ali')) })),
  engagement: fc.record({ likes: maybe(fc.nat(9)), rating: maybe(fc.constantFrom(1, 5)) }),
  resolution: maybe(fc.record({ state: fc.constantFrom('open', 'answered', 'solved') })),
});

describe('mergeMention', () => {
  it('ends the same in whatever order sources come, and no order makes a version', () => {
    const cases = fc.array(shownBy, { minLength: 2, maxLength: 5 }).chain((shown) =>
      fc.tuple(
        fc.constant(shown),
        fc.shuffledSubarray(
          shown.map((_, at) => at),
          { minLength: shown.length },
        ),
      ),
    );
    fc.assert(
      fc.property(cases, ([shown, order]) => {
        const each = (index: number, at: number) => {
          const { channel, isAggregator, ...raw } = shown[index] as (typeof shown)[number];
          return seen(
            { sourceId: `kaynak${index}`, channel, isAggregator },
            T0 + at * MINUTE,
            raw as Partial<RawMention>,
          );
        };
        const straight = mergeAll(shown.map((_, index) => each(index, index)));
        const shuffled = mergeAll(order.map(each));
        // Seen once more, nothing is another.
        const again = mergeAll([shuffled.mention, ...order.map((index, at) => each(index, at + 10))]);
        expect(lasting(shuffled.mention)).toEqual(lasting(straight.mention));
        expect(lasting(again.mention)).toEqual(lasting(straight.mention));
        expect([straight.versionCount, shuffled.versionCount, again.versionCount]).toEqual([0, 0, 0]);
        expect(shuffled.mention.sightings.filter(({ isTextSource }) => isTextSource)).toHaveLength(1);
      }),
      { numRuns: 500 },
    );
  });

  it('ends the same after edits, once every source was seen once more', () => {
    const [a, b]: Source[] = [NEWS, { ...NEWS, sourceId: 'ozet' }];
    if (!a || !b) throw new Error('two sources');
    const events = [
      (at: number) => seen(a, at, { text: 'uzun uzun uzun uzun' }),
      (at: number) => seen(a, at, { text: 'kısa' }),
      (at: number) => seen(b, at, { text: 'orta boy bir metin' }),
    ];
    const [first, second, third] = events as [(typeof events)[0], (typeof events)[0], (typeof events)[0]];
    for (const order of [
      [first, second, third],
      [first, third, second],
      [third, first, second],
    ]) {
      const ends = [...order, second, third].map((event, at) => event(T0 + at * HOUR));
      expect(mergeAll(ends).mention.text).toBe('orta boy bir metin');
    }
  });

  it('lets a whole text take the place of an excerpt of the same source, never the other way round', () => {
    const excerpt = seen(NEWS, T0, { text: 'Kargo …', isExcerpt: true });
    const whole = seen(NEWS, T0 + HOUR, { text: 'Kargo gelmedi.' });
    const { mention, versionCount } = mergeAll([excerpt, whole]);
    expect([mention.text, mention.editCount, versionCount]).toEqual(['Kargo gelmedi.', 0, 0]);
    const later = seen(NEWS, T0 + 2 * HOUR, { text: 'başka kesit', isExcerpt: true });
    expect(mergeAll([mention, later]).mention.text).toBe('Kargo gelmedi.');
  });

  it('shows what analysis reads as changed, and nothing else', () => {
    const known = seen(NEWS, T0, { author: { name: 'Ali', followers: 1 } });
    const anew = (raw: Partial<RawMention>, source = NEWS) =>
      mergeMention(known, seen(source, T0 + MINUTE, raw))?.isJudgedAnew ?? false;
    expect(anew({ author: { name: 'Ali', followers: 9 }, engagement: { likes: 4 } })).toBe(false);
    expect(anew({ author: { name: 'Veli' } })).toBe(true);
    expect(anew({ publishedAt: T0 - HOUR })).toBe(true);
    expect(anew({ text: 'değişti' })).toBe(true);
    expect(anew({}, { sourceId: 'sikayet', channel: 'complaint', isAggregator: false })).toBe(true);
  });

  it('never forgets what a source said before because it says nothing now', () => {
    const resolution = { state: 'answered' as const, answer: 'Bakıyoruz.', answeredAt: T0 };
    const known = seen(NEWS, T0, {
      author: { name: 'Ali' },
      publishedAt: T0 - HOUR,
      engagement: { likes: 3 },
      resolution,
    });
    const { mention } = mergeAll([known, seen(NEWS, T0 + HOUR, { resolution: { state: 'solved' } })]);
    expect(mention).toMatchObject({
      ...{ author: { name: 'Ali' }, publishedAt: T0 - HOUR, engagement: { likes: 3 } },
      resolution: { state: 'solved', answer: 'Bakıyoruz.', answeredAt: T0 },
    });
  });

  it('keeps at most twenty sightings', () => {
    const many = Array.from({ length: 30 }, (_, at) =>
      seen({ ...NEWS, sourceId: `k${at}` }, T0 + at, { text: `${'x'.repeat(at + 1)}` }),
    );
    const { mention } = mergeAll(many);
    expect(mention.sightings).toHaveLength(20);
    expect(mention.text).toBe('x'.repeat(20));
  });
});

describe('joinInRun', () => {
  it('takes the whole text and what either of two says, whichever comes first', () => {
    const excerpt = seen(NEWS, T0, { text: 'Çözüldü', isExcerpt: true, resolution: { state: 'solved' } });
    const whole = seen(NEWS, T0, { text: 'Kargo gelmedi.', author: { name: 'Ali' }, resolution: { state: 'open' } });
    expect(joinInRun(whole, excerpt)).toMatchObject({ text: 'Kargo gelmedi.', resolution: { state: 'solved' } });
    expect(joinInRun(excerpt, whole)).toMatchObject({ text: 'Kargo gelmedi.', author: { name: 'Ali' } });
    expect(joinInRun(whole, seen(NEWS, T0, { text: 'başka bir şey' }))).toBe(whole);
  });
});

describe('a packed trail', () => {
  it('is nothing for a mention seen once, and gives every other one back as it was', () => {
    const plain = seen(NEWS, T0, {});
    expect(packTrail(plain)).toBeNull();
    const merged = mergeAll([
      ...[plain, seen({ sourceId: 'arama', channel: 'search', isAggregator: true }, T0 + 1, { rank: 3 })],
      seen(NEWS, T0 + HOUR, { text: 'değişti', resolution: { state: 'solved' } }),
    ]).mention;
    for (const mention of [plain, merged, seen(NEWS, T0, { isExcerpt: true }), seen(NEWS, T0, { rank: 1 })]) {
      const { sightings: _, editCount: __, changedAt: ___, resolution: ____, ...bare } = mention;
      expect(unpackTrail(bare, packTrail(mention))).toEqual(mention);
    }
  });
});
