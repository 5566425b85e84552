// The words of itibar, one per concept. Everything that is stored or passed between parts has its type here.
// This file holds no behaviour and imports nothing of ours. Ids are prefixed strings and are forever;
// every time is epoch milliseconds UTC and its name ends in `At`.
//
// GLOSSARY
//   Brand         what is protected: names, owned domains and accounts, competitors.
//   Watch         one watched entity of a brand: a query, examples, and the sources that are asked.
//   Subscription  one watch reading one source with its parameters: the unit that is due, fetched and paused.
//   Source        where mentions come from: a manifest and two pure functions (see ports.ts).
//   Run           one fetch of one subscription with its outcome: items, measured empty, or blocked / changed / broken.
//   Mention       one public item, exactly once.
//   Position      where a page stood among the results of one search, from a time on.
//   Finding       one analyzer's judgement of one mention, with the span that caused it.
//   Judgement     all findings of one mention for one brand, put together, with its severity and its story.
//   Correction    what a person says instead of an analyzer, of one field of one mention for one brand. Wins for good.
//   Story         mentions about the same event; inbox, alerts and digest share this identity.
//   Rollup        counts per watch, hour, source and dimension; the dashboard reads these and never scans mentions.
//   Rule          pure: rollups + judgements + open incidents -> decision with a reason.
//   Incident      a case with a life, one owner and one timeline.
//   Evidence      a pack of what a mention's page was at one time: raw answers, picture, text, hashes.
//   Delivery      what was sent where, when, why, with what result.

export const CHANNELS = ['support', 'search', 'social', 'news', 'community', 'complaint'] as const;
export type Channel = (typeof CHANNELS)[number];

export const SENTIMENTS = ['negative', 'neutral', 'positive'] as const;
export type SentimentLabel = (typeof SENTIMENTS)[number];

/** Finding type ids. Forever once stored; the first 26 are F01 to F26 of the playbook register, in that order. */
export const FINDING_TYPES = [
  'fake-account',
  'fake-domain',
  'ex-employee',
  'negative-review',
  'misinformation',
  'corporate-attack',
  'smear',
  'personal-scandal',
  'complaint',
  'competitor-attack',
  'data-leak',
  'impersonation-page',
  'negative-news',
  'fraud',
  'fake-ad',
  'counterfeit',
  'seller-issue',
  'outage',
  'product-safety',
  'boycott',
  'legal-process',
  'misleading-price',
  'own-error',
  'sensitive-topic',
  'ai-misstatement',
  'threat-to-person',
  'question',
  'praise',
  'suggestion',
  'announcement',
  'spam',
  'unrelated',
] as const;
export type FindingType = (typeof FINDING_TYPES)[number];

/** When several types fit, the lead is the first of this order that is present; then the order of FINDING_TYPES. */
export const LEAD_ORDER: readonly FindingType[] = [
  'threat-to-person',
  'data-leak',
  'fraud',
  'fake-ad',
  'product-safety',
  'fake-domain',
  'impersonation-page',
  'fake-account',
  'corporate-attack',
  'outage',
  'legal-process',
  'boycott',
];

/** Types that may hurt the brand or people. The rest (question, praise …) are ordinary talk. */
export const THREAT_TYPES: readonly FindingType[] = FINDING_TYPES.slice(0, 26);

export const ASPECTS = [
  'delivery',
  'return-refund',
  'payment-billing',
  'product-quality',
  'price-campaign',
  'customer-service',
  'seller',
  'app-website',
  'privacy-security',
  'account-membership',
  'warranty-repair',
  'order-stock',
  'store-staff',
  'service-quality',
  'other',
] as const;
export type Aspect = (typeof ASPECTS)[number];

export const ACTORS = [
  'customer',
  'employee',
  'ex-employee',
  'competitor',
  'seller',
  'journalist',
  'public-body',
  'brand',
  'organised',
  'unknown',
] as const;
export type Actor = (typeof ACTORS)[number];

/** 1 crisis, 2 high, 3 case, 4 watch. */
export type SeverityLevel = 1 | 2 | 3 | 4;

export const WATCH_KINDS = [
  'company',
  'brand',
  'product',
  'service',
  'executive',
  'campaign',
  'sector',
  'weak-point',
  'competitor',
] as const;
export type WatchKind = (typeof WATCH_KINDS)[number];

/** What of a brand a text may name. Products, sellers, branches, people and competitors are the brand's own lists. */
export const LISTED_KINDS = ['product', 'seller', 'branch', 'executive', 'competitor'] as const;
export type ListedKind = (typeof LISTED_KINDS)[number];
/** A city is an il, a district an ilçe. */
export const ENTITY_KINDS = [...LISTED_KINDS, 'city', 'district'] as const;
export type EntityKind = (typeof ENTITY_KINDS)[number];

/** A line of a brand's own lists; unique in kind and folded name. */
export interface BrandEntity {
  kind: ListedKind;
  name: string;
  aliases: string[];
}

export interface Brand {
  id: string; // brd_…
  name: string; // unique, compared folded
  aliases: string[];
  domains: string[];
  accounts: string[];
  competitors: string[];
  /** At most 1,000; absent = none. */
  entities?: BrandEntity[];
  createdAt: number;
}

export interface Watch {
  id: string; // wat_…
  brandId: string;
  name: string; // unique within the brand
  kind: WatchKind;
  query: string; // see core/text/query.ts
  positiveExamples: string[];
  negativeExamples: string[];
  isPaused: boolean;
  everyMs: number;
  createdAt: number;
  updatedAt: number;
}

export interface Subscription {
  id: string; // sub_…
  watchId: string;
  sourceId: string;
  params: Record<string, unknown>;
  /** What the source handed back last time, JSON; null before the first run. */
  cursor: unknown;
  nextRunAt: number;
  lastRunAt: number | null;
}

/** `ok` and `empty` are successes. `blocked`, `throttled`, `changed` suspend the source; the rest only delay it. */
export const RUN_OUTCOMES = [
  'ok',
  'empty',
  'not-modified',
  'throttled',
  'blocked',
  'gone',
  'changed',
  'broken',
  'network',
  'timeout',
  'too-big',
  'refused',
] as const;
export type RunOutcome = (typeof RUN_OUTCOMES)[number];

export interface Run {
  id: string; // run_…
  subscriptionId: string;
  sourceId: string;
  startedAt: number;
  durationMs: number;
  outcome: RunOutcome;
  /** Items the source gave, before the watch's query was applied. */
  itemCount: number;
  /** Mentions stored for the first time. */
  addedCount: number;
  sizeBytes: number;
  /** One sentence for a person: what happened and what to do. Null on success. */
  error: string | null;
  /** Only of a source that costs something. */
  spent?: Spent;
}

/** What reading has cost: what was asked, what came, and dollars by the manifest's prices; never what a bill says. */
export interface Spent {
  callCount: number;
  itemCount: number;
  usd: number;
}

/** `month` is one of UTC: '2026-11'. */
export interface MonthlyCost extends Spent {
  month: string;
}

/** Live state of one source, over all its subscriptions. */
export interface SourceHealth {
  sourceId: string;
  lastRunAt: number | null;
  lastSuccessAt: number | null;
  lastItemAt: number | null;
  consecutiveFailures: number;
  suspendedUntil: number | null;
  suspendedReason: string | null;
  lastError: string | null;
  /** Newest last, at most 48: the heartbeat strip. */
  recentRuns: Pick<Run, 'startedAt' | 'outcome' | 'itemCount' | 'addedCount' | 'error'>[];
  /** By month, oldest first, at most 24; empty for a source that costs nothing. */
  costs: MonthlyCost[];
}

/** One page among the results of one search of one watch, from `at` on: a row for a change, and one a day. */
export interface Position {
  brandId: string;
  watchId: string;
  /** The search engine. */
  sourceId: string;
  query: string;
  /** Canonical. */
  url: string;
  title: string | null;
  at: number;
  /** 1 is the first result; null = no longer among them. */
  rank: number | null;
  /** Its rank in the row before; null = none, or it was not among the results. */
  before: number | null;
  /** Until when it is known to have stood on page one or just behind it, and among the first three; null = never. */
  pageOneAt: number | null;
  topAt: number | null;
  /** When this search was first recorded. */
  firstAt: number;
}

export interface Author {
  name: string | null;
  handle: string | null;
  url: string | null;
  followers: number | null;
  /** When the account was opened; absent where the source does not tell. */
  createdAt?: number;
}

export interface Engagement {
  likes: number | null;
  shares: number | null;
  comments: number | null;
  views: number | null;
  /** 1 to 5 stars. */
  rating: number | null;
}

export const RESOLUTION_STATES = ['open', 'answered', 'solved'] as const;
export type ResolutionState = (typeof RESOLUTION_STATES)[number];

/** What became of a complaint, a review or a ticket, as its source says. */
export interface Resolution {
  state: ResolutionState | null;
  /** What the firm answered, bounded; the newest answer where there are several. */
  answer: string | null;
  answeredAt: number | null;
}

export type RawAuthor = Partial<Omit<Author, 'createdAt'>> & { createdAt?: number | null };

/** What a source's parse() gives: not yet stored, not yet bounded, not yet keyed. All text is hostile. */
export interface RawMention {
  /** The source's own id of the item; one of nativeId and url must be there. */
  nativeId?: string | null;
  url?: string | null;
  /** The address is the item's own page: whoever finds it, in whatever way, has found this item. See core/mention.ts. */
  isOwnPage?: boolean;
  /** The text is only a cut of what stands there: it never counts as an edit and gives way to the whole text. */
  isExcerpt?: boolean;
  /** Place among search results, 1 = first. */
  rank?: number | null;
  title?: string | null;
  /** Plain text, markup already removed. */
  text: string;
  author?: RawAuthor | null;
  /** Never invented: null when the source gives no date or one that cannot be read. */
  publishedAt?: number | null;
  language?: string | null;
  engagement?: Partial<Engagement> | null;
  /** nativeId of the post this one answers, and of the thread it belongs to. */
  parentId?: string | null;
  threadId?: string | null;
  /** Name of the outlet, forum or shop when the source carries many of them. */
  siteName?: string | null;
  resolution?: Partial<Resolution> | null;
  /** Overrides the channel of the source's manifest (imports and webhooks know better). */
  channel?: Channel | null;
}

/** What a source said of the mention besides its text; a mention's own fields are its sightings' put together. */
export interface SightingFacts {
  author: Author;
  publishedAt: number | null;
  language: string | null;
  engagement: Engagement;
  parentId: string | null;
  threadId: string | null;
  siteName: string | null;
  resolution: Resolution | null;
}

/** A mention as one source showed it; there is one for each source. */
export interface Sighting {
  sourceId: string;
  channel: Channel;
  /** False for search engines, alerts and collections of news, which only lead to it. */
  isOriginal: boolean;
  /** The address and title as this source gave them. */
  url: string | null;
  title: string | null;
  /** Place among search results, 1 = first; null where the source has none. */
  rank: number | null;
  firstSeenAt: number;
  /** To the hour: moved at most once an hour while nothing changes. */
  lastSeenAt: number;
  /** Of one sighting only: title and text of the mention are from here. */
  isTextSource: boolean;
  isExcerpt: boolean;
  facts: SightingFacts;
}

/** How a mention stood before it was changed at its source. */
export interface MentionVersion {
  mentionId: string;
  /** When it was first seen so, and when it was first seen otherwise. */
  seenAt: number;
  replacedAt: number;
  title: string | null;
  text: string;
  resolution: Resolution | null;
}

export interface Mention {
  id: string; // men_…, derived from key, so the same item has the same id everywhere
  /** 'url:' + canonical URL, or sourceId + ':' + native id or content; unique. */
  key: string;
  /** The source that showed it first; it is counted there. */
  sourceId: string;
  /** Of the best of its sightings, see core/sightings.ts. */
  channel: Channel;
  url: string | null;
  title: string | null;
  text: string;
  author: Author;
  publishedAt: number | null;
  seenAt: number;
  /** As the source declared it; the language analyzer's word is in the findings. */
  language: string | null;
  engagement: Engagement;
  parentId: string | null;
  threadId: string | null;
  siteName: string | null;
  resolution: Resolution | null;
  /** Where it was seen, first one first. At most 20. */
  sightings: Sighting[];
  /** How often its text was seen changed at its source, and when it or its resolution was last. */
  editCount: number;
  changedAt: number | null;
  /** Collected on purpose from the past (first run, back-fill, import): counted, but never raises an alert. */
  isBackfill: boolean;
  /** Title and text folded by core/text/fold.ts: what search looks at in every store. */
  folded: string;
}

/** A mention and the watches whose query it matched. */
export interface MentionHit {
  mention: Mention;
  watchIds: string[];
}

export const FINDING_KINDS = [
  'language',
  'relevance',
  'sentiment',
  'type',
  'aspect',
  'actor',
  'pii',
  'entity',
] as const;
export type FindingKind = (typeof FINDING_KINDS)[number];

export interface Finding {
  analyzer: string;
  version: string;
  kind: FindingKind;
  /** The id within its kind: 'negative', 'fraud', 'delivery', 'iban', 'tr', 'brand' | 'other' … */
  label: string;
  /** 0 to 1, calibrated where a model gives it. */
  confidence: number;
  /** Signed strength, -1 to 1, where the kind has one (sentiment). */
  score?: number;
  /** The name of an entity, as it stands in the list. */
  value?: string;
  /** Span in `title + "\n" + text` (or `text` alone when there is no title), UTF-16 offsets, end exclusive. */
  start?: number;
  end?: number;
}

/** The five parts of severity, product taxonomy: score = harm × credibility + velocity + reach + vulnerability. */
export interface SeverityParts {
  harm: number; // 0–4
  credibility: number; // 0–3
  velocity: number; // 0–3
  reach: number; // 0–3
  vulnerability: number; // 0–2
  /** Hard trigger or cap that decided the level, or null. */
  trigger: string | null;
  cap: string | null;
}

export interface Severity {
  level: SeverityLevel;
  score: number;
  parts: SeverityParts;
}

/** What a person found out about what a mention claims. */
export const CLAIMS = ['unverified', 'true', 'partly', 'false'] as const;
export type ClaimStatus = (typeof CLAIMS)[number];

export const CORRECTION_FIELDS = ['sentiment', 'type', 'aspect', 'actor', 'relevance', 'severity', 'claim'] as const;
export type CorrectionField = (typeof CORRECTION_FIELDS)[number];

/** One for each (mention, brand, field, label). It goes with its mention. */
export interface Correction {
  id: string; // cor_…, derived from mention, brand, field and label
  mentionId: string;
  brandId: string;
  field: CorrectionField;
  /** The type or aspect that is meant; '' for the other fields, of which there is only one value. */
  label: string;
  /**
   * What the machine said: a sentiment, an actor, '1' to '4', a claim; 'brand' or 'other' for relevance ('' where it had no
   * word); 'yes' or 'no' for a type or an aspect.
   */
  from: string;
  to: string;
  /** User id, token id or 'cli'. */
  by: string;
  at: number;
}

export interface Judgement {
  mentionId: string;
  brandId: string;
  storyId: string;
  language: { code: string | null; confidence: number };
  relevance: { isBrand: boolean; confidence: number } | null;
  sentiment: { label: SentimentLabel; score: number; confidence: number };
  actor: { label: Actor; confidence: number };
  aspects: { id: Aspect; confidence: number }[];
  types: { type: FindingType; confidence: number; start: number; end: number }[];
  pii: { kind: string; start: number; end: number }[];
  /** Each once, with the first words that name it, at most 12; absent = none. */
  entities?: { kind: EntityKind; name: string; start: number; end: number }[];
  severity: Severity;
  /** The analyzers' own words, also where a person's stand above. */
  findings: Finding[];
  analyzedAt: number;
  /** Set by people; absent = 'unverified'. */
  claim?: ClaimStatus;
  /** Fields that are a person's word; absent = none. */
  corrected?: CorrectionField[];
  /** Looks worse only because it was judged anew long after it was seen: nobody is alerted for it. */
  isQuiet?: true;
}

export const STORY_STATES = ['open', 'snoozed', 'closed', 'irrelevant'] as const;
export type StoryState = (typeof STORY_STATES)[number];

export interface Story {
  id: string; // sto_…
  brandId: string;
  /** Headline of the first mention, bounded; plain text. */
  title: string;
  firstMentionId: string;
  /** First and last time of its mentions: when they happened (timeOf in core/mention.ts), so old imports stay old. */
  firstSeenAt: number;
  lastSeenAt: number;
  mentionCount: number;
  negativeCount: number;
  /** Distinct values seen, bounded to 20 each. */
  channels: Channel[];
  sourceIds: string[];
  authors: string[];
  types: FindingType[];
  /** The most severe level of its mentions (1 is worst). */
  severity: SeverityLevel;
  state: StoryState;
  /** Set when state is snoozed: wakes when mentionCount reaches this. */
  wakeAtCount: number | null;
  assigneeId: string | null;
  /** Absent: no wave was seen in it. */
  wave?: StoryWave;
}

/** The same words, or the same link, from many accounts within minutes. Says what was seen and accuses nobody. */
export interface StoryWave {
  kind: 'text' | 'link';
  /** A sample, oldest first, at most 50. */
  mentionIds: string[];
  accountCount: number;
  from: number;
  to: number;
  /** Accounts whose age their source tells, and those of them that were opened in the 30 days before. */
  datedCount: number;
  youngCount: number;
  /** Accounts whose followers their source tells, and those of them with few. */
  followedCount: number;
  smallCount: number;
}

/** What was decided about two stories, see core/story-links.ts. */
export interface StoryLink {
  id: string; // stl_…, derived from what it links
  kind: 'merged' | 'apart';
  brandId: string;
  /** merged: the story that is no more; it is found as `intoId`. */
  fromId: string;
  intoId: string;
  /** merged: the mentions it brought, so that it can be undone; null when they were too many. */
  mentionIds: string[] | null;
  /** merged: what people had decided about it until then. */
  before: Pick<Story, 'state' | 'wakeAtCount' | 'assigneeId'> | null;
  /** User id, token id, 'cli', or 'system'. */
  by: string;
  at: number;
}

export const ROLLUP_DIMENSIONS = [
  'all',
  'sentiment',
  'type',
  'aspect',
  'severity',
  'channel',
  'entity',
  'entity-negative',
] as const;
export type RollupDimension = (typeof ROLLUP_DIMENSIONS)[number];

export interface Rollup {
  watchId: string;
  brandId: string;
  /** Start of the hour, epoch ms. */
  hourAt: number;
  sourceId: string;
  dimension: RollupDimension;
  /** '' for dimension 'all'; else the id: 'negative', 'fraud', '2', 'branch:Kadıköy' (core/entities.ts) … */
  value: string;
  count: number;
}

/** Stands where an incident's brand would: it is about itibar itself (a source that cannot be read), for whoever runs it. */
export const OPERATOR_ID = 'brd_operator';

export const INCIDENT_STATES = ['open', 'acknowledged', 'contained', 'resolved', 'reviewed'] as const;
export type IncidentState = (typeof INCIDENT_STATES)[number];

export interface Incident {
  id: string; // inc_…
  brandId: string;
  /** rule id + what it is about; unique among incidents that are not resolved or reviewed. */
  fingerprint: string;
  ruleId: string;
  title: string;
  /** Why it was opened, in the installation's language, one or two sentences with the numbers. */
  reason: string;
  severity: SeverityLevel;
  leadType: FindingType | null;
  state: IncidentState;
  ownerId: string | null;
  openedAt: number;
  updatedAt: number;
  acknowledgedAt: number | null;
  resolvedAt: number | null;
  storyIds: string[];
  /** Bounded sample, newest last, at most 50; the full list is reached through the stories. */
  mentionIds: string[];
  mentionCount: number;
  /** Counts up with every change worth telling; part of the content hash of its alerts. */
  revision: number;
}

export interface TimelineEntry {
  id: string; // tim_…
  incidentId: string;
  at: number;
  /** 'opened' 'updated' 'acknowledged' 'contained' 'resolved' 'reviewed' 'note' 'assigned' 'alert-sent' 'alert-failed'
   *  'evidence-changed' 'evidence-deleted' 'evidence-returned' */
  kind: string;
  /** User id, or 'system'. */
  by: string;
  text: string;
}

export const NOTIFY_REASONS = ['opened', 'worse', 'grown', 'resolved', 'digest', 'test'] as const;
export type NotifyReason = (typeof NOTIFY_REASONS)[number];

export type DeliveryState = 'pending' | 'sending' | 'sent' | 'failed';

export interface Delivery {
  id: string; // del_…
  /** Incident id, or 'digest:2026-11-24' and the like. */
  subjectId: string;
  routeId: string;
  notifierId: string;
  /** (subjectId, routeId, contentHash) is unique: the same alert is never sent twice. */
  contentHash: string;
  reason: NotifyReason;
  message: AlertMessage;
  state: DeliveryState;
  attemptCount: number;
  lastError: string | null;
  createdAt: number;
  sentAt: number | null;
}

/** What a notifier renders. Channels format; they never decide. All strings are plain text. */
export interface AlertMessage {
  kind: 'opened' | 'updated' | 'resolved' | 'digest' | 'test';
  locale: 'tr' | 'en';
  brandName: string;
  title: string;
  severity: SeverityLevel | null;
  /** Mentions of the incident when this was written; absent where there is no incident. */
  mentionCount?: number;
  /** Why this was sent, one or two sentences with the numbers. */
  reason: string;
  facts: { label: string; value: string }[];
  samples: { text: string; author: string | null; sourceTitle: string; url: string | null; at: number | null }[];
  /** Blocks of the digest; empty for alerts. */
  sections: {
    title: string;
    items: { text: string; detail: string | null; url: string | null; severity: SeverityLevel | null }[];
    empty: string;
  }[];
  links: { label: string; url: string }[];
  at: number;
}

/** How a capture ended. 'ok' = the page is in the pack; 'unwritable' = this machine could not keep it. */
export const EVIDENCE_OUTCOMES = [
  'ok',
  'throttled',
  'blocked',
  'gone',
  'broken',
  'network',
  'timeout',
  'too-big',
  'refused',
  'unwritable',
] as const;
export type EvidenceOutcome = (typeof EVIDENCE_OUTCOMES)[number];

/** Why there is a pack: a mention of severity 1 or 2, somebody asked, or a captured page was looked at again. */
export const EVIDENCE_REASONS = ['severe', 'asked', 'check'] as const;
export type EvidenceReason = (typeof EVIDENCE_REASONS)[number];

export interface EvidenceFile {
  /** One of our own names: 'mention.json', 'page.warc.gz', 'screenshot.png', 'text.json'. Never a site's. */
  name: string;
  sha256: string;
  sizeBytes: number;
}

export const EVIDENCE_CHANGES = ['changed', 'deleted', 'returned'] as const;

/** What differs from the last capture that held the page. Sentences are the site's own words, bounded. */
export interface EvidenceChange {
  kind: (typeof EVIDENCE_CHANGES)[number];
  /** 0 to 1, share of words in common; null when there was nothing to compare. */
  similarity: number | null;
  removed: string[];
  added: string[];
}

/** One evidence pack: what was captured of a mention's page at one time. The files lie apart, under their hashes. */
export interface Evidence {
  id: string; // evd_…
  mentionId: string;
  /** Stories the mention belonged to when it was captured. */
  storyIds: string[];
  /** Whose words it holds, so that an erased author leaves no pack. */
  author: Pick<Author, 'name' | 'handle'>;
  /** Address of the mention; null when it has none on the web. */
  url: string | null;
  /** Address after redirects and the answer's status; null when nothing answered. */
  finalUrl: string | null;
  status: number | null;
  capturedAt: number;
  reason: EvidenceReason;
  /** User id, token id, 'cli' or 'system'. */
  by: string;
  outcome: EvidenceOutcome;
  /** Why the pack is not whole, one or two sentences; null when it is. */
  error: string | null;
  files: EvidenceFile[];
  /** The pack of the same mention before this one. */
  previousId: string | null;
  change: EvidenceChange | null;
  /** The only part that changes after the capture: later looks at the page. */
  checks: EvidenceChecks;
}

export interface EvidenceChecks {
  count: number;
  lastAt: number | null;
  /** Null: the page is not looked at again on behalf of this pack. */
  nextAt: number | null;
  /** The last look found the page gone; a second one confirms it. */
  isGoneOnce: boolean;
}

export type Role = 'admin' | 'member' | 'viewer';

export interface User {
  id: string; // usr_…
  email: string;
  name: string;
  role: Role;
  /** scrypt, or null until the first-login link is used. */
  passwordHash: string | null;
  locale: 'tr' | 'en';
  createdAt: number;
  isDisabled: boolean;
}

export interface Session {
  /** SHA-256 of the cookie's value: the value itself is never stored. */
  idHash: string;
  userId: string;
  createdAt: number;
  expiresAt: number;
}

export interface ApiToken {
  id: string; // tok_…
  name: string;
  hash: string;
  /** 'read', 'write', or 'ingest:<webhook name>' */
  scope: string;
  createdAt: number;
  lastUsedAt: number | null;
}

export interface AuditEntry {
  id: string; // aud_…
  at: number;
  by: string;
  action: string;
  subject: string;
  facts: Record<string, unknown>;
}
