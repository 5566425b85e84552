// The words between the jobs and the alerting rules: what a rule is shown, what it may decide, which routes exist,
// what goes into a digest. Interfaces only, so that pipeline and alerts meet here and never import each other.

import type { Coordination } from './coordination.ts';
import type { Locale } from './ports.ts';
import type {
  AlertMessage,
  Aspect,
  Channel,
  Delivery,
  EntityKind,
  FindingType,
  Incident,
  Judgement,
  NotifyReason,
  Position,
  SentimentLabel,
  Severity,
  SeverityLevel,
  SourceHealth,
  Story,
} from './types.ts';

/** Translate with the installation's language already chosen. */
export type Say = (key: string, params?: Record<string, string | number>) => string;

export interface RuleSettings {
  locale: Locale;
  timeZone: string;
  sensitivity: 'low' | 'balanced' | 'high';
  severeAt: SeverityLevel;
  storyGrowth: number;
  storyWindowMs: number;
  minVolume: number;
}

/**
 * How sure the machine must be of a type before one or two texts of it open a case by themselves (az / dengeli / çok).
 * Confidence is calibrated: at 0.75 three of four are right. What is less sure waits on Today for a person.
 */
export const OPENS_FROM: Readonly<Record<RuleSettings['sensitivity'], number>> = {
  low: 0.85,
  balanced: 0.75,
  high: 0.6,
};

/** Counts of one clock hour. Hours without any mention are left out. */
export interface HourCount {
  hourAt: number;
  all: number;
  negative: number;
}

/** What rules see of one mention; never a back-fill. */
export interface MentionView {
  id: string;
  storyId: string;
  seenAt: number;
  publishedAt: number | null;
  channel: Channel;
  sentiment: SentimentLabel;
  severity: Severity;
  types: Judgement['types'];
}

/** A page that showed in searches of the brand, with what is known of it. */
export interface PageView {
  /** Canonical. */
  url: string;
  host: string;
  title: string | null;
  /** 'own' = of the brand's domains; 'negative' = judged to speak against it, or of a site for complaints. */
  mark: 'own' | 'negative' | 'neutral';
  leadType: FindingType | null;
  /** The lead is one of LEAD_ORDER. */
  isDangerous: boolean;
  mentionId: string;
  /** Null: the mention is not there, or not judged yet. */
  storyId: string | null;
  /** One for each engine and query it showed in: the rows of the last days, oldest first. */
  searches: readonly { engine: string; rows: readonly Position[] }[];
}

/** Everything the rules look at for one brand. Gathered by pipeline/evaluate.ts; rules ask for nothing themselves. */
export interface RuleInput {
  now: number;
  settings: RuleSettings;
  brand: { id: string; name: string };
  /** 28 days, oldest first; watches of competitors and sectors left out, back-fill included. */
  hours: readonly HourCount[];
  /** Mentions of the last storyWindow (24 h of those at severeAt or worse), newest first, bounded, no back-fill. */
  mentions: readonly MentionView[];
  /** Every story that `mentions` or an open incident points to. */
  stories: ReadonlyMap<string, Story>;
  /** Pages that came, rose or went in searches lately. */
  pages: readonly PageView[];
  /** Waves that may be coordinated, the largest first; see core/coordination.ts. */
  waves: readonly Coordination[];
  /** Not yet resolved. */
  incidents: readonly Incident[];
  /** Resolved or reviewed lately: what they covered does not open again. */
  closed: readonly Incident[];
  say: Say;
}

export type Decision =
  | {
      kind: 'open';
      ruleId: string;
      fingerprint: string;
      title: string;
      reason: string;
      severity: SeverityLevel;
      leadType: FindingType | null;
      storyIds: string[];
      mentionIds: string[];
      mentionCount: number;
    }
  | {
      kind: 'update';
      incidentId: string;
      /** Null: only the counts move, nothing worth an entry in the timeline. */
      reason: string | null;
      severity: SeverityLevel;
      storyIds: string[];
      mentionIds: string[];
      mentionCount: number;
    }
  /** A note for people, once per quiet period: `since` is when the last mention came. */
  | { kind: 'propose-close'; incidentId: string; reason: string; since: number }
  /** A line in the timeline, once for each `key`. */
  | { kind: 'note'; incidentId: string; reason: string; key: string }
  | { kind: 'resolve'; incidentId: string; reason: string };

/** Pure and cheap: the same input gives the same decisions, and decisions that were carried out are not repeated. */
export interface Rule {
  id: string;
  evaluate(input: RuleInput): Decision[];
  /** One sentence with the numbers: why it did or did not decide something. */
  explain(input: RuleInput): string;
}

/** What a source brings, by its own history. A mention counts once a watch that found it, at the time it was published. */
export interface SourceYield {
  lastDayCount: number;
  /** Median of up to 28 days before the last one, below one a day their mean; null with fewer than three days. */
  usualPerDay: number | null;
  /** When its last mention was published or, when that is later, found. */
  lastAt: number;
  /** Since when it brings nothing although far more was to be expected; null when that is not so, or cannot be said. */
  silentSince: number | null;
}

/** A source that a watch reads and that has been asked at least once. */
export interface SourceView {
  id: string;
  title: string;
  health: SourceHealth;
  /** Null: it has not brought anything lately. */
  yield: SourceYield | null;
  /** How many subscriptions of it are read, and which of them could not be for a day and more. */
  feedCount: number;
  dead: readonly { id: string; label: string; watchName: string; since: number; lastError: string | null }[];
}

export interface SourceInput {
  now: number;
  locale: Locale;
  timeZone: string;
  sources: readonly SourceView[];
  /** Of the operator (OPERATOR_ID), not yet resolved. */
  incidents: readonly Incident[];
  /** Of the operator, closed lately. */
  closed: readonly Incident[];
  say: Say;
}

/** One way out: a notifier with its settings, and from which severity on. */
export interface Route {
  id: string;
  notifierId: string;
  minSeverity: SeverityLevel;
  settings: Record<string, unknown>;
}

export interface PlanInput {
  now: number;
  incident: Incident;
  routes: readonly Route[];
  /** Everything already queued or sent for this incident. */
  deliveries: readonly Delivery[];
}

/** What is to be said on one route now; reason null = nothing, and `why` says why not. */
export interface RoutePlan {
  route: Route;
  reason: NotifyReason | null;
  why: string;
  /** What was said before on this route, for wording the difference; null the first time. */
  told: { severity: SeverityLevel; mentionCount: number } | null;
  /** How many alerts of this incident the route had before: makes the next one unique. */
  sequence: number;
}

export interface CountChange {
  count: number;
  before: number;
}

export interface DigestInput {
  brandName: string;
  locale: Locale;
  timeZone: string;
  /** Local calendar day, '2026-11-24'. */
  day: string;
  now: number;
  /** Start of the period told about. */
  since: number;
  isTest: boolean;
  isLate: boolean;
  /** Not yet resolved. */
  incidents: { incident: Incident; ownerName: string | null; url: string }[];
  /** Seen in the period; counts are those of the period. */
  stories: { story: Story; newCount: number; newNegativeCount: number; ownerName: string | null; url: string }[];
  all: CountChange;
  negative: CountChange;
  /** Median of periods of this length over the four weeks before; null while there is too little history. */
  usualNegative: number | null;
  complaints: CountChange;
  /** Aspects of all mentions of the period. */
  aspects: { id: Aspect; count: number; before: number }[];
  /** What stands out among branches, products, towns … by its negative mentions; null or absent = nothing. */
  entity?: { kind: EntityKind; name: string; count: number; usual: number; url: string } | null;
  /** Sources that a watch of the brand reads; health null = never ran. */
  sources: {
    title: string;
    health: SourceHealth | null;
    /** Names of keys that it cannot be read without and that are not configured. */
    missingKeys?: string[];
    silentSince?: number | null;
    /** Labels of feeds of it that could not be read for a day, of so many. */
    dead?: string[];
    feedCount?: number;
  }[];
  dashboardUrl: string;
  say: Say;
}

/** The pure half of alerting, handed to the jobs. Built in alerts/open.ts. */
export interface Alerting {
  /** In the order they are asked; a later rule sees the incidents that an earlier one opened. */
  rules: readonly Rule[];
  /** For whoever runs itibar: what is wrong with the sources. */
  judgeSources(input: SourceInput): Decision[];
  planAlerts(input: PlanInput): RoutePlan[];
  buildDigest(input: DigestInput): AlertMessage;
}
