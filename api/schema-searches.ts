// The shapes of searches with their pages, and of what a source would cost. As in schema.ts: times are epoch milliseconds UTC.

import { z } from 'zod';

const at = z.number().int();
const rank = z.number().int().nullable();

export const searchQuery = z.strictObject({
  brandId: z.string().max(60).optional(),
  watchId: z.string().max(60).optional(),
  query: z.string().max(500).optional(),
});

/** One search of a watch with one engine. */
export const search = z
  .object({
    watchId: z.string(),
    watchName: z.string(),
    brandId: z.string(),
    sourceId: z.string(),
    engine: z.string(),
    query: z.string(),
    at,
    firstAt: at,
    pages: z.array(
      z.object({
        url: z.string(),
        host: z.string(),
        title: z.string().nullable(),
        /** Null: gone within the last week. */
        rank,
        dayAgo: rank,
        /** Null: not there, or since the search began. */
        onPageOneSince: at.nullable(),
        mark: z.enum(['own', 'negative', 'neutral']),
        storyId: z.string().nullable(),
        /** The rank at the end of each of 30 days, oldest first. */
        days: z.array(rank),
      }),
    ),
  })
  .meta({ id: 'Search' });

export const estimateBody = z
  .strictObject({
    query: z.string().max(4000),
    everyMs: z.number().int().min(1000),
    sources: z
      .array(z.strictObject({ sourceId: z.string().max(100), params: z.record(z.string(), z.unknown()) }))
      .max(100),
  })
  .meta({ id: 'EstimateBody' });

export const estimate = z
  .object({
    sourceId: z.string(),
    callsPerMonth: z.number(),
    itemsPerMonth: z.number(),
    usdPerMonth: z.number(),
    budgetUsd: z.number().nullable(),
    sentence: z.string(),
  })
  .meta({ id: 'Estimate' });
