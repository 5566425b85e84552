// The shapes of sources, how they are doing, and the coverage matrix. As in schema.ts: no secret ever goes into an answer,
// and times are epoch milliseconds UTC.

import { z } from 'zod';
import { COVERAGE_LEVELS } from '../config/coverage.ts';
import { CHANNELS, RUN_OUTCOMES } from '../core/types.ts';

const at = z.number().int();

const monthlyCost = z.object({ month: z.string(), callCount: z.number(), itemCount: z.number(), usd: z.number() });

export const sourceView = z
  .object({
    id: z.string(),
    title: z.string(),
    channel: z.enum(CHANNELS),
    homepage: z.string(),
    description: z.string(),
    isOfficial: z.boolean(),
    isInbound: z.boolean(),
    /** Works with nothing but the watch's query. */
    isParameterFree: z.boolean(),
    /** Never picked unless a person does. */
    isOptIn: z.boolean(),
    isVerifiedLive: z.boolean(),
    needs: z.array(z.string()),
    /** Of those, the ones that are not configured. */
    missingKeys: z.array(z.string()),
    legalNote: z.string(),
    expectedPerDay: z.number(),
    selection: z.enum(['match', 'trust']),
    /** JSON Schema of the parameters, for the form. */
    paramsSchema: z.record(z.string(), z.unknown()),
    example: z.record(z.string(), z.unknown()),
    subscriptionCount: z.number(),
    watchCount: z.number(),
    /** 'unused' 'ok' 'quiet' (works, nothing new for unusually long) 'failing' 'suspended' */
    state: z.enum(['unused', 'ok', 'quiet', 'failing', 'suspended']),
    /** What it brings against its own usual; null when it has brought nothing for four weeks. */
    yield: z
      .object({
        lastDayCount: z.number(),
        usualPerDay: z.number().nullable(),
        lastAt: at,
        silentSince: at.nullable(),
      })
      .nullable(),
    health: z
      .object({
        lastRunAt: at.nullable(),
        lastSuccessAt: at.nullable(),
        lastItemAt: at.nullable(),
        consecutiveFailures: z.number(),
        suspendedUntil: at.nullable(),
        suspendedReason: z.string().nullable(),
        lastError: z.string().nullable(),
        recentRuns: z.array(
          z.object({
            startedAt: at,
            outcome: z.enum(RUN_OUTCOMES),
            itemCount: z.number(),
            addedCount: z.number(),
            error: z.string().nullable(),
          }),
        ),
      })
      .nullable(),
    /** Null: reading it costs nothing. Dollars, by the manifest's prices; never what a bill says. */
    cost: z
      .object({
        perCallUsd: z.number().nullable(),
        perItemUsd: z.number().nullable(),
        perMonthUsd: z.number().nullable(),
        note: z.string(),
        checkedOn: z.string(),
        budgetUsd: z.number().nullable(),
        soFar: monthlyCost,
        months: z.array(monthlyCost),
      })
      .nullable(),
    /** Subscriptions of it that are read, and those of them that fail three times in a row or for a day. */
    feedCount: z.number(),
    badFeeds: z.array(
      z.object({
        subscriptionId: z.string(),
        label: z.string(),
        watchName: z.string(),
        state: z.enum(['failing', 'dead']),
        failureCount: z.number(),
        failingSince: at.nullable(),
        lastSuccessAt: at.nullable(),
        lastError: z.string().nullable(),
      }),
    ),
  })
  .meta({ id: 'Source' });

/** One platform of the coverage matrix, in the caller's language. */
export const coverage = z
  .object({
    id: z.string(),
    platform: z.string(),
    level: z.enum(COVERAGE_LEVELS),
    sees: z.string(),
    misses: z.string(),
    way: z.string(),
    /** 'seen' = a watch reads it; 'trouble' = a watch would, but it cannot be read; 'unused' = no watch reads it. */
    now: z.enum(['seen', 'trouble', 'unused']),
    sources: z.array(
      z.object({
        id: z.string(),
        title: z.string(),
        isDetour: z.boolean(),
        isUsed: z.boolean(),
        isBroken: z.boolean(),
        missingKeys: z.array(z.string()),
      }),
    ),
  })
  .meta({ id: 'Coverage' });
