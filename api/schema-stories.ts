// The shapes of merging and splitting stories, and of how a story went.

import { z } from 'zod';
import { CHANNELS, INCIDENT_STATES } from '../core/types.ts';
import { mention, story } from './schema.ts';

const id = z.string().min(4).max(80);
const at = z.number().int();
const level = z.union([z.literal(1), z.literal(2), z.literal(3), z.literal(4)]);

export const storyMerge = z.strictObject({ storyIds: z.array(id).min(1).max(100) }).meta({ id: 'StoryMerge' });
export const storySplit = z.strictObject({ mentionIds: z.array(id).min(1).max(2000) }).meta({ id: 'StorySplit' });
export const storyApart = z.strictObject({ storyId: id }).meta({ id: 'StoryApart' });
/** `made`: the story that was split off, or came back. */
export const storyPair = z.object({ story, made: story }).meta({ id: 'StoryPair' });

const near = z.object({ story, likeness: z.number() });

export const storyCourse = z
  .object({
    /** Who posted first, as far as is known. */
    first: mention.nullable(),
    /** By hour and channel, oldest first; hours without any are left out. */
    hours: z.array(z.object({ hourAt: at, channel: z.enum(CHANNELS), count: z.number(), negative: z.number() })),
    /** Outlets, forums and shops in the order in which they took it up; siteName null = the source itself. */
    outlets: z.array(
      z.object({
        siteName: z.string().nullable(),
        sourceId: z.string(),
        channel: z.enum(CHANNELS),
        firstAt: at,
        lastAt: at,
        count: z.number(),
        mentionId: id,
      }),
    ),
    /** Texts that stand there more than once: the oldest mention, and the others to be folded under it. */
    copies: z.array(
      z.object({
        mentionId: id,
        otherIds: z.array(id),
        count: z.number(),
        accountCount: z.number(),
        firstAt: at,
        lastAt: at,
      }),
    ),
    /** The first 20 mentions of the wave that the story is marked for. */
    waveMentions: z.array(mention),
    /** How many mentions were read for this; isWhole = all there are. */
    readCount: z.number(),
    isWhole: z.boolean(),
    /** Of the same days and much like it: perhaps one with it. */
    suggested: z.array(near),
    /** Older and much like it, and what became of it. */
    past: z.array(
      near.extend({
        incident: z
          .object({ id, title: z.string(), state: z.enum(INCIDENT_STATES), severity: level, resolvedAt: at.nullable() })
          .nullable(),
        outcome: z.string().nullable(),
      }),
    ),
    /** What people (or itibar: by 'system') decided about it and other stories, newest first. */
    links: z.array(
      z.object({
        id,
        kind: z.enum(['merged', 'apart']),
        fromId: id,
        intoId: id,
        byName: z.string().nullable(),
        at,
        canUndo: z.boolean(),
      }),
    ),
  })
  .meta({ id: 'StoryCourse' });
