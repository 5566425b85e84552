// The closed lists that filters and forms offer, typed against the API so that a value it does not know fails the build.

import type { EntityTable, Incident, Mention, Story, Watch } from '../api.gen.ts';

export type Channel = Mention['channel'];
export type Sentiment = NonNullable<Mention['judgement']>['sentiment']['label'];
export type FindingType = Story['types'][number];
export type Aspect = NonNullable<Mention['judgement']>['aspects'][number]['id'];
export type Actor = NonNullable<Mention['judgement']>['actor']['label'];
export type Claim = NonNullable<Mention['judgement']>['claim'];
export type Severity = Story['severity'];
export type StoryState = Story['state'];
export type IncidentState = Incident['state'];
export type WatchKind = Watch['kind'];

export const CHANNELS = ['support', 'search', 'social', 'news', 'community', 'complaint'] as const satisfies Channel[];
export const SENTIMENTS = ['negative', 'neutral', 'positive'] as const satisfies Sentiment[];
export const SEVERITIES = [1, 2, 3, 4] as const satisfies Severity[];
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
] as const satisfies Actor[];
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
] as const satisfies Aspect[];
/** What a claim is filtered by: for nearly every mention nobody has found out anything. */
export const CHECKED_CLAIMS = ['true', 'partly', 'false'] as const satisfies Claim[];
export const CLAIMS = ['unverified', 'true', 'partly', 'false'] as const satisfies Claim[];
export const STORY_STATES = ['open', 'snoozed', 'closed', 'irrelevant'] as const satisfies StoryState[];
export const INCIDENT_STATES = [
  'open',
  'acknowledged',
  'contained',
  'resolved',
  'reviewed',
] as const satisfies IncidentState[];
export type EntityKind = EntityTable['items'][number]['kind'];
export const LISTED_KINDS = ['branch', 'product', 'seller', 'executive', 'competitor'] as const satisfies EntityKind[];
export const ENTITY_KINDS = [...LISTED_KINDS, 'city', 'district'] as const satisfies EntityKind[];
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
] as const satisfies WatchKind[];

/** `true` marks the types that may hurt the brand or people; the rest is ordinary talk. */
const IS_THREAT: Record<FindingType, boolean> = {
  'threat-to-person': true,
  'data-leak': true,
  fraud: true,
  'fake-ad': true,
  'product-safety': true,
  'fake-domain': true,
  'impersonation-page': true,
  'fake-account': true,
  'corporate-attack': true,
  outage: true,
  'legal-process': true,
  boycott: true,
  'ex-employee': true,
  'negative-review': true,
  misinformation: true,
  smear: true,
  'personal-scandal': true,
  complaint: true,
  'competitor-attack': true,
  'negative-news': true,
  counterfeit: true,
  'seller-issue': true,
  'misleading-price': true,
  'own-error': true,
  'sensitive-topic': true,
  'ai-misstatement': true,
  question: false,
  praise: false,
  suggestion: false,
  announcement: false,
  spam: false,
  unrelated: false,
};
export const FINDING_TYPES = Object.keys(IS_THREAT) as FindingType[];

export function isThreat(type: FindingType): boolean {
  return IS_THREAT[type];
}

/** Under this a machine label is shown as unsure. */
export const SURE = 0.6;

/** The one of `values` that equals `text`, or null: query strings are typed by people. */
export function oneOf<T extends string | number>(values: readonly T[], text: string | null): T | null {
  return values.find((value) => String(value) === text) ?? null;
}
