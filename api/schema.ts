// The shapes that the API takes and gives, as zod. From these come validation, openapi.json and the dashboard's types.
// Never put a secret or another person's personal data into an answer shape. Times are epoch milliseconds UTC.

import { z } from 'zod';
import { MOST_ENTITIES } from '../core/entities.ts';
import {
  ACTORS,
  ASPECTS,
  CHANNELS,
  CLAIMS,
  CORRECTION_FIELDS,
  FINDING_TYPES,
  INCIDENT_STATES,
  RUN_OUTCOMES,
  SENTIMENTS,
  STORY_STATES,
  WATCH_KINDS,
} from '../core/types.ts';
import { brandEntity, namedEntity } from './schema-entities.ts';
import { resolution, sighting } from './schema-history.ts';
import * as learning from './schema-learning.ts';

const id = z.string().min(4).max(80);
const at = z.number().int();
const severityLevel = z.union([z.literal(1), z.literal(2), z.literal(3), z.literal(4)]);
const shortText = z.string().trim().min(1).max(200);

export const story = z
  .object({
    id,
    brandId: id,
    title: z.string(),
    firstSeenAt: at,
    lastSeenAt: at,
    mentionCount: z.number(),
    negativeCount: z.number(),
    channels: z.array(z.enum(CHANNELS)),
    sourceIds: z.array(z.string()),
    authorCount: z.number(),
    types: z.array(z.enum(FINDING_TYPES)),
    severity: severityLevel,
    state: z.enum(STORY_STATES),
    wakeAtCount: z.number().nullable(),
    assigneeId: z.string().nullable(),
    /** Open incident the story belongs to. */
    incidentId: z.string().nullable(),
    /** The same text or link from many accounts within minutes: may be coordinated. What is known, never who is behind it. */
    wave: z
      .object({
        kind: z.enum(['text', 'link']),
        accountCount: z.number(),
        from: at,
        to: at,
        datedCount: z.number(),
        youngCount: z.number(),
        followedCount: z.number(),
        smallCount: z.number(),
      })
      .nullable(),
  })
  .meta({ id: 'Story' });

const span = { start: z.number(), end: z.number() };

export const judgement = z
  .object({
    brandId: id,
    language: z.object({ code: z.string().nullable(), confidence: z.number() }),
    relevance: z.object({ isBrand: z.boolean(), confidence: z.number() }).nullable(),
    sentiment: z.object({ label: z.enum(SENTIMENTS), score: z.number(), confidence: z.number() }),
    actor: z.object({ label: z.enum(ACTORS), confidence: z.number() }),
    aspects: z.array(z.object({ id: z.enum(ASPECTS), confidence: z.number() })),
    types: z.array(z.object({ type: z.enum(FINDING_TYPES), confidence: z.number(), ...span })),
    pii: z.array(z.object({ kind: z.string(), ...span })),
    /** What it names, each once; absent = nothing. */
    entities: z.array(namedEntity).optional(),
    severity: z.object({
      level: severityLevel,
      score: z.number(),
      parts: z.object({
        harm: z.number(),
        credibility: z.number(),
        velocity: z.number(),
        reach: z.number(),
        vulnerability: z.number(),
        trigger: z.string().nullable(),
        cap: z.string().nullable(),
      }),
    }),
    claim: z.enum(CLAIMS).default('unverified'),
    /** Fields in which a person's word stands above the machine's. */
    corrected: z.array(z.enum(CORRECTION_FIELDS)).default([]),
  })
  .meta({ id: 'Judgement' });

/** Spans refer to `title + "\n" + text`, or to text alone when title is null. Personal data in the text is masked by the server. */
export const mention = z
  .object({
    id,
    sourceId: z.string(),
    channel: z.enum(CHANNELS),
    url: z.string().nullable(),
    title: z.string().nullable(),
    text: z.string(),
    author: z.object({
      name: z.string().nullable(),
      handle: z.string().nullable(),
      url: z.string().nullable(),
      followers: z.number().nullable(),
      /** When the account was opened, where the source tells. */
      createdAt: at.optional(),
    }),
    publishedAt: at.nullable(),
    seenAt: at,
    siteName: z.string().nullable(),
    engagement: z.object({
      likes: z.number().nullable(),
      shares: z.number().nullable(),
      comments: z.number().nullable(),
      views: z.number().nullable(),
      rating: z.number().nullable(),
    }),
    resolution: resolution.nullable(),
    /** One for each source that showed it, the first one first; `rank` among search results. */
    sightings: z.array(sighting),
    /** How often its text was seen changed, and when it or its resolution last was; see …/versions. */
    editCount: z.number(),
    changedAt: at.nullable(),
    watchIds: z.array(id),
    storyId: z.string().nullable(),
    judgement: judgement.nullable(),
    corrections: z.array(learning.correction).default([]),
    /** Null unless people corrected something. */
    machine: learning.machineWord.nullable().default(null),
    suggestions: z.array(learning.suggestion).default([]),
  })
  .meta({ id: 'Mention' });

export const page = <T extends z.ZodType>(item: T) =>
  z.object({ items: z.array(item), nextCursor: z.string().nullable() });
export const storyPage = page(story).meta({ id: 'StoryPage' });
export const mentionPage = page(mention).meta({ id: 'MentionPage' });

export const storyQuery = z.object({
  brandId: id.optional(),
  state: z.enum(STORY_STATES).optional(),
  channel: z.enum(CHANNELS).optional(),
  type: z.enum(FINDING_TYPES).optional(),
  /** Has a mention whose claim people found to be so. */
  claim: z.enum(CLAIMS).exclude(['unverified']).optional(),
  sentiment: z.enum(SENTIMENTS).optional(),
  maxSeverity: z.coerce.number().pipe(severityLevel).optional(),
  watchId: id.optional(),
  sourceId: z.string().optional(),
  search: z.string().max(200).optional(),
  since: z.coerce.number().optional(),
  sort: z.enum(['recent', 'size']).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(30),
  cursor: z.string().max(500).optional(),
});

export const mentionQuery = z.object({
  brandId: id.optional(),
  watchId: id.optional(),
  storyId: id.optional(),
  sourceId: z.string().optional(),
  channel: z.enum(CHANNELS).optional(),
  sentiment: z.enum(SENTIMENTS).optional(),
  type: z.enum(FINDING_TYPES).optional(),
  /** What people found out about its claim; unverified = judged, and nobody has yet. */
  claim: z.enum(CLAIMS).optional(),
  maxSeverity: z.coerce.number().pipe(severityLevel).optional(),
  /** 'branch:Kadıköy', or 'Kadıköy' of any kind. */
  entity: z.string().trim().min(1).max(220).optional(),
  search: z.string().max(200).optional(),
  since: z.coerce.number().optional(),
  until: z.coerce.number().optional(),
  limit: z.coerce.number().int().min(1).max(100).default(30),
  cursor: z.string().max(500).optional(),
});

export const storyPatch = z
  .strictObject({
    state: z.enum(STORY_STATES).optional(),
    wakeAtCount: z.number().int().min(1).nullable().optional(),
    assigneeId: id.nullable().optional(),
  })
  .meta({ id: 'StoryPatch' });

export const incident = z
  .object({
    id,
    brandId: id,
    brandName: z.string(),
    ruleId: z.string(),
    title: z.string(),
    reason: z.string(),
    severity: severityLevel,
    leadType: z.enum(FINDING_TYPES).nullable(),
    state: z.enum(INCIDENT_STATES),
    ownerId: z.string().nullable(),
    ownerName: z.string().nullable(),
    openedAt: at,
    updatedAt: at,
    acknowledgedAt: at.nullable(),
    resolvedAt: at.nullable(),
    storyIds: z.array(id),
    mentionCount: z.number(),
  })
  .meta({ id: 'Incident' });

export const incidentPage = page(incident).meta({ id: 'IncidentPage' });
export const incidentQuery = z.object({
  brandId: id.optional(),
  state: z.enum(INCIDENT_STATES).optional(),
  isOpen: z.enum(['true', 'false']).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(30),
  cursor: z.string().max(500).optional(),
});

export const incidentDetail = z
  .object({
    incident,
    timeline: z.array(z.object({ id, at, kind: z.string(), by: z.string(), byName: z.string(), text: z.string() })),
    stories: z.array(story),
    mentions: z.array(mention),
    deliveries: z.array(
      z.object({
        id,
        routeId: z.string(),
        notifierId: z.string(),
        reason: z.string(),
        state: z.enum(['pending', 'sending', 'sent', 'failed']),
        attemptCount: z.number(),
        lastError: z.string().nullable(),
        createdAt: at,
        sentAt: at.nullable(),
      }),
    ),
    /** Hourly counts of the incident's stories' brand over the last 48 h, for the chart. */
    series: z.array(z.object({ hourAt: at, all: z.number(), negative: z.number(), usual: z.number().nullable() })),
  })
  .meta({ id: 'IncidentDetail' });

/** ack makes the caller the owner when there is none. `note` needs text. */
export const incidentAction = z
  .strictObject({
    action: z.enum(['acknowledge', 'contain', 'resolve', 'review', 'note', 'assign']),
    text: z.string().trim().max(4000).optional(),
    ownerId: id.nullable().optional(),
  })
  .meta({ id: 'IncidentAction' });

export const brand = z
  .object({
    id,
    name: z.string(),
    aliases: z.array(z.string()),
    domains: z.array(z.string()),
    accounts: z.array(z.string()),
    competitors: z.array(z.string()),
    /** Products, sellers, branches, executives and competitors that texts may name. */
    entities: z.array(brandEntity).optional(),
  })
  .meta({ id: 'Brand' });
export const brandBody = z
  .strictObject({
    name: shortText,
    aliases: z.array(shortText).max(50).default([]),
    domains: z.array(shortText).max(50).default([]),
    accounts: z.array(shortText).max(50).default([]),
    competitors: z.array(shortText).max(50).default([]),
    /** Not given: they stay as they are. */
    entities: z.array(brandEntity).max(MOST_ENTITIES).optional(),
  })
  .meta({ id: 'BrandBody' });

export const subscriptionView = z.object({
  id,
  sourceId: z.string(),
  params: z.record(z.string(), z.unknown()),
  lastRunAt: at.nullable(),
  nextRunAt: at,
  lastOutcome: z.enum(RUN_OUTCOMES).nullable(),
  lastError: z.string().nullable(),
});

export const watch = z
  .object({
    id,
    brandId: id,
    brandName: z.string(),
    name: z.string(),
    kind: z.enum(WATCH_KINDS),
    query: z.string(),
    positiveExamples: z.array(z.string()),
    negativeExamples: z.array(z.string()),
    isPaused: z.boolean(),
    everyMs: z.number(),
    createdAt: at,
    subscriptions: z.array(subscriptionView),
    /** Mentions by day, oldest first, 14 days. */
    daily: z.array(z.number()),
  })
  .meta({ id: 'Watch' });

export const subscriptionBody = z.strictObject({
  sourceId: z.string().max(60),
  params: z.record(z.string(), z.unknown()).default({}),
});
/** Texts that mean the brand, or that do not although they name it. */
export const examples = z.array(z.string().trim().min(1).max(2000)).max(100);

export const watchBody = z
  .strictObject({
    brandId: id,
    name: shortText,
    kind: z.enum(WATCH_KINDS).default('brand'),
    query: z.string().trim().min(1).max(4000),
    everyMs: z
      .number()
      .int()
      .min(1000)
      .max(7 * 86_400_000)
      .default(900_000),
    sources: z.array(subscriptionBody).max(100).default([]),
    positiveExamples: examples.optional(),
    negativeExamples: examples.optional(),
  })
  .meta({ id: 'WatchBody' });
export const watchPatch = z
  .strictObject({
    name: shortText.optional(),
    kind: z.enum(WATCH_KINDS).optional(),
    query: z.string().trim().min(1).max(4000).optional(),
    isPaused: z.boolean().optional(),
    everyMs: z
      .number()
      .int()
      .min(1000)
      .max(7 * 86_400_000)
      .optional(),
    sources: z.array(subscriptionBody).max(100).optional(),
    positiveExamples: examples.optional(),
    negativeExamples: examples.optional(),
  })
  .meta({ id: 'WatchPatch' });

export const today = z
  .object({
    /** One sentence in the caller's language: "Sakin · 2 vaka açık · Ekşi okunamıyor". */
    status: z.string(),
    statusLevel: z.union([severityLevel, z.literal(0)]),
    openIncidents: z.array(incident),
    /** Stories that are new or grew in the last 24 h, the most telling first, at most 8. `grown` = mentions in the last 24 h. */
    changedStories: z.array(story.extend({ grown: z.number(), isNew: z.boolean() })),
    counts: z.object({
      last24h: z.number(),
      previous24h: z.number(),
      negative24h: z.number(),
      negativePrevious24h: z.number(),
    }),
    /** 48 hours, oldest first. `usual` = median of the same hour of the week over up to 4 weeks, null without history. */
    series: z.array(z.object({ hourAt: at, all: z.number(), negative: z.number(), usual: z.number().nullable() })),
    aspects: z.array(z.object({ id: z.enum(ASPECTS), count: z.number(), previous: z.number() })),
    types: z.array(z.object({ id: z.enum(FINDING_TYPES), count: z.number(), previous: z.number() })),
    channels: z.array(z.object({ id: z.enum(CHANNELS), count: z.number(), previous: z.number() })),
    /** What waits for a person, most urgent first, at most 10. */
    waiting: z.array(
      z.object({
        kind: z.enum(['unacknowledged', 'unowned', 'failed-alert', 'unsure']),
        text: z.string(),
        incidentId: z.string().nullable(),
        storyId: z.string().nullable(),
      }),
    ),
    blindSpots: z.array(
      z.object({ sourceId: z.string(), title: z.string(), reason: z.string(), since: at.nullable() }),
    ),
  })
  .meta({ id: 'Today' });

/**
 * Body of an SSE message on /api/events: what changed; the page then re-reads what it shows. `id` is of the incident,
 * story, source or watch, for mentions of the brand, and '' when several of the kind changed.
 */
export const liveEvent = z
  .object({ kind: z.enum(['mentions', 'incident', 'story', 'source', 'watch']), id: z.string() })
  .meta({ id: 'LiveEvent' });
