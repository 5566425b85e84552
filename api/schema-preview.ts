// Shapes of trying a query before it is saved: on what is stored, and live on its sources.

import { z } from 'zod';
import { examples, mention, subscriptionBody } from './schema.ts';

const query = z.string().trim().min(1).max(4000);
const span = z.object({ start: z.number(), end: z.number() });
const sample = z.object({ mention, spans: z.array(span) });

export const previewBody = z
  .strictObject({
    query,
    /** Needed for the examples to be tried; `watchId` where they stand in place of those of a watch. */
    brandId: z.string().max(60).optional(),
    watchId: z.string().max(60).optional(),
    positiveExamples: examples.optional(),
    negativeExamples: examples.optional(),
  })
  .meta({ id: 'PreviewBody' });
/** Runs the query over what is already stored (newest first, bounded) and says what it would have found. */
export const preview = z
  .object({
    isValid: z.boolean(),
    error: z.object({ message: z.string(), position: z.number().nullable() }).nullable(),
    scannedCount: z.number(),
    matchedCount: z.number(),
    perDay: z.number().nullable(),
    /** Newest hits, at most 10, with the reason. */
    hits: z.array(sample.extend({ why: z.string() })),
    /** What would match without a NOT part: how many, by which part, and at most 5 samples. */
    hidden: z.object({
      count: z.number(),
      parts: z.array(z.object({ by: z.string(), count: z.number() })),
      samples: z.array(sample.extend({ by: z.string() })),
    }),
    /** Hits that were judged to speak of something else of the name. */
    unmeant: z.object({ count: z.number(), samples: z.array(sample) }),
    /** Hits that the examples tell from the brand, at most 5 samples, and how many that now mean it. */
    byExamples: z.object({ count: z.number(), meantCount: z.number(), samples: z.array(sample) }),
    /** Where the hits come from, the most first. */
    sources: z.array(z.object({ sourceId: z.string(), count: z.number() })),
    /** Sentences in the caller's language: a name that is an ordinary word … */
    advice: z.array(z.string()),
  })
  .meta({ id: 'Preview' });

export const tryBody = z
  .strictObject({ query, sources: z.array(subscriptionBody).min(1).max(10) })
  .meta({ id: 'TryBody' });
/** One page of each source read now; nothing is stored. */
export const tried = z
  .array(
    z.object({
      sourceId: z.string(),
      outcome: z.string(),
      itemCount: z.number(),
      matchCount: z.number(),
      perDay: z.number().nullable(),
      error: z.string().nullable(),
      /** At most 3. */
      matches: z.array(mention),
    }),
  )
  .meta({ id: 'Tried' });
