// Shapes of what texts name of a brand: the brand's lists, the names in one mention, and how often each is named.

import { z } from 'zod';
import { MOST_ALIASES } from '../core/entities.ts';
import { ENTITY_KINDS, LISTED_KINDS } from '../core/types.ts';

const shortText = z.string().trim().min(1).max(200);

/** `aliases`: other names of the same thing. */
export const brandEntity = z
  .object({
    kind: z.enum(LISTED_KINDS),
    name: shortText,
    aliases: z.array(shortText).max(MOST_ALIASES).default([]),
  })
  .meta({ id: 'BrandEntity' });

export const namedEntity = z.object({
  kind: z.enum(ENTITY_KINDS),
  name: z.string(),
  start: z.number(),
  end: z.number(),
});

export const entityQuery = z.object({
  brandId: z.string().max(80).optional(),
  kind: z.enum(ENTITY_KINDS).optional(),
});

/** Mentions of the last seven days against the seven before, the most named first, at most 200; the rest put together. */
export const entityTable = z
  .object({
    items: z.array(
      z.object({
        kind: z.enum(ENTITY_KINDS),
        name: z.string(),
        count: z.number(),
        previous: z.number(),
        negative: z.number(),
        negativePrevious: z.number(),
      }),
    ),
    others: z.object({ nameCount: z.number(), count: z.number(), previous: z.number() }),
  })
  .meta({ id: 'EntityTable' });
