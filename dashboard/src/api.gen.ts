// Made by scripts/gen-api-types.ts from api/schema.ts. Do not edit: run `npm run gen`.
// What the server takes and gives, as plain types.

export type Applied = {
  count: number;
};

export type ApplyBody = {
  mentionIds: string[];
};

export type Brand = {
  id: string;
  name: string;
  aliases: string[];
  domains: string[];
  accounts: string[];
  competitors: string[];
  entities?: BrandEntity[] | undefined;
};

export type BrandBody = {
  name: string;
  aliases?: string[] | undefined;
  domains?: string[] | undefined;
  accounts?: string[] | undefined;
  competitors?: string[] | undefined;
  entities?: BrandEntity[] | undefined;
};

export type BrandEntity = {
  kind: 'product' | 'seller' | 'branch' | 'executive' | 'competitor';
  name: string;
  aliases: string[];
};

export type Correction = {
  id: string;
  mentionId: string;
  brandId: string;
  field: 'sentiment' | 'type' | 'aspect' | 'actor' | 'relevance' | 'severity' | 'claim';
  label: string;
  from: string;
  to: string;
  by: string;
  byName: string;
  at: number;
};

export type CorrectionPage = {
  items: Array<{
    correction: Correction;
    text: string;
    channel: 'support' | 'search' | 'social' | 'news' | 'community' | 'complaint';
  }>;
  nextCursor: string | null;
};

export type CorrectionsBody = {
  brandId?: string | undefined;
  corrections: Array<{
    field: 'sentiment' | 'type' | 'aspect' | 'actor' | 'relevance' | 'severity' | 'claim';
    label?: string | undefined;
    to: string;
  }>;
};

export type Coverage = {
  id: string;
  platform: string;
  level: 'open' | 'partial' | 'keyed' | 'none';
  sees: string;
  misses: string;
  way: string;
  now: 'seen' | 'trouble' | 'unused';
  sources: Array<{
    id: string;
    title: string;
    isDetour: boolean;
    isUsed: boolean;
    isBroken: boolean;
    missingKeys: string[];
  }>;
};

export type EntityTable = {
  items: Array<{
    kind: 'product' | 'seller' | 'branch' | 'executive' | 'competitor' | 'city' | 'district';
    name: string;
    count: number;
    previous: number;
    negative: number;
    negativePrevious: number;
  }>;
  others: {
    nameCount: number;
    count: number;
    previous: number;
  };
};

export type Erasure = {
  erased: number;
};

export type ErasureBody = {
  author: string;
};

export type Estimate = {
  sourceId: string;
  callsPerMonth: number;
  itemsPerMonth: number;
  usdPerMonth: number;
  budgetUsd: number | null;
  sentence: string;
};

export type EstimateBody = {
  query: string;
  everyMs: number;
  sources: Array<{
    sourceId: string;
    params: Record<string, unknown>;
  }>;
};

export type Evidence = {
  id: string;
  mentionId: string;
  url: string | null;
  finalUrl: string | null;
  status: number | null;
  capturedAt: number;
  reason: 'severe' | 'asked' | 'check';
  by: string;
  outcome: 'ok' | 'throttled' | 'blocked' | 'gone' | 'broken' | 'network' | 'timeout' | 'too-big' | 'refused' | 'unwritable';
  error: string | null;
  files: Array<{
    name: string;
    sha256: string;
    sizeBytes: number;
  }>;
  previousId: string | null;
  change: {
    kind: 'changed' | 'deleted' | 'returned';
    similarity: number | null;
    removed: string[];
    added: string[];
  } | null;
  checks: {
    count: number;
    lastAt: number | null;
    nextAt: number | null;
    isGoneOnce: boolean;
  };
};

export type EvidenceBody = {
  mentionId: string;
};

export type EvidencePage = {
  items: Evidence[];
  nextCursor: string | null;
};

export type Health = {
  ok: boolean;
  version: string;
};

export type HookAnswer = {
  accepted: number;
  rejected: Array<{
    index: number;
    error: string;
  }>;
};

export type Incident = {
  id: string;
  brandId: string;
  brandName: string;
  ruleId: string;
  title: string;
  reason: string;
  severity: 1 | 2 | 3 | 4;
  leadType: 'fake-account' | 'fake-domain' | 'ex-employee' | 'negative-review' | 'misinformation' | 'corporate-attack' | 'smear' | 'personal-scandal' | 'complaint' | 'competitor-attack' | 'data-leak' | 'impersonation-page' | 'negative-news' | 'fraud' | 'fake-ad' | 'counterfeit' | 'seller-issue' | 'outage' | 'product-safety' | 'boycott' | 'legal-process' | 'misleading-price' | 'own-error' | 'sensitive-topic' | 'ai-misstatement' | 'threat-to-person' | 'question' | 'praise' | 'suggestion' | 'announcement' | 'spam' | 'unrelated' | null;
  state: 'open' | 'acknowledged' | 'contained' | 'resolved' | 'reviewed';
  ownerId: string | null;
  ownerName: string | null;
  openedAt: number;
  updatedAt: number;
  acknowledgedAt: number | null;
  resolvedAt: number | null;
  storyIds: string[];
  mentionCount: number;
};

export type IncidentAction = {
  action: 'acknowledge' | 'contain' | 'resolve' | 'review' | 'note' | 'assign';
  text?: string | undefined;
  ownerId?: string | null | undefined;
};

export type IncidentDetail = {
  incident: Incident;
  timeline: Array<{
    id: string;
    at: number;
    kind: string;
    by: string;
    byName: string;
    text: string;
  }>;
  stories: Story[];
  mentions: Mention[];
  deliveries: Array<{
    id: string;
    routeId: string;
    notifierId: string;
    reason: string;
    state: 'pending' | 'sending' | 'sent' | 'failed';
    attemptCount: number;
    lastError: string | null;
    createdAt: number;
    sentAt: number | null;
  }>;
  series: Array<{
    hourAt: number;
    all: number;
    negative: number;
    usual: number | null;
  }>;
};

export type IncidentPage = {
  items: Incident[];
  nextCursor: string | null;
};

export type Judgement = {
  brandId: string;
  language: {
    code: string | null;
    confidence: number;
  };
  relevance: {
    isBrand: boolean;
    confidence: number;
  } | null;
  sentiment: {
    label: 'negative' | 'neutral' | 'positive';
    score: number;
    confidence: number;
  };
  actor: {
    label: 'customer' | 'employee' | 'ex-employee' | 'competitor' | 'seller' | 'journalist' | 'public-body' | 'brand' | 'organised' | 'unknown';
    confidence: number;
  };
  aspects: Array<{
    id: 'delivery' | 'return-refund' | 'payment-billing' | 'product-quality' | 'price-campaign' | 'customer-service' | 'seller' | 'app-website' | 'privacy-security' | 'account-membership' | 'warranty-repair' | 'order-stock' | 'store-staff' | 'service-quality' | 'other';
    confidence: number;
  }>;
  types: Array<{
    type: 'fake-account' | 'fake-domain' | 'ex-employee' | 'negative-review' | 'misinformation' | 'corporate-attack' | 'smear' | 'personal-scandal' | 'complaint' | 'competitor-attack' | 'data-leak' | 'impersonation-page' | 'negative-news' | 'fraud' | 'fake-ad' | 'counterfeit' | 'seller-issue' | 'outage' | 'product-safety' | 'boycott' | 'legal-process' | 'misleading-price' | 'own-error' | 'sensitive-topic' | 'ai-misstatement' | 'threat-to-person' | 'question' | 'praise' | 'suggestion' | 'announcement' | 'spam' | 'unrelated';
    confidence: number;
    start: number;
    end: number;
  }>;
  pii: Array<{
    kind: string;
    start: number;
    end: number;
  }>;
  entities?: Array<{
    kind: 'product' | 'seller' | 'branch' | 'executive' | 'competitor' | 'city' | 'district';
    name: string;
    start: number;
    end: number;
  }> | undefined;
  severity: {
    level: 1 | 2 | 3 | 4;
    score: number;
    parts: {
      harm: number;
      credibility: number;
      velocity: number;
      reach: number;
      vulnerability: number;
      trigger: string | null;
      cap: string | null;
    };
  };
  claim: 'unverified' | 'true' | 'partly' | 'false';
  corrected: Array<'sentiment' | 'type' | 'aspect' | 'actor' | 'relevance' | 'severity' | 'claim'>;
};

export type Learning = {
  counts: {
    sentiment: number;
    type: number;
    aspect: number;
    actor: number;
    relevance: number;
    severity: number;
    claim: number;
  };
  least: number;
  active: number;
  trainings: Training[];
  progress: {
    state: 'waiting' | 'running' | 'done' | 'failed';
    done: number;
    total: number;
    error: string | null;
  } | null;
  reanalysis: ReanalysisRun | null;
};

export type LiveEvent = {
  kind: 'mentions' | 'incident' | 'story' | 'source' | 'watch';
  id: string;
};

export type LocaleBody = {
  locale: 'tr' | 'en';
};

export type LoginBody = {
  email: string;
  password: string;
};

export type Lookalikes = {
  items: Array<{
    mentionId: string;
    storyId: string | null;
    channel: 'support' | 'search' | 'social' | 'news' | 'community' | 'complaint';
    text: string;
    at: number;
    reason: 'copy' | 'story' | 'alike';
    likeness: number;
  }>;
};

export type Mention = {
  id: string;
  sourceId: string;
  channel: 'support' | 'search' | 'social' | 'news' | 'community' | 'complaint';
  url: string | null;
  title: string | null;
  text: string;
  author: {
    name: string | null;
    handle: string | null;
    url: string | null;
    followers: number | null;
    createdAt?: number | undefined;
  };
  publishedAt: number | null;
  seenAt: number;
  siteName: string | null;
  engagement: {
    likes: number | null;
    shares: number | null;
    comments: number | null;
    views: number | null;
    rating: number | null;
  };
  resolution: {
    state: 'open' | 'answered' | 'solved' | null;
    answer: string | null;
    answeredAt: number | null;
  } | null;
  sightings: Array<{
    sourceId: string;
    channel: 'support' | 'search' | 'social' | 'news' | 'community' | 'complaint';
    isOriginal: boolean;
    url: string | null;
    title: string | null;
    rank: number | null;
    firstSeenAt: number;
    lastSeenAt: number;
  }>;
  editCount: number;
  changedAt: number | null;
  watchIds: string[];
  storyId: string | null;
  judgement: Judgement | null;
  corrections: Correction[];
  machine: {
    sentiment: {
      label: 'negative' | 'neutral' | 'positive';
      confidence: number;
    };
    actor: {
      label: 'customer' | 'employee' | 'ex-employee' | 'competitor' | 'seller' | 'journalist' | 'public-body' | 'brand' | 'organised' | 'unknown';
      confidence: number;
    };
    relevance: {
      isBrand: boolean;
      confidence: number;
    } | null;
    types: Array<{
      type: 'fake-account' | 'fake-domain' | 'ex-employee' | 'negative-review' | 'misinformation' | 'corporate-attack' | 'smear' | 'personal-scandal' | 'complaint' | 'competitor-attack' | 'data-leak' | 'impersonation-page' | 'negative-news' | 'fraud' | 'fake-ad' | 'counterfeit' | 'seller-issue' | 'outage' | 'product-safety' | 'boycott' | 'legal-process' | 'misleading-price' | 'own-error' | 'sensitive-topic' | 'ai-misstatement' | 'threat-to-person' | 'question' | 'praise' | 'suggestion' | 'announcement' | 'spam' | 'unrelated';
      confidence: number;
    }>;
    aspects: Array<{
      id: 'delivery' | 'return-refund' | 'payment-billing' | 'product-quality' | 'price-campaign' | 'customer-service' | 'seller' | 'app-website' | 'privacy-security' | 'account-membership' | 'warranty-repair' | 'order-stock' | 'store-staff' | 'service-quality' | 'other';
      confidence: number;
    }>;
    severity: number;
  } | null;
  suggestions: Array<{
    correctionId: string;
    field: 'sentiment' | 'type' | 'aspect' | 'actor' | 'relevance' | 'severity' | 'claim';
    label: string;
    to: string;
    byName: string;
    reason: 'copy' | 'story' | 'alike';
  }>;
};

export type MentionPage = {
  items: Mention[];
  nextCursor: string | null;
};

export type MentionVersions = {
  items: Array<{
    seenAt: number;
    replacedAt: number;
    title: string | null;
    text: string;
    resolution: {
      state: 'open' | 'answered' | 'solved' | null;
      answer: string | null;
      answeredAt: number | null;
    } | null;
  }>;
};

export type NewToken = {
  token: string;
  view: Token;
};

export type Ok = {
  ok: true;
};

export type Preview = {
  isValid: boolean;
  error: {
    message: string;
    position: number | null;
  } | null;
  scannedCount: number;
  matchedCount: number;
  perDay: number | null;
  hits: Array<{
    mention: Mention;
    spans: Array<{
      start: number;
      end: number;
    }>;
    why: string;
  }>;
  hidden: {
    count: number;
    parts: Array<{
      by: string;
      count: number;
    }>;
    samples: Array<{
      mention: Mention;
      spans: Array<{
        start: number;
        end: number;
      }>;
      by: string;
    }>;
  };
  unmeant: {
    count: number;
    samples: Array<{
      mention: Mention;
      spans: Array<{
        start: number;
        end: number;
      }>;
    }>;
  };
  byExamples: {
    count: number;
    meantCount: number;
    samples: Array<{
      mention: Mention;
      spans: Array<{
        start: number;
        end: number;
      }>;
    }>;
  };
  sources: Array<{
    sourceId: string;
    count: number;
  }>;
  advice: string[];
};

export type PreviewBody = {
  query: string;
  brandId?: string | undefined;
  watchId?: string | undefined;
  positiveExamples?: string[] | undefined;
  negativeExamples?: string[] | undefined;
};

export type Problem = {
  type: string;
  title: string;
  status: number;
  detail: string;
  code: string;
  errors?: Array<{
    path: string;
    message: string;
  }> | undefined;
};

export type ReanalysisBody = {
  brandId?: string | undefined;
  since?: number | undefined;
};

export type ReanalysisPreview = {
  judgedCount: number;
  changedCount: number;
  isWhole: boolean;
  sentiment: Record<string, Record<string, number>>;
  severity: Record<string, Record<string, number>>;
  actor: Record<string, Record<string, number>>;
  relevance: Record<string, Record<string, number>>;
  types: Record<string, {
    added: number;
    removed: number;
  }>;
  aspects: Record<string, {
    added: number;
    removed: number;
  }>;
  examples: Array<{
    mentionId: string;
    text: string;
    changes: Array<{
      field: string;
      from: string;
      to: string;
    }>;
  }>;
  incidents: Array<{
    id: string;
    title: string;
    count: number;
    before: number;
    after: number;
  }>;
};

export type ReanalysisRun = {
  id: string;
  state: 'running' | 'done' | 'cancelled';
  doneCount: number;
  totalCount: number | null;
  changedCount: number;
  startedAt: number;
  endedAt: number | null;
};

export type Search = {
  watchId: string;
  watchName: string;
  brandId: string;
  sourceId: string;
  engine: string;
  query: string;
  at: number;
  firstAt: number;
  pages: Array<{
    url: string;
    host: string;
    title: string | null;
    rank: number | null;
    dayAgo: number | null;
    onPageOneSince: number | null;
    mark: 'own' | 'negative' | 'neutral';
    storyId: string | null;
    days: Array<number | null>;
  }>;
};

export type Session = {
  user: User | null;
  needsSetup: boolean;
  locale: 'tr' | 'en';
  timeZone: string;
  version: string;
};

export type SetupBody = {
  token: string;
  email: string;
  name: string;
  password: string;
};

export type Source = {
  id: string;
  title: string;
  channel: 'support' | 'search' | 'social' | 'news' | 'community' | 'complaint';
  homepage: string;
  description: string;
  isOfficial: boolean;
  isInbound: boolean;
  isParameterFree: boolean;
  isOptIn: boolean;
  isVerifiedLive: boolean;
  needs: string[];
  missingKeys: string[];
  legalNote: string;
  expectedPerDay: number;
  selection: 'match' | 'trust';
  paramsSchema: Record<string, unknown>;
  example: Record<string, unknown>;
  subscriptionCount: number;
  watchCount: number;
  state: 'unused' | 'ok' | 'quiet' | 'failing' | 'suspended';
  yield: {
    lastDayCount: number;
    usualPerDay: number | null;
    lastAt: number;
    silentSince: number | null;
  } | null;
  health: {
    lastRunAt: number | null;
    lastSuccessAt: number | null;
    lastItemAt: number | null;
    consecutiveFailures: number;
    suspendedUntil: number | null;
    suspendedReason: string | null;
    lastError: string | null;
    recentRuns: Array<{
      startedAt: number;
      outcome: 'ok' | 'empty' | 'not-modified' | 'throttled' | 'blocked' | 'gone' | 'changed' | 'broken' | 'network' | 'timeout' | 'too-big' | 'refused';
      itemCount: number;
      addedCount: number;
      error: string | null;
    }>;
  } | null;
  cost: {
    perCallUsd: number | null;
    perItemUsd: number | null;
    perMonthUsd: number | null;
    note: string;
    checkedOn: string;
    budgetUsd: number | null;
    soFar: {
      month: string;
      callCount: number;
      itemCount: number;
      usd: number;
    };
    months: Array<{
      month: string;
      callCount: number;
      itemCount: number;
      usd: number;
    }>;
  } | null;
  feedCount: number;
  badFeeds: Array<{
    subscriptionId: string;
    label: string;
    watchName: string;
    state: 'failing' | 'dead';
    failureCount: number;
    failingSince: number | null;
    lastSuccessAt: number | null;
    lastError: string | null;
  }>;
};

export type Story = {
  id: string;
  brandId: string;
  title: string;
  firstSeenAt: number;
  lastSeenAt: number;
  mentionCount: number;
  negativeCount: number;
  channels: Array<'support' | 'search' | 'social' | 'news' | 'community' | 'complaint'>;
  sourceIds: string[];
  authorCount: number;
  types: Array<'fake-account' | 'fake-domain' | 'ex-employee' | 'negative-review' | 'misinformation' | 'corporate-attack' | 'smear' | 'personal-scandal' | 'complaint' | 'competitor-attack' | 'data-leak' | 'impersonation-page' | 'negative-news' | 'fraud' | 'fake-ad' | 'counterfeit' | 'seller-issue' | 'outage' | 'product-safety' | 'boycott' | 'legal-process' | 'misleading-price' | 'own-error' | 'sensitive-topic' | 'ai-misstatement' | 'threat-to-person' | 'question' | 'praise' | 'suggestion' | 'announcement' | 'spam' | 'unrelated'>;
  severity: 1 | 2 | 3 | 4;
  state: 'open' | 'snoozed' | 'closed' | 'irrelevant';
  wakeAtCount: number | null;
  assigneeId: string | null;
  incidentId: string | null;
  wave: {
    kind: 'text' | 'link';
    accountCount: number;
    from: number;
    to: number;
    datedCount: number;
    youngCount: number;
    followedCount: number;
    smallCount: number;
  } | null;
};

export type StoryApart = {
  storyId: string;
};

export type StoryCourse = {
  first: Mention | null;
  hours: Array<{
    hourAt: number;
    channel: 'support' | 'search' | 'social' | 'news' | 'community' | 'complaint';
    count: number;
    negative: number;
  }>;
  outlets: Array<{
    siteName: string | null;
    sourceId: string;
    channel: 'support' | 'search' | 'social' | 'news' | 'community' | 'complaint';
    firstAt: number;
    lastAt: number;
    count: number;
    mentionId: string;
  }>;
  copies: Array<{
    mentionId: string;
    otherIds: string[];
    count: number;
    accountCount: number;
    firstAt: number;
    lastAt: number;
  }>;
  waveMentions: Mention[];
  readCount: number;
  isWhole: boolean;
  suggested: Array<{
    story: Story;
    likeness: number;
  }>;
  past: Array<{
    story: Story;
    likeness: number;
    incident: {
      id: string;
      title: string;
      state: 'open' | 'acknowledged' | 'contained' | 'resolved' | 'reviewed';
      severity: 1 | 2 | 3 | 4;
      resolvedAt: number | null;
    } | null;
    outcome: string | null;
  }>;
  links: Array<{
    id: string;
    kind: 'merged' | 'apart';
    fromId: string;
    intoId: string;
    byName: string | null;
    at: number;
    canUndo: boolean;
  }>;
};

export type StoryMerge = {
  storyIds: string[];
};

export type StoryPage = {
  items: Story[];
  nextCursor: string | null;
};

export type StoryPair = {
  story: Story;
  made: Story;
};

export type StoryPatch = {
  state?: 'open' | 'snoozed' | 'closed' | 'irrelevant' | undefined;
  wakeAtCount?: number | null | undefined;
  assigneeId?: string | null | undefined;
};

export type StorySplit = {
  mentionIds: string[];
};

export type Today = {
  status: string;
  statusLevel: 1 | 2 | 3 | 4 | 0;
  openIncidents: Incident[];
  changedStories: Array<{
    id: string;
    brandId: string;
    title: string;
    firstSeenAt: number;
    lastSeenAt: number;
    mentionCount: number;
    negativeCount: number;
    channels: Array<'support' | 'search' | 'social' | 'news' | 'community' | 'complaint'>;
    sourceIds: string[];
    authorCount: number;
    types: Array<'fake-account' | 'fake-domain' | 'ex-employee' | 'negative-review' | 'misinformation' | 'corporate-attack' | 'smear' | 'personal-scandal' | 'complaint' | 'competitor-attack' | 'data-leak' | 'impersonation-page' | 'negative-news' | 'fraud' | 'fake-ad' | 'counterfeit' | 'seller-issue' | 'outage' | 'product-safety' | 'boycott' | 'legal-process' | 'misleading-price' | 'own-error' | 'sensitive-topic' | 'ai-misstatement' | 'threat-to-person' | 'question' | 'praise' | 'suggestion' | 'announcement' | 'spam' | 'unrelated'>;
    severity: 1 | 2 | 3 | 4;
    state: 'open' | 'snoozed' | 'closed' | 'irrelevant';
    wakeAtCount: number | null;
    assigneeId: string | null;
    incidentId: string | null;
    wave: {
      kind: 'text' | 'link';
      accountCount: number;
      from: number;
      to: number;
      datedCount: number;
      youngCount: number;
      followedCount: number;
      smallCount: number;
    } | null;
    grown: number;
    isNew: boolean;
  }>;
  counts: {
    last24h: number;
    previous24h: number;
    negative24h: number;
    negativePrevious24h: number;
  };
  series: Array<{
    hourAt: number;
    all: number;
    negative: number;
    usual: number | null;
  }>;
  aspects: Array<{
    id: 'delivery' | 'return-refund' | 'payment-billing' | 'product-quality' | 'price-campaign' | 'customer-service' | 'seller' | 'app-website' | 'privacy-security' | 'account-membership' | 'warranty-repair' | 'order-stock' | 'store-staff' | 'service-quality' | 'other';
    count: number;
    previous: number;
  }>;
  types: Array<{
    id: 'fake-account' | 'fake-domain' | 'ex-employee' | 'negative-review' | 'misinformation' | 'corporate-attack' | 'smear' | 'personal-scandal' | 'complaint' | 'competitor-attack' | 'data-leak' | 'impersonation-page' | 'negative-news' | 'fraud' | 'fake-ad' | 'counterfeit' | 'seller-issue' | 'outage' | 'product-safety' | 'boycott' | 'legal-process' | 'misleading-price' | 'own-error' | 'sensitive-topic' | 'ai-misstatement' | 'threat-to-person' | 'question' | 'praise' | 'suggestion' | 'announcement' | 'spam' | 'unrelated';
    count: number;
    previous: number;
  }>;
  channels: Array<{
    id: 'support' | 'search' | 'social' | 'news' | 'community' | 'complaint';
    count: number;
    previous: number;
  }>;
  waiting: Array<{
    kind: 'unacknowledged' | 'unowned' | 'failed-alert' | 'unsure';
    text: string;
    incidentId: string | null;
    storyId: string | null;
  }>;
  blindSpots: Array<{
    sourceId: string;
    title: string;
    reason: string;
    since: number | null;
  }>;
};

export type Token = {
  id: string;
  name: string;
  scope: string;
  createdAt: number;
  lastUsedAt: number | null;
};

export type TokenBody = {
  name: string;
  scope: 'read' | 'write';
};

export type TrainBody = {
  isForced?: boolean | undefined;
};

export type Training = {
  version: number;
  trainedAt: number;
  byName: string;
  lessonCount: number;
  weightCount: number;
  isBetter: boolean;
  fields: {
    sentiment: {
      count: number;
      before: number;
      after: number;
    };
    type: {
      count: number;
      before: number;
      after: number;
    };
    aspect: {
      count: number;
      before: number;
      after: number;
    };
    relevance: {
      count: number;
      before: number;
      after: number;
    };
  };
  anchors: {
    count: number;
    changed: number;
    examples: Array<{
      mentionId: string;
      text: string;
      changes: Array<{
        field: string;
        from: string;
        to: string;
      }>;
    }>;
  };
};

export type Tried = Array<{
  sourceId: string;
  outcome: string;
  itemCount: number;
  matchCount: number;
  perDay: number | null;
  error: string | null;
  matches: Mention[];
}>;

export type TryBody = {
  query: string;
  sources: Array<{
    sourceId: string;
    params?: Record<string, unknown> | undefined;
  }>;
};

export type User = {
  id: string;
  email: string;
  name: string;
  role: 'admin' | 'member' | 'viewer';
  locale: 'tr' | 'en';
};

export type UserBody = {
  email: string;
  name: string;
  role?: 'admin' | 'member' | 'viewer' | undefined;
  password: string;
};

export type VersionBody = {
  version: number;
};

export type Watch = {
  id: string;
  brandId: string;
  brandName: string;
  name: string;
  kind: 'company' | 'brand' | 'product' | 'service' | 'executive' | 'campaign' | 'sector' | 'weak-point' | 'competitor';
  query: string;
  positiveExamples: string[];
  negativeExamples: string[];
  isPaused: boolean;
  everyMs: number;
  createdAt: number;
  subscriptions: Array<{
    id: string;
    sourceId: string;
    params: Record<string, unknown>;
    lastRunAt: number | null;
    nextRunAt: number;
    lastOutcome: 'ok' | 'empty' | 'not-modified' | 'throttled' | 'blocked' | 'gone' | 'changed' | 'broken' | 'network' | 'timeout' | 'too-big' | 'refused' | null;
    lastError: string | null;
  }>;
  daily: number[];
};

export type WatchBody = {
  brandId: string;
  name: string;
  kind?: 'company' | 'brand' | 'product' | 'service' | 'executive' | 'campaign' | 'sector' | 'weak-point' | 'competitor' | undefined;
  query: string;
  everyMs?: number | undefined;
  sources?: Array<{
    sourceId: string;
    params?: Record<string, unknown> | undefined;
  }> | undefined;
  positiveExamples?: string[] | undefined;
  negativeExamples?: string[] | undefined;
};

export type WatchPatch = {
  name?: string | undefined;
  kind?: 'company' | 'brand' | 'product' | 'service' | 'executive' | 'campaign' | 'sector' | 'weak-point' | 'competitor' | undefined;
  query?: string | undefined;
  isPaused?: boolean | undefined;
  everyMs?: number | undefined;
  sources?: Array<{
    sourceId: string;
    params?: Record<string, unknown> | undefined;
  }> | undefined;
  positiveExamples?: string[] | undefined;
  negativeExamples?: string[] | undefined;
};
