// What became of a mention, as the API says it: where it was seen, what was answered, how it stood before.

import { z } from 'zod';
import { CHANNELS, RESOLUTION_STATES } from '../core/types.ts';

const at = z.number().int();

/** What became of a complaint, review or ticket, as its source says. */
export const resolution = z.object({
  state: z.enum(RESOLUTION_STATES).nullable(),
  answer: z.string().nullable(),
  answeredAt: at.nullable(),
});

export const sighting = z.object({
  sourceId: z.string(),
  channel: z.enum(CHANNELS),
  /** False for search engines, alerts and collections of news. */
  isOriginal: z.boolean(),
  url: z.string().nullable(),
  title: z.string().nullable(),
  rank: z.number().nullable(),
  firstSeenAt: at,
  lastSeenAt: at,
});

/** How a mention stood before it was changed at its source, newest first, at most 20. */
export const mentionVersions = z
  .object({
    items: z.array(
      z.object({
        seenAt: at,
        replacedAt: at,
        title: z.string().nullable(),
        text: z.string(),
        resolution: resolution.nullable(),
      }),
    ),
  })
  .meta({ id: 'MentionVersions' });
