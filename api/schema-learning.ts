// Shapes of learning from people: corrections, what looks like a corrected mention, judging anew, training.
// From these come validation, openapi.json and the dashboard's types, as from schema.ts.

import { z } from 'zod';
import { ACTORS, ASPECTS, CHANNELS, CORRECTION_FIELDS, FINDING_TYPES, SENTIMENTS } from '../core/types.ts';

const id = z.string().min(4).max(80);
const at = z.number().int();

/** One word of a person. `label` is the type or aspect that is meant; `from` and `to` are words of the field, or yes and no. */
export const correction = z
  .object({
    id,
    mentionId: id,
    brandId: id,
    field: z.enum(CORRECTION_FIELDS),
    label: z.string(),
    from: z.string(),
    to: z.string(),
    by: z.string(),
    byName: z.string(),
    at,
  })
  .meta({ id: 'Correction' });

/** What the machine says of a mention that people corrected. */
export const machineWord = z.object({
  sentiment: z.object({ label: z.enum(SENTIMENTS), confidence: z.number() }),
  actor: z.object({ label: z.enum(ACTORS), confidence: z.number() }),
  relevance: z.object({ isBrand: z.boolean(), confidence: z.number() }).nullable(),
  types: z.array(z.object({ type: z.enum(FINDING_TYPES), confidence: z.number() })),
  aspects: z.array(z.object({ id: z.enum(ASPECTS), confidence: z.number() })),
  severity: z.number(),
});

const likeReason = z.enum(['copy', 'story', 'alike']);

/** What people said of a text like this one; nothing is applied by itself. */
export const suggestion = z.object({
  correctionId: id,
  field: z.enum(CORRECTION_FIELDS),
  label: z.string(),
  to: z.string(),
  byName: z.string(),
  reason: likeReason,
});

export const correctionsBody = z
  .strictObject({
    /** Absent = the brand whose judgement is shown. */
    brandId: id.optional(),
    corrections: z
      .array(
        z.strictObject({
          field: z.enum(CORRECTION_FIELDS),
          label: z.string().max(40).optional(),
          to: z.string().max(40),
        }),
      )
      .min(1)
      .max(60),
  })
  .meta({ id: 'CorrectionsBody' });

export const correctionQuery = z.object({
  brandId: id.optional(),
  field: z.enum(CORRECTION_FIELDS).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(30),
  cursor: z.string().max(500).optional(),
});

export const correctionPage = z
  .object({
    items: z.array(z.object({ correction, text: z.string(), channel: z.enum(CHANNELS) })),
    nextCursor: z.string().nullable(),
  })
  .meta({ id: 'CorrectionPage' });

export const lookalikes = z
  .object({
    items: z.array(
      z.object({
        mentionId: id,
        storyId: z.string().nullable(),
        channel: z.enum(CHANNELS),
        text: z.string(),
        at,
        reason: likeReason,
        likeness: z.number(),
      }),
    ),
  })
  .meta({ id: 'Lookalikes' });

export const applyBody = z.strictObject({ mentionIds: z.array(id).min(1).max(100) }).meta({ id: 'ApplyBody' });
export const applied = z.object({ count: z.number() }).meta({ id: 'Applied' });

const matrix = z.record(z.string(), z.record(z.string(), z.number()));
const gainLoss = z.record(z.string(), z.object({ added: z.number(), removed: z.number() }));

/** What judging anew would change. */
export const reanalysisPreview = z
  .object({
    judgedCount: z.number(),
    changedCount: z.number(),
    isWhole: z.boolean(),
    sentiment: matrix,
    severity: matrix,
    actor: matrix,
    relevance: matrix,
    types: gainLoss,
    aspects: gainLoss,
    examples: z.array(
      z.object({
        mentionId: id,
        text: z.string(),
        changes: z.array(z.object({ field: z.string(), from: z.string(), to: z.string() })),
      }),
    ),
    incidents: z.array(z.object({ id, title: z.string(), count: z.number(), before: z.number(), after: z.number() })),
  })
  .meta({ id: 'ReanalysisPreview' });

export const reanalysisBody = z
  .strictObject({ brandId: id.optional(), since: z.number().int().optional() })
  .meta({ id: 'ReanalysisBody' });

export const reanalysisRun = z
  .object({
    id,
    state: z.enum(['running', 'done', 'cancelled']),
    doneCount: z.number(),
    totalCount: z.number().nullable(),
    changedCount: z.number(),
    startedAt: at,
    endedAt: at.nullable(),
  })
  .meta({ id: 'ReanalysisRun' });

const learnedCount = z.object({ count: z.number(), before: z.number(), after: z.number() });

/** One training: people's words that the machine said before and after, of texts that it did not learn from. */
export const training = z
  .object({
    version: z.number(),
    trainedAt: at,
    byName: z.string(),
    lessonCount: z.number(),
    weightCount: z.number(),
    isBetter: z.boolean(),
    fields: z.object({
      sentiment: learnedCount,
      type: learnedCount,
      aspect: learnedCount,
      relevance: learnedCount,
    }),
    anchors: z.object({
      count: z.number(),
      changed: z.number(),
      examples: z.array(
        z.object({
          mentionId: id,
          text: z.string(),
          changes: z.array(z.object({ field: z.string(), from: z.string(), to: z.string() })),
        }),
      ),
    }),
  })
  .meta({ id: 'Training' });

export const learning = z
  .object({
    /** Corrections by field. */
    counts: z.object(Object.fromEntries(CORRECTION_FIELDS.map((field) => [field, z.number().default(0)]))),
    /** Corrected mentions that a training needs at least. */
    least: z.number(),
    /** Version in use; 0 = nothing learned. */
    active: z.number(),
    trainings: z.array(training),
    progress: z
      .object({
        state: z.enum(['waiting', 'running', 'done', 'failed']),
        done: z.number(),
        total: z.number(),
        error: z.string().nullable(),
      })
      .nullable(),
    reanalysis: reanalysisRun.nullable(),
  })
  .meta({ id: 'Learning' });

export const trainBody = z.strictObject({ isForced: z.boolean().default(false) }).meta({ id: 'TrainBody' });
export const versionBody = z.strictObject({ version: z.number().int().min(0) }).meta({ id: 'VersionBody' });
