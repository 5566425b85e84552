// The coverage matrix with what holds here and now: which of the ways are in use, which lack a key, which are broken.
// Pure. Must never turn "could be seen" into "is seen".

import type { CoverageEntry, CoverageLevel } from '../config/coverage.ts';
import type { Locale } from '../core/ports.ts';
import type { WatchedSource } from './source-yield.ts';

/** 'seen' = a watch reads it and it works; 'trouble' = a watch reads it, but it cannot be read; 'unused' = no watch reads it. */
export type CoverageNow = 'seen' | 'trouble' | 'unused';

export interface Coverage {
  id: string;
  platform: string;
  level: CoverageLevel;
  sees: string;
  misses: string;
  way: string;
  now: CoverageNow;
  /** Those that read the platform itself, then the detours. */
  sources: {
    id: string;
    title: string;
    isDetour: boolean;
    isUsed: boolean;
    isBroken: boolean;
    missingKeys: string[];
  }[];
}

/** Every entry in one language, in its order. A detour in use does not make a platform seen. */
export function coverageOf(
  entries: readonly CoverageEntry[],
  watched: readonly WatchedSource[],
  locale: Locale,
): Coverage[] {
  const known = new Map(watched.map((source) => [source.manifest.id, source]));
  return entries.map((entry) => {
    const own = entry.sourceIds.flatMap((id) => known.get(id) ?? []).map((source) => sourceOf(source, false));
    const detours = (entry.detourIds ?? [])
      .flatMap((id) => known.get(id) ?? [])
      .map((source) => sourceOf(source, true));
    const used = own.filter(({ isUsed }) => isUsed);
    const isSeen = used.some(({ isBroken }) => !isBroken);
    return {
      id: entry.id,
      platform: entry.platform[locale],
      level: entry.level,
      sees: entry.sees[locale],
      misses: entry.misses[locale],
      way: entry.way[locale],
      now: isSeen ? 'seen' : used.length > 0 ? 'trouble' : 'unused',
      sources: [...own, ...detours],
    };
  });
}

function sourceOf({ manifest, state, missingKeys }: WatchedSource, isDetour: boolean): Coverage['sources'][number] {
  const isUsed = state !== 'unused';
  const isBroken = isUsed && (state === 'failing' || state === 'suspended' || missingKeys.length > 0);
  return { id: manifest.id, title: manifest.title, isDetour, isUsed, isBroken, missingKeys };
}
