// Turns a day's facts into the digest: status sentence, open incidents, changed stories, complaints and topics,
// imitations, blind spots. Pure. Must never hide a blind spot: what is not watched is said as plainly as what is quiet.

import type { CountChange, DigestInput } from '../../core/alerting.ts';
import { DAY, HOUR, MINUTE } from '../../core/clock.ts';
import type { AlertMessage, FindingType, SeverityLevel } from '../../core/types.ts';
import { leadOf } from '../rules/rule.ts';
import { oneLine } from '../text.ts';
import { blindSpots } from './blind-spots.ts';

type Section = AlertMessage['sections'][number];

const MOST = { incidents: 10, stories: 5, topics: 5 };
const IMITATIONS: readonly FindingType[] = [
  'fake-domain',
  'impersonation-page',
  'fake-account',
  'fake-ad',
  'counterfeit',
];

/** The digest of one brand as a message; everything that is empty says so in one line. */
export function buildDigest(input: DigestInput): AlertMessage {
  const { say } = input;
  const sections = [incidents(input), stories(input), topics(input), imitations(input), blindSpots(input)];
  const isUnchanged =
    input.incidents.length === 0 && input.all.count === 0 && sections.every((section) => section.items.length === 0);
  const title = say(input.isTest ? 'digest.test-title' : 'digest.title', { date: formatDay(input.day, input.locale) });
  const reason = [statusOf(input), isUnchanged && say('digest.unchanged'), input.isLate && say('digest.late')];
  return {
    kind: 'digest',
    locale: input.locale,
    brandName: input.brandName,
    title,
    severity: worstOf(input),
    reason: reason.filter((text) => typeof text === 'string').join(' '),
    facts: [],
    samples: [],
    sections: isUnchanged ? [] : sections,
    links: [{ label: say('alert.link.dashboard'), url: input.dashboardUrl }],
    at: input.now,
  };
}

/** '2026-11-24' -> '24 Kasım 2026 Salı'. */
export function formatDay(day: string, locale: 'tr' | 'en'): string {
  return new Intl.DateTimeFormat(locale === 'tr' ? 'tr-TR' : 'en-GB', { dateStyle: 'full', timeZone: 'UTC' }).format(
    Date.parse(`${day}T00:00:00Z`),
  );
}

function worstOf(input: DigestInput): SeverityLevel | null {
  if (input.incidents.length === 0) return null;
  return Math.min(...input.incidents.map(({ incident }) => incident.severity)) as SeverityLevel;
}

function statusOf(input: DigestInput): string {
  const { say, locale } = input;
  const worst = worstOf(input);
  if (worst === null && input.all.count === 0 && input.sources.every(({ health }) => !health?.lastRunAt))
    return say('digest.status.unwatched');
  const hours = Math.max(1, Math.round((input.now - input.since) / HOUR));
  const period =
    hours <= 36 ? say('digest.period.hours', { hours }) : say('digest.period.days', { days: Math.round(hours / 24) });
  const counts = { period, count: number(input.all.count, locale), negative: number(input.negative.count, locale) };
  if (worst === null) return say('digest.status.calm', counts);
  return say('digest.status.open', {
    ...counts,
    incidents: input.incidents.length,
    severity: say(`severity.${worst}`),
  });
}

function incidents(input: DigestInput): Section {
  const { say } = input;
  const sorted = [...input.incidents].sort(
    (a, b) => a.incident.severity - b.incident.severity || b.incident.updatedAt - a.incident.updatedAt,
  );
  const items = sorted.slice(0, MOST.incidents).map(({ incident, ownerName, url }) => ({
    text: oneLine(incident.title, 140),
    detail: say('digest.incidents.owner', {
      owner: ownerName ? oneLine(ownerName, 60) : say('digest.incidents.nobody'),
      age: ageOf(input, incident.openedAt),
      count: number(incident.mentionCount, input.locale),
    }),
    url,
    severity: incident.severity,
  }));
  const more = sorted.length - items.length;
  const rest = {
    text: say('digest.incidents.more', { count: more }),
    detail: null,
    url: input.dashboardUrl,
    severity: null,
  };
  return {
    title: say('digest.incidents.title'),
    items: more > 0 ? [...items, rest] : items,
    empty: say('digest.incidents.empty'),
  };
}

/** How long it has been open: in minutes below an hour, in days from two days on. */
function ageOf(input: DigestInput, openedAt: number): string {
  const age = Math.max(MINUTE, input.now - openedAt);
  const [unit, key, count] =
    age < HOUR
      ? (['minute', 'digest.age.minutes', age / MINUTE] as const)
      : age < 2 * DAY
        ? (['hour', 'digest.age.hours', age / HOUR] as const)
        : (['day', 'digest.age.days', age / DAY] as const);
  const style = { style: 'unit', unit, unitDisplay: 'long' } as const;
  return input.say(key, { age: new Intl.NumberFormat(input.locale, style).format(Math.floor(count)) });
}

/** Up to five, by new negative mentions first; a story without anything negative and without growth is left out. */
function stories(input: DigestInput): Section {
  const { say } = input;
  const changed = input.stories
    .filter(
      ({ story, newCount, newNegativeCount }) => story.state !== 'irrelevant' && (newNegativeCount > 0 || newCount > 2),
    )
    .sort((a, b) => b.newNegativeCount - a.newNegativeCount || b.newCount - a.newCount)
    .slice(0, MOST.stories);
  const items = changed.map(({ story, newCount, newNegativeCount, ownerName, url }) => {
    const lead = leadOf(story.types);
    const why = say('digest.stories.why', {
      change: say(story.firstSeenAt >= input.since ? 'digest.stories.new' : 'digest.stories.grown'),
      count: number(newCount, input.locale),
      negative: number(newNegativeCount, input.locale),
      types: say(lead ? `type.${lead}` : 'digest.stories.no-type'),
    });
    const owner = ownerName ? ` · ${say('digest.stories.assignee', { owner: oneLine(ownerName, 60) })}` : '';
    return { text: oneLine(story.title, 140), detail: `${why}${owner}`, url, severity: story.severity };
  });
  return { title: say('digest.stories.title'), items, empty: say('digest.stories.empty') };
}

function topics(input: DigestInput): Section {
  const { say, locale } = input;
  const usual = input.usualNegative;
  const lines = [
    {
      text: say('digest.topics.total', { count: number(input.negative.count, locale) }),
      detail: [
        changeOf(input, input.negative),
        ...(usual === null ? [] : [say('digest.topics.usual', { usual: number(usual, locale) })]),
      ].join(' · '),
    },
    {
      text: say('digest.topics.complaints', { count: number(input.complaints.count, locale) }),
      detail: changeOf(input, input.complaints),
    },
    ...entityLine(input),
    ...[...input.aspects]
      .filter(({ id, count }) => id !== 'other' && count > 0)
      .sort((a, b) => b.count - a.count)
      .slice(0, MOST.topics)
      .map((aspect) => ({
        text: say('digest.topics.topic', { topic: say(`aspect.${aspect.id}`), count: number(aspect.count, locale) }),
        detail: changeOf(input, aspect),
      })),
  ];
  const isEmpty = input.negative.count === 0 && input.negative.before === 0;
  return {
    title: say('digest.topics.title'),
    items: isEmpty ? [] : lines.map((line) => ({ url: null, ...line, severity: null })),
    empty: say('digest.topics.empty'),
  };
}

/** The one branch, product or town with far more negative mentions than usual. */
function entityLine({ entity, say, locale }: DigestInput): { text: string; detail: string; url: string }[] {
  if (!entity) return [];
  const what = { kind: say(`entity.${entity.kind}`), name: oneLine(entity.name, 80) };
  return [
    {
      text: say('digest.topics.entity', { ...what, count: number(entity.count, locale) }),
      detail: say('digest.topics.entity-usual', { usual: number(entity.usual, locale) }),
      url: entity.url,
    },
  ];
}

function changeOf(input: DigestInput, change: CountChange): string {
  const difference = change.count - change.before;
  if (difference === 0) return input.say('digest.topics.same');
  return input.say(difference > 0 ? 'digest.topics.up' : 'digest.topics.down', {
    difference: number(Math.abs(difference), input.locale),
    before: number(change.before, input.locale),
  });
}

function imitations(input: DigestInput): Section {
  const { say } = input;
  const items = input.stories
    .filter(({ story }) => story.firstSeenAt >= input.since && story.state !== 'irrelevant')
    .flatMap(({ story, url }) => {
      const type = leadOf(story.types.filter((id) => IMITATIONS.includes(id)));
      if (!type) return [];
      return [{ text: oneLine(story.title, 140), detail: say(`type.${type}`), url, severity: story.severity }];
    })
    .slice(0, MOST.stories);
  return { title: say('digest.imitations.title'), items, empty: say('digest.imitations.empty') };
}

function number(value: number, locale: string): string {
  return new Intl.NumberFormat(locale, { maximumFractionDigits: 1 }).format(value);
}
