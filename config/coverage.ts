// What can be seen of each platform, what cannot and why, and which way exists: the coverage matrix of the sources page and
// of `itibar source coverage`. Written by hand, as things stood in November 2026; a test keeps it in step with the sources.
// The entries are in coverage-sites.ts and coverage-media.ts.

import type { Locale } from '../core/ports.ts';
import { MEDIA } from './coverage-media.ts';
import { SITES } from './coverage-sites.ts';

/** 'open' = without a key; 'keyed' = only with a key; 'partial' = a part, or not from everywhere; 'none' = not at all. */
export const COVERAGE_LEVELS = ['open', 'partial', 'keyed', 'none'] as const;
export type CoverageLevel = (typeof COVERAGE_LEVELS)[number];

type Words = Readonly<Record<Locale, string>>;

export interface CoverageEntry {
  id: string;
  platform: Words;
  level: CoverageLevel;
  /** What is seen. */
  sees: Words;
  /** What is not, with the reason. */
  misses: Words;
  /** What to do to see it, or to see more. */
  way: Words;
  /** Sources that read the platform itself. */
  sourceIds: readonly string[];
  /** Sources that may show some of it, beside other things. */
  detourIds?: readonly string[];
}

export const COVERAGE: readonly CoverageEntry[] = [...SITES, ...MEDIA];
