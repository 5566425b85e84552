// The seams of itibar: interfaces only. Concrete parts are built in app.ts and handed in; nothing imports a
// concrete store, queue, source or notifier. What a contract suite in tests/contracts does not assert may not be relied on.

import type { Readable } from 'node:stream';
import type { z } from 'zod';
import type { Transfer } from './transfer.ts';
import type {
  AlertMessage,
  ApiToken,
  AuditEntry,
  Brand,
  BrandEntity,
  Channel,
  ClaimStatus,
  Correction,
  CorrectionField,
  Delivery,
  DeliveryState,
  Evidence,
  EvidenceChecks,
  EvidenceOutcome,
  EvidenceReason,
  Finding,
  FindingKind,
  FindingType,
  Incident,
  IncidentState,
  Judgement,
  Mention,
  MentionHit,
  MentionVersion,
  Position,
  RawMention,
  Rollup,
  RollupDimension,
  Run,
  RunOutcome,
  SentimentLabel,
  Session,
  SeverityLevel,
  SourceHealth,
  Story,
  StoryLink,
  StoryState,
  StoryWave,
  Subscription,
  TimelineEntry,
  User,
  Watch,
} from './types.ts';

// ------------------------------------------------------------------ clock and log

export interface Clock {
  /** Epoch milliseconds. The only way to know the time. */
  now(): number;
  /** Resolves after ms, or rejects with the signal's reason. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
  /** Calls fn every ms until the returned function is called. fn never overlaps itself. */
  every(ms: number, fn: () => unknown): () => void;
}

/** pino's shape, cut down. Values go in the object, never into the message. */
export interface Log {
  debug(facts: object, message?: string): void;
  info(facts: object, message?: string): void;
  warn(facts: object, message?: string): void;
  error(facts: object, message?: string): void;
  child(facts: object): Log;
}

// ------------------------------------------------------------------ store

export interface Page<T> {
  items: T[];
  /** Hand back as `cursor` for the next page; null at the end. Stable while rows are added. */
  nextCursor: string | null;
}

export interface StoryFilter {
  brandId?: string;
  states?: StoryState[];
  channel?: Channel;
  type?: FindingType;
  sentiment?: SentimentLabel; // 'negative' = has at least one negative mention
  maxSeverity?: SeverityLevel; // 2 = levels 1 and 2
  /** Has a mention whose claim people found to be so. */
  claim?: Exclude<ClaimStatus, 'unverified'>;
  watchId?: string;
  sourceId?: string;
  /** The rule of core/text/search.ts; all words must occur in one mention of the story. */
  search?: string;
  since?: number; // lastSeenAt >= since
  /** 'recent' = lastSeenAt descending (default); 'size' = mentionCount descending. */
  sort?: 'recent' | 'size';
}

export interface MentionFilter {
  brandId?: string;
  watchId?: string;
  storyId?: string;
  sourceId?: string;
  channel?: Channel;
  sentiment?: SentimentLabel;
  type?: FindingType;
  maxSeverity?: SeverityLevel;
  /** That names it: 'branch:Kadıköy', or 'Kadıköy' of any kind; the rule of core/entities.ts. */
  entity?: string;
  /** What people found out about its claim; 'unverified' = judged, and nobody has yet. */
  claim?: ClaimStatus;
  /** The rule of core/text/search.ts. */
  search?: string;
  since?: number; // seenAt >= since
  until?: number; // seenAt < until
}

export interface JudgedMention {
  mention: Mention;
  judgement: Judgement | null;
  watchIds: string[];
}

/** A story a new mention could belong to, found by shared similarity bands. */
export interface StoryCandidate {
  storyId: string;
  /** As core/text/similarity.ts made it for a member of the story. */
  signature: string;
  lastSeenAt: number;
}

/** One mention's part of an analysis batch. */
export interface JudgementCommit {
  judgement: Judgement;
  /** The story after this mention joined it is computed by the store from these facts. */
  story: { id: string; isNew: boolean; title: string; signature: string; bands: string[] };
  /**
   * Watches that its types decide (type:fraud): `add` are linked; `remove` are unlinked and stay so, however often a source
   * brings the mention again, until they are added or the watch has another query.
   */
  links?: { add: string[]; remove: string[] };
  /** Contribution of this mention to the rollups; counted exactly once per (mention, brand). */
  rollups: Omit<Rollup, 'count'>[];
}

/**
 * Every write is safe to repeat. Times are epoch ms. Pages are stable. Methods throw AppError('store.*').
 * All methods are async although SQLite answers at once, so that a server over the wire fits the same port.
 */
export interface Store {
  migrate(): Promise<void>;
  close(): Promise<void>;
  /** Throws when the store cannot be written, with a sentence that says what to do. */
  checkHealth(): Promise<{ kind: string; sizeBytes: number; freeBytes: number | null }>;
  /** A consistent copy while running. Embedded profile only. */
  backup(targetPath: string): Promise<void>;

  brands: {
    /** Insert or replace by id. Name (folded) is unique: 'store.conflict'. */
    put(brand: Brand): Promise<void>;
    get(id: string): Promise<Brand | null>;
    list(): Promise<Brand[]>;
  };

  watches: {
    put(watch: Watch): Promise<void>;
    get(id: string): Promise<Watch | null>;
    list(brandId?: string): Promise<Watch[]>;
    /** Removes the watch, its subscriptions and its positions; its mentions and counts stay, but no longer name it. */
    remove(id: string): Promise<void>;
  };

  subscriptions: {
    put(subscription: Subscription): Promise<void>;
    get(id: string): Promise<Subscription | null>;
    list(filter?: { watchId?: string; sourceId?: string }): Promise<Subscription[]>;
    remove(id: string): Promise<void>;
    /**
     * Hands out subscriptions with nextRunAt <= now of watches that are not paused and sources that are not suspended,
     * oldest first, and moves their nextRunAt to now + leaseMs in the same step: two callers never get the same one.
     */
    claimDue(now: number, limit: number, leaseMs: number): Promise<Subscription[]>;
    /** After a run: the new cursor (undefined = keep) and when to run next. Never moves a removed one. */
    finishRun(id: string, at: { cursor?: unknown; lastRunAt: number; nextRunAt: number }): Promise<void>;
    /** Makes the subscriptions of a watch (or all) due now. Returns how many. */
    wake(watchId: string | null, now: number): Promise<number>;
  };

  sources: {
    /** Adds the run to the log and updates the source's health and costs in one step. Success clears a suspension. */
    recordRun(run: Run, suspension: { until: number; reason: string } | null): Promise<void>;
    health(sourceId: string): Promise<SourceHealth | null>;
    listHealth(): Promise<SourceHealth[]>;
    /** Lifts a suspension by hand. */
    resume(sourceId: string): Promise<void>;
    runs(filter: { subscriptionId?: string; sourceId?: string; limit: number }): Promise<Run[]>;
    /** Conditional-request validators by URL. */
    getValidators(url: string): Promise<{ etag: string | null; lastModified: string | null } | null>;
    putValidators(
      url: string,
      validators: { etag: string | null; lastModified: string | null },
      at: number,
    ): Promise<void>;
  };

  mentions: {
    /**
     * Stores what is not yet there (by key) and links mentions to watches (also known ones to new watches). What is known
     * is merged by the rules of core/sightings.ts: another source is another sighting, an edit makes a version.
     * Returns the ids added now, in order, those of known ones that are to be judged anew, and how many were known. An item
     * twice in one batch counts once, and of one source only the first. A watch that is not there (any more) is passed
     * over. A mention is its brand's from the first link on.
     */
    add(hits: MentionHit[]): Promise<{ addedIds: string[]; changedIds: string[]; knownCount: number }>;
    /** How it stood before, newest first; at most 20. */
    versions(id: string): Promise<MentionVersion[]>;
    getMany(ids: string[]): Promise<MentionHit[]>;
    get(id: string): Promise<JudgedMention | null>;
    /** Newest seen first. */
    list(filter: MentionFilter, page: { limit: number; cursor?: string | null }): Promise<Page<JudgedMention>>;
    /**
     * Ids of mentions that have a watch link but no judgement for that watch's brand, oldest first, then of those that
     * changed since they were judged.
     */
    listUnjudged(limit: number): Promise<string[]>;
    count(): Promise<number>;
    /** Deletes mentions seen before the time, with everything that hangs on them but the counts by hour. Returns how many. */
    removeSeenBefore(time: number, limit: number): Promise<number>;
    /**
     * Erases every mention of one author (handle or name, folded), its counts, its samples in alerts and its evidence
     * (also that of mentions which are gone already), and leaves an audit entry with a hash of the name. Returns how many.
     */
    eraseAuthor(handleOrName: string, by: string, at: number): Promise<number>;
  };

  judgements: {
    /**
     * One transaction: judgement, findings, story (created or grown), bands and rollups. A (mention, brand) that
     * is already judged is replaced without counting it twice: its old rollup contribution is taken back first, and it
     * leaves its old story, which goes when it is empty. A mention that was deleted meanwhile is passed over. A snoozed
     * story wakes here when it has grown to wakeAtCount. What is judged into a merged story goes where that went, and a
     * mention never goes back into a story that its own is kept apart from.
     */
    commit(batch: JudgementCommit[]): Promise<void>;
    get(mentionId: string, brandId: string): Promise<Judgement | null>;
  };

  /** What people said instead of the machine. A correction goes with its mention. */
  corrections: {
    /** Inserts or replaces by id. One of a mention that is not there (any more) is passed over. */
    put(corrections: readonly Correction[]): Promise<void>;
    /** Takes them back; returns those that were there. */
    remove(ids: readonly string[]): Promise<Correction[]>;
    get(id: string): Promise<Correction | null>;
    /** All of the mentions, oldest first. */
    ofMentions(mentionIds: readonly string[]): Promise<Correction[]>;
    /** Newest first. */
    list(
      filter: { brandId?: string; field?: CorrectionField },
      page: { limit: number; cursor?: string | null },
    ): Promise<Page<Correction>>;
    /** How many there are, by field. Fields without any are left out. */
    counts(brandId?: string): Promise<Partial<Record<CorrectionField, number>>>;
  };

  stories: {
    /** One that was merged is found as the one it went into: the answer's id is then another. */
    get(id: string): Promise<Story | null>;
    list(filter: StoryFilter, page: { limit: number; cursor?: string | null }): Promise<Page<Story>>;
    /** Stories of the brand that share a band and were alive since the time; newest first, bounded (also by age and per band). */
    candidates(brandId: string, bands: string[], since: number, limit: number): Promise<StoryCandidate[]>;
    /** State, snooze and assignee are changed by people only. */
    setState(
      id: string,
      change: { state?: StoryState; wakeAtCount?: number | null; assigneeId?: string | null },
    ): Promise<Story | null>;
    /**
     * Moves all mentions of the others into the story, with what they are found by; counts by hour stay as they are.
     * Open incidents and evidence follow, and what is judged for a merged id later comes here. State and assignee by
     * decidedAfterMerge(). Others that are not there, or of another brand, are passed over. Null when it is not there.
     */
    merge(id: string, otherIds: readonly string[], by: string, at: number): Promise<Story | null>;
    /**
     * Moves the mentions into the story `newId`, which is made when it is not there, and keeps the two apart. Gives that
     * one; null when the story is not there, has none of the mentions, or would be left without any. Undoes the merge
     * of `newId`, whose people's decisions come back.
     */
    split(id: string, mentionIds: readonly string[], newId: string, by: string, at: number): Promise<Story | null>;
    /** These two are about different things. False when they are not of one brand, or not there. */
    keepApart(id: string, otherId: string, by: string, at: number): Promise<boolean>;
    /** Every decision that names the story, newest first. */
    links(id: string): Promise<StoryLink[]>;
    /** The stories that mentions were judged into, by mention. Those not judged for the brand are left out. */
    placesOf(brandId: string, mentionIds: readonly string[]): Promise<Map<string, string>>;
    /** Marks it; a story that is not there (any more) is passed over. */
    setWave(id: string, wave: StoryWave): Promise<void>;
  };

  rollups: {
    /** Sums, grouped by what is asked; hours are those with from <= hourAt < to. */
    read(filter: {
      brandId?: string;
      watchIds?: string[];
      sourceIds?: string[];
      dimension: RollupDimension;
      from: number;
      to: number;
      groupBy: ('hour' | 'watch' | 'source' | 'value')[];
    }): Promise<
      { hourAt: number | null; watchId: string | null; sourceId: string | null; value: string | null; count: number }[]
    >;
  };

  positions: {
    /** Adds what is not there: once for each watch, source, query, address and time. */
    add(positions: readonly Position[]): Promise<void>;
    /** Those since the time, oldest first. */
    list(filter: {
      brandId?: string;
      watchId?: string;
      sourceId?: string;
      query?: string;
      since: number;
    }): Promise<Position[]>;
    /** Deletes those before the time, at most `limit`. Returns how many. */
    removeBefore(time: number, limit: number): Promise<number>;
  };

  incidents: {
    /**
     * Opens an incident unless one with the fingerprint is not yet resolved; then returns that one, unchanged.
     * The timeline entry is written only when it was opened now.
     */
    open(incident: Incident, entry: TimelineEntry): Promise<{ incident: Incident; isNew: boolean }>;
    get(id: string): Promise<Incident | null>;
    findOpen(brandId: string, fingerprint: string): Promise<Incident | null>;
    list(
      filter: { brandId?: string; states?: IncidentState[]; since?: number },
      page: { limit: number; cursor?: string | null },
    ): Promise<Page<Incident>>;
    /** Writes the change when `revision` is still the one given, and counts it up; null when somebody was faster. */
    update(
      id: string,
      revision: number,
      change: Partial<Omit<Incident, 'id' | 'revision'>>,
      entry: TimelineEntry | null,
    ): Promise<Incident | null>;
    addEntry(entry: TimelineEntry): Promise<void>;
    timeline(incidentId: string): Promise<TimelineEntry[]>;
  };

  deliveries: {
    /** Inserts unless (subjectId, routeId, contentHash) is there. Returns the stored one. */
    add(delivery: Delivery): Promise<{ delivery: Delivery; isNew: boolean }>;
    get(id: string): Promise<Delivery | null>;
    /** Moves pending/failed -> sending for one caller only, for two minutes; null when it is not this caller's to send. */
    claim(id: string): Promise<Delivery | null>;
    /** What was sent stays sent, whoever comes later. */
    finish(id: string, result: { state: DeliveryState; error: string | null; sentAt: number | null }): Promise<void>;
    list(filter: { subjectId?: string; states?: DeliveryState[] }, limit: number): Promise<Delivery[]>;
    /** Last delivery of the subject on the route that was sent, for repeat decisions. */
    lastSent(subjectId: string, routeId: string): Promise<Delivery | null>;
  };

  evidence: {
    /** Adds the record unless its id is there, and ends the checks of the mention's earlier ones. */
    add(record: Evidence): Promise<void>;
    get(id: string): Promise<Evidence | null>;
    /** Newest first. With both lists: records of any of the mentions or stories. */
    list(
      filter: { mentionIds?: string[]; storyIds?: string[] },
      page: { limit: number; cursor?: string | null },
    ): Promise<Page<Evidence>>;
    /** Records whose page is to be looked at again, longest due first. */
    listDue(now: number, limit: number): Promise<Evidence[]>;
    noteChecks(id: string, checks: EvidenceChecks): Promise<void>;
    /** Those of the hashes that no record holds (any more). */
    findUnheld(hashes: string[]): Promise<string[]>;
    /** Deletes records captured before the time, but for those of the kept mentions and stories. Returns how many. */
    removeCapturedBefore(time: number, kept: { mentionIds: string[]; storyIds: string[] }): Promise<number>;
  };

  users: {
    put(user: User): Promise<void>;
    get(id: string): Promise<User | null>;
    findByEmail(email: string): Promise<User | null>;
    list(): Promise<User[]>;
  };

  sessions: {
    put(session: Session): Promise<void>;
    get(idHash: string): Promise<Session | null>;
    remove(idHash: string): Promise<void>;
    removeExpired(now: number): Promise<number>;
    removeOfUser(userId: string): Promise<void>;
  };

  tokens: {
    put(token: ApiToken): Promise<void>;
    findByHash(hash: string): Promise<ApiToken | null>;
    list(): Promise<ApiToken[]>;
    remove(id: string): Promise<void>;
  };

  /** Who does what only one process may do. Gone by themselves; never moved to another store. */
  leases: {
    /** True when the lease is the holder's until `until` (epoch ms): it was free, run out by `now`, or his already. */
    take(name: string, holder: string, at: { now: number; until: number }): Promise<boolean>;
    /** Gives it back at once; nothing happens when it is another's. */
    release(name: string, holder: string): Promise<void>;
  };

  settings: {
    /** Null when there is none. */
    get(key: string): Promise<unknown>;
    /** Sets, or with `ifAbsent` sets only when there is none. Returns the value that is stored after the call. */
    set(key: string, value: unknown, options?: { ifAbsent?: boolean }): Promise<unknown>;
    /** Removes and returns the value: for one caller only (one-time links). */
    take(key: string): Promise<unknown>;
  };

  audit: {
    add(entry: AuditEntry): Promise<void>;
    list(limit: number): Promise<AuditEntry[]>;
  };

  /** For moving everything to another store. */
  transfer: Transfer;
}

// ------------------------------------------------------------------ files of evidence

/** Files under the SHA-256 of what is in them: written once, never changed. Apart from the store. */
export interface Vault {
  /** Throws AppError 'evidence.unwritable' with what to do: no room, no right to write. */
  put(bytes: Uint8Array): Promise<{ sha256: string; sizeBytes: number }>;
  /** What lies under the hash, whatever it is by now; null when there is nothing on this machine. */
  open(sha256: string): Promise<Readable | null>;
  /** Hash and size of what lies there now, read from the disk; null when there is nothing. */
  measure(sha256: string): Promise<{ sha256: string; sizeBytes: number } | null>;
  /** Deletes what nobody holds and was put before the time. Returns how many files. */
  sweep(findUnheld: (hashes: string[]) => Promise<string[]>, before: number): Promise<number>;
}

// ------------------------------------------------------------------ queue

export const JOB_NAMES = [
  'fetch',
  'analyze',
  'evaluate',
  'notify',
  'digest',
  'capture',
  'pull',
  'tidy',
  'reanalyze',
  'train',
] as const;
export type JobName = (typeof JOB_NAMES)[number];

/** Payloads carry ids only. */
export interface JobPayloads {
  fetch: { subscriptionId: string };
  analyze: { mentionIds: string[] };
  evaluate: { brandId: string };
  notify: { deliveryId: string };
  digest: { day: string; isTest?: boolean };
  capture: { mentionId: string; reason: EvidenceReason; by?: string };
  /** What a webhook only named; see pipeline/pull.ts. */
  pull: { pullId: string };
  tidy: Record<string, never>;
  /** Mentions that are judged anew at once, or the next step of a run over many (see pipeline/reanalyze.ts). */
  reanalyze: { brandId: string; mentionIds: string[] } | { runId: string };
  train: { by: string; isForced: boolean };
}

export interface EnqueueOptions {
  /** Collapses duplicates while a job with the same name and key is pending or running. A running one is run again after it ends. */
  key?: string;
  delayMs?: number;
  /** Higher first; 0 is usual. */
  priority?: number;
}

export interface JobContext {
  id: string;
  attempt: number; // 1 for the first
  signal: AbortSignal;
  log: Log;
}

export interface DeadLetter {
  id: string;
  name: JobName;
  payload: unknown;
  error: string;
  failedAt: number;
  attemptCount: number;
}

/** At least once. A killed worker's job comes back after its lease. */
export interface Queue {
  enqueue<N extends JobName>(name: N, payload: JobPayloads[N], options?: EnqueueOptions): Promise<void>;
  /** Starts working. Throw RetryLater (costs no attempt), NeverRetry (dead letter at once), or anything (backoff, then dead letter). */
  work<N extends JobName>(
    name: N,
    handler: (payload: JobPayloads[N], context: JobContext) => Promise<void>,
    options?: { concurrency?: number; timeoutMs?: number },
  ): void;
  stats(): Promise<Record<JobName, { pending: number; running: number; delayed: number; dead: number }>>;
  deadLetters(limit: number): Promise<DeadLetter[]>;
  /** Puts a dead letter back as a fresh job. False when there is none with the id. */
  replay(id: string): Promise<boolean>;
  /** Resolves when nothing is pending (due now) or running. Delayed jobs do not count. */
  drain(): Promise<void>;
  /** Stops taking jobs, waits up to graceMs for running ones, then returns the rest to the queue. */
  close(graceMs?: number): Promise<void>;
}

// ------------------------------------------------------------------ sources and fetching

export interface RequestPlan {
  url: string;
  method?: 'GET' | 'POST';
  headers?: Record<string, string>;
  body?: string;
  /** Parameters put behind the address only when it is sent: for keys that a service takes in no header. Never logged or stored. */
  secretQuery?: Record<string, string>;
  /** For pages that show nothing without their scripts: drawn by a browser, after `waitFor` (a CSS selector) is there. */
  browser?: { waitFor?: string };
  /** Set where a source that is otherwise an interface with a key asks for a public page: robots.txt counts there. */
  obeysRobots?: true;
  /** Handed back to parse() in ctx.note: which page, which tag … */
  note?: unknown;
}

export interface Reply {
  /** After redirects. */
  url: string;
  status: number;
  headers: Record<string, string>;
  /** Decoded to text by header, BOM, declaration and content, in that order of trust. */
  body: string;
  receivedAt: number;
}

export interface ParseContext<P> {
  params: P;
  cursor: unknown;
  now: number;
  /** IANA zone for dates without one. */
  timeZone: string;
  note: unknown;
  /** As in PlanContext, for the requests of further pages. */
  keys: Readonly<Record<string, string>>;
  budget?: Budget | undefined;
}

export interface ParsedPage {
  mentions: RawMention[];
  /** More pages wanted now (older items not yet seen). collect() bounds how many. */
  next?: RequestPlan[];
  /** Replaces the stored cursor when the run ends well. */
  cursor?: unknown;
  /** True when the page itself says that there is nothing; otherwise no mentions means `changed`. */
  isMeasuredEmpty?: boolean;
  /** Wished pause before the next run (feed TTL …). */
  nextRunInMs?: number;
  /** What stood where, of a search whose order means something. Best first; canonical addresses. */
  ranking?: Ranking;
  /** What this page cost in dollars; without it, it is told by the manifest's `cost`. */
  costUsd?: number;
}

export interface Ranking {
  query: string;
  results: { url: string; title: string | null }[];
}

export interface SourceManifest<P = Record<string, unknown>> {
  /** Never renamed once stored. */
  id: string;
  title: string;
  channel: Channel;
  homepage: string;
  /** One sentence each, Turkish and English. */
  description: { tr: string; en: string };
  isOfficial: boolean;
  /** Names of the keys (config `keys`) this source cannot work without; inbound sources name their setting. */
  needs: string[];
  /** Names of keys that it works better with. */
  uses?: string[];
  params: z.ZodType<P>;
  /** Example parameters; must pass `params`. */
  example: P;
  /** Named sets of parameters, each a subscription of its own: `-s feed:@ekonomi`. */
  presets?: Readonly<Record<string, readonly P[]>>;
  /** 'match': the watch's query is applied to every item. 'trust': the source was asked for just this brand. */
  selection: 'match' | 'trust';
  /** Inbound sources (webhook, import) are never planned. */
  isInbound?: boolean;
  /** It shows what stands elsewhere (search, alerts, collections of news): a sighting here is none of the original. */
  isAggregator?: boolean;
  /** Read only when a person chose it, never by default: sites whose robots.txt is known to shut us out. */
  isOptIn?: boolean;
  politeness: { minIntervalMs: number; maxPages: number; obeysRobots: boolean };
  legalNote: string;
  /** Ordinary items a day for a middle-sized brand; for the silent-or-broken judgement. */
  expectedPerDay: number;
  /** False when the parser was written from documentation only. */
  isVerifiedLive: boolean;
  /** Only where reading costs money. */
  cost?: {
    perCallUsd?: number;
    /** The most that one item costs. */
    perItemUsd?: number;
    /** A plan's least price, however much is asked. */
    perMonthUsd?: number;
    note: { tr: string; en: string };
    /** When the price was looked up: '2026-11'. */
    checkedOn: string;
  };
}

/** What may be spent on a source in a month, and what was, by all watches of the installation together. */
export interface Budget {
  monthlyUsd: number;
  spentUsd: number;
}

export interface PlanContext {
  query: string;
  /** Plain words of the query that a search box understands, most telling first. */
  terms: string[];
  now: number;
  /** The configured keys that the manifest names, and no others. They go into headers, `body` or `secretQuery`, never into `url` or `note`. */
  keys: Readonly<Record<string, string>>;
  /** Where `budgets` of the configuration has one for the source. */
  budget?: Budget | undefined;
}

/** Pure: plan() says what to ask, parse() turns a reply into mentions. Neither does I/O. parse throws AppError('source.*'). */
export interface Source<P = Record<string, unknown>> {
  manifest: SourceManifest<P>;
  plan(params: P, cursor: unknown, context: PlanContext): RequestPlan[];
  parse(reply: Reply, context: ParseContext<P>): ParsedPage;
  /** For sources that can be listened to. While the stream runs, plan() and parse() rest. */
  stream?: SourceStream<P>;
  /** For services that push what they get to /hooks/<name>. */
  webhook?: SourceWebhook<P>;
}

/** Where to listen: wss: for a WebSocket, https: for Server-Sent Events. */
export interface StreamPlan {
  url: string;
  headers?: Record<string, string>;
  /** WebSocket subprotocols, best first. */
  protocols?: string[];
  /** Said once when this address had to be taken because those before it refused: what that means for the reader. */
  warning?: string;
}

/** A text frame of a WebSocket, or one event of Server-Sent Events. */
export interface StreamMessage {
  /** 'message' where the stream names none. */
  event: string;
  data: string;
  /** The last id the stream gave; '' when it gave none. */
  id: string;
}

export interface StreamRead {
  mentions: RawMention[];
  /** Where to go on after these messages; never before what was handed in. */
  cursor: unknown;
  /** Messages in which there was nothing that could be read. */
  unreadableCount: number;
  /** One sentence when the stream itself says that something is missing. */
  gap?: string;
}

/** Pure, like plan() and parse(). Every item is matched against the queries of all watches that listen. */
export interface SourceStream<P = Record<string, unknown>> {
  /** Addresses, best first: the next one is tried when one is not there (400, 404, 410). */
  open(params: P, cursor: unknown, keys: Readonly<Record<string, string>>): StreamPlan[];
  read(messages: readonly StreamMessage[], context: { cursor: unknown; now: number; timeZone: string }): StreamRead;
  /** True when plan() and parse() can stand in while the stream cannot be opened. */
  canPoll(params: P, keys: Readonly<Record<string, string>>): boolean;
  /** True for items that are about the subscription's subject whatever their words. */
  concerns?(mention: RawMention, params: P): boolean;
}

/** What a service sent to /hooks/<name>. */
export interface WebhookRequest {
  /** Lower-case names. */
  headers: Readonly<Record<string, string>>;
  /** As it came; a signature is over these bytes. */
  body: Uint8Array;
  now: number;
}

export interface WebhookSettings<P> {
  secret: string;
  /** What a service that proves an address is to send; '' = not configured. */
  verifyToken: string;
  params: P;
  /** Body of the reply to publicKeys(), where the source has that. */
  publicKeys: string | null;
}

export interface WebhookItems {
  items: { index: number; raw: RawMention }[];
  rejected: { index: number; error: string }[];
  /** What the service only named, ids and no more: a job asks for each with ask() and reads the reply with parse(). */
  named?: unknown[];
}

/** Pure. The route does the rest: raw body, size cap, replay window, answers without detail, ingest. */
export interface SourceWebhook<P = Record<string, unknown>> {
  /** Where the address goes and where the secret is found at the service. */
  setup: { tr: string; en: string };
  /** Parameters without which what is pushed cannot be told from that of others. */
  needs?: readonly (keyof P & string)[];
  /** Epoch ms of the signed time, NaN when it should be there and is not; null when the service signs none. */
  sentAt(request: WebhookRequest): number | null;
  /** In constant time, over the bytes as they came. */
  isSigned(request: WebhookRequest, settings: WebhookSettings<P>): boolean;
  /** The same mentions, with the same native ids, as parse() gives. Throws AppError('hook.invalid'). */
  parse(body: unknown, context: { params: P; now: number; timeZone: string }): WebhookItems;
  ask?(named: unknown, context: { params: P; keys: Readonly<Record<string, string>> }): RequestPlan;
  /** The text to answer a GET with, by which the service proves the address before it uses it; null = refuse. */
  challenge?(query: Readonly<Record<string, string>>, settings: WebhookSettings<P>): string | null;
  /** Where the service publishes the keys that it signs with. */
  publicKeys?(params: P): RequestPlan;
}

export interface FetchResult {
  outcome: Exclude<RunOutcome, 'empty' | 'changed'>;
  reply: Reply | null;
  sizeBytes: number;
  durationMs: number;
  retryAfterMs: number | null;
  /** One sentence, only when outcome is not ok / not-modified. */
  error: string | null;
  /** Of an ok reply to a conditional request: to be stored (putValidators) once its items are safe, never before. */
  validators?: { key: string; etag: string | null; lastModified: string | null } | null;
}

/** Whose turn it is at a host, over all processes. Only where there are several; one process keeps count by itself. */
export interface HostTurns {
  /** Books the next start at the host, at least intervalMs after the one booked before; resolves to how long to wait for it. */
  take(host: string, intervalMs: number): Promise<number>;
}

/** An open stream. What is not taken stays in the socket: nothing is ever dropped. */
export interface OpenStream {
  /** What has come, oldest first, at most `limit`; waits for the first. Empty = it has ended, and `end` says why. */
  take(limit: number): Promise<StreamMessage[]>;
  readonly end: Pick<FetchResult, 'outcome' | 'error' | 'retryAfterMs'> | null;
  readonly receivedBytes: number;
  close(): void;
}

export interface Listening extends Pick<FetchResult, 'outcome' | 'error' | 'retryAfterMs'> {
  /** Of an HTTP answer that was no stream. */
  status: number | null;
  /** Only when the outcome is ok. */
  stream: OpenStream | null;
}

/** One request and its answer as they went over the wire: the body may still be compressed, transfer coding is undone. */
export interface Exchange {
  url: string;
  at: number;
  method: string;
  requestHeaders: [name: string, value: string][];
  requestBody: string | null;
  status: number;
  statusText: string;
  /** As they came: in order, repeated ones repeated. */
  headers: [name: string, value: string][];
  body: Uint8Array;
}

/** A page taken down whole: every exchange on the way to it and for its parts, and its picture. */
export interface PageCapture extends Omit<FetchResult, 'validators'> {
  /** Of the last try; empty when nobody was asked. */
  exchanges: Exchange[];
  /** PNG of the whole page; null when it was not asked for or could not be had, and why that is. */
  screenshot: Uint8Array | null;
  screenshotError: string | null;
}

/** A page as the files of an evidence pack; null where there is nothing. */
export interface CapturedPage {
  outcome: Exclude<EvidenceOutcome, 'unwritable'>;
  finalUrl: string | null;
  status: number | null;
  /** Why the page, or its picture, is missing. */
  error: string | null;
  warc: Uint8Array | null;
  screenshot: Uint8Array | null;
  text: PageText | null;
}

/** What a reader sees: the article, and what others wrote below it. */
export interface PageText {
  title: string | null;
  text: string;
  comments: string[];
}

/** Never throws for what the network does; outcomes are values. Only the reason of an aborted `signal` is thrown. */
export interface Fetcher {
  /** One public page as evidence. robots.txt, pauses and refusals count as everywhere. */
  capture(url: string, options: { isDrawn: boolean; signal?: AbortSignal }): Promise<PageCapture>;
  fetch(
    request: RequestPlan,
    options: {
      minIntervalMs: number;
      obeysRobots: boolean;
      isConditional: boolean;
      /** Who reads: a reply that one reader has seen is never `not-modified` for another. */
      reader?: string;
      signal?: AbortSignal;
    },
  ): Promise<FetchResult>;
  /** Opens a stream, behind the same guard, robots.txt and pauses. It lives until it ends, close(), or the signal. */
  listen(
    plan: StreamPlan,
    options: { minIntervalMs: number; obeysRobots: boolean; signal: AbortSignal },
  ): Promise<Listening>;
  close(): Promise<void>;
}

/** What crawlers/collect.ts hands back for one run of one subscription. */
export interface Collected {
  hits: MentionHit[];
  run: Run;
  /** undefined = keep the stored one. */
  cursor: unknown;
  nextRunAt: number;
  suspension: { until: number; reason: string } | null;
  /** For putValidators, once the hits are stored: from then on these pages may answer `not-modified`. */
  validators?: { key: string; etag: string | null; lastModified: string | null }[];
  /** Of the searches that were answered. */
  rankings?: Ranking[];
}

// ------------------------------------------------------------------ analyzers

export interface BrandView {
  id: string;
  /** Texts that mean the brand, and texts that do not although they name it; the same object as long as they are the same. */
  examples?: { positive: readonly string[]; negative: readonly string[] };
  name: string;
  aliases: string[];
  domains: string[];
  accounts: string[];
  competitors: string[];
  /** The brand's lists, with its competitors and what its watches are about. */
  entities?: readonly BrandEntity[];
}

export interface AnalyzerInput {
  title: string | null;
  text: string;
  channel: Channel | null;
  url: string | null;
  authorHandle: string | null;
  publishedAt: number | null;
}

export interface AnalysisContext {
  brand: BrandView | null;
  /** `title + "\n" + text`, what spans refer to. */
  full: string;
  /** What earlier analyzers of this run found, in order. */
  findings: readonly Finding[];
}

/** Pure and synchronous; loads nothing. Heavy parts are handed in by analyzers/open.ts. */
export interface Analyzer {
  id: string;
  version: string;
  kinds: readonly FindingKind[];
  /** ISO 639-1 codes, or 'any'. Texts in other languages are not scored, never guessed. */
  languages: readonly string[] | 'any';
  analyze(input: AnalyzerInput, context: AnalysisContext): Finding[];
}

// ------------------------------------------------------------------ notifiers

/** Sockets a notifier may use, handed in. */
export interface NotifierIo {
  http(request: {
    url: string;
    method: 'POST' | 'PUT';
    headers: Record<string, string>;
    body: string;
    timeoutMs: number;
  }): Promise<{ status: number; headers: Record<string, string>; body: string }>;
  log: Log;
  clock: Clock;
}

export interface NotifierManifest<S = Record<string, unknown>> {
  id: string;
  title: string;
  settings: z.ZodType<S>;
  /** Keys of settings that are never logged or shown. */
  secrets: string[];
}

/** render() is pure; send() throws DeliveryError with retry 'later' | 'never'. */
export interface Notifier<S = Record<string, unknown>, P = unknown> {
  manifest: NotifierManifest<S>;
  render(message: AlertMessage, settings: S): P;
  /** `idempotencyKey` is stable for the delivery: the mail's Message-ID, the webhook's Idempotency-Key. */
  send(payload: P, settings: S, context: { io: NotifierIo; idempotencyKey: string }): Promise<void>;
}

// ------------------------------------------------------------------ words for people

export type Locale = 'tr' | 'en';

/** Text of a key such as 'alert.opened' in a language, with {name} parameters filled in. Numbers and dates are formatted by the caller. */
export type Translate = (locale: Locale, key: string, params?: Record<string, string | number>) => string;

// ------------------------------------------------------------------ live events inside one process

export type LiveEvent =
  | { kind: 'mentions'; brandId: string; count: number }
  | { kind: 'incident'; incidentId: string }
  | { kind: 'story'; storyId: string }
  | { kind: 'source'; sourceId: string }
  | { kind: 'watch'; watchId: string };

export interface EventBus {
  emit(event: LiveEvent): void;
  /** Returns the function that stops listening. */
  listen(fn: (event: LiveEvent) => void): () => void;
}
