// The shapes of evidence packs. Files are named by us and described by their hashes; their bytes have addresses of their own.

import { z } from 'zod';
import { EVIDENCE_CHANGES, EVIDENCE_OUTCOMES, EVIDENCE_REASONS } from '../core/types.ts';
import { page } from './schema.ts';

const id = z.string().min(4).max(80);
const at = z.number().int();

export const evidence = z
  .object({
    id,
    mentionId: id,
    url: z.string().nullable(),
    finalUrl: z.string().nullable(),
    status: z.number().nullable(),
    capturedAt: at,
    reason: z.enum(EVIDENCE_REASONS),
    by: z.string(),
    outcome: z.enum(EVIDENCE_OUTCOMES),
    error: z.string().nullable(),
    files: z.array(z.object({ name: z.string(), sha256: z.string(), sizeBytes: z.number() })),
    previousId: z.string().nullable(),
    /** What differs from the pack before; sentences are masked. */
    change: z
      .object({
        kind: z.enum(EVIDENCE_CHANGES),
        similarity: z.number().nullable(),
        removed: z.array(z.string()),
        added: z.array(z.string()),
      })
      .nullable(),
    checks: z.object({ count: z.number(), lastAt: at.nullable(), nextAt: at.nullable(), isGoneOnce: z.boolean() }),
  })
  .meta({ id: 'Evidence' });

export const evidencePage = page(evidence).meta({ id: 'EvidencePage' });

export const exportQuery = z.object({
  mentionId: id.optional(),
  storyId: id.optional(),
  incidentId: id.optional(),
  packId: id.optional(),
});
export type SubjectQuery = z.infer<typeof exportQuery>;

export const evidenceQuery = exportQuery.omit({ packId: true }).extend({
  limit: z.coerce.number().int().min(1).max(100).default(50),
  cursor: z.string().max(500).optional(),
});

export const evidenceBody = z.strictObject({ mentionId: id }).meta({ id: 'EvidenceBody' });
