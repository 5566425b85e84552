import { describe, expect, it } from 'vitest';
import { COVERAGE } from '../../config/coverage.ts';
import { sources } from '../../crawlers/sources/index.gen.ts';
import { type Coverage, coverageOf } from '../../pipeline/coverage.ts';
import type { WatchedSource } from '../../pipeline/source-yield.ts';
import type { SourceState } from '../../pipeline/sources.ts';

const known = new Map([...sources.values()].map(({ manifest }) => [manifest.id, manifest]));

describe('the coverage matrix', () => {
  it('names sources that exist, and every source of the product', () => {
    const named = COVERAGE.flatMap(({ sourceIds, detourIds = [] }) => [...sourceIds, ...detourIds]);
    expect(named.filter((id) => !known.has(id))).toEqual([]);
    expect([...known.keys()].filter((id) => !named.includes(id))).toEqual([]);
    expect(new Set(COVERAGE.map(({ id }) => id)).size).toBe(COVERAGE.length);
  });

  it('promises no more than its sources: without a key only where one needs none, nothing where there is no source', () => {
    const wants = (id: string) => {
      const manifest = known.get(id);
      return manifest !== undefined && (manifest.needs.length > 0 || id === 'trustpilot');
    };
    for (const { id, level, sourceIds } of COVERAGE) {
      if (level === 'none') expect(sourceIds, id).toEqual([]);
      else if (level === 'keyed') expect(sourceIds.every(wants), id).toBe(true);
      else
        expect(
          sourceIds.some((sourceId) => !wants(sourceId)),
          id,
        ).toBe(true);
    }
  });

  it('says everything in both languages, and not the same', () => {
    for (const { id, platform, sees, misses, way } of COVERAGE) {
      for (const { tr, en } of [platform, sees, misses, way])
        expect(Math.min(tr.length, en.length), id).toBeGreaterThan(1);
      for (const { tr, en } of [sees, misses, way]) expect(tr, id).not.toBe(en);
    }
  });
});

describe('what holds of it here and now', () => {
  const watched = (id: string, state: SourceState, missingKeys: string[] = []) => {
    const manifest = known.get(id);
    if (!manifest) throw new Error(`no source ${id}`);
    const nothing = {
      health: null,
      subscriptionCount: 0,
      watchCount: 0,
      since: null,
      brandIds: [],
      yield: null,
      feeds: [],
    };
    return { manifest, state, missingKeys, ...nothing } satisfies WatchedSource;
  };
  const nowOf = (id: string, ...sourcesHere: WatchedSource[]): Coverage['now'] | undefined =>
    coverageOf(COVERAGE, sourcesHere, 'tr').find((entry) => entry.id === id)?.now;

  it('is seen while one of its own sources is read, silent or not', () => {
    expect(nowOf('eksi-sozluk', watched('eksi-sozluk', 'ok'))).toBe('seen');
    expect(nowOf('eksi-sozluk', watched('eksi-sozluk', 'quiet'))).toBe('seen');
    expect(nowOf('news', watched('feed', 'failing'), watched('gdelt', 'ok'))).toBe('seen');
    expect(nowOf('eksi-sozluk', watched('eksi-sozluk', 'unused'))).toBe('unused');
  });

  it('is in trouble when all that is used of it is broken or lacks its key', () => {
    expect(nowOf('eksi-sozluk', watched('eksi-sozluk', 'suspended'))).toBe('trouble');
    expect(nowOf('x', watched('x', 'ok', ['x']))).toBe('trouble');
  });

  it('is not seen because of a detour', () => {
    expect(nowOf('tiktok', watched('google-alerts', 'ok'))).toBe('unused');
    expect(nowOf('sikayetvar', watched('webhook', 'ok'))).toBe('unused');
  });
});
