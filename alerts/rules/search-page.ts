// A page that speaks against the brand and comes to page one of a search, or among its first three: one case, however many
// searches it shows in, and one for all pages that come at once. It ends by itself when they are gone for a day.
// Must never tell of a page that hovers around rank 10, of what a search began with, or of an engine that changed as a whole.

import type { Decision, PageView, Rule, RuleInput } from '../../core/alerting.ts';
import { DAY } from '../../core/clock.ts';
import { derivedId } from '../../core/id.ts';
import { hasEntered, hasRisen, isOn, PAGE_ONE, TOP } from '../../core/positions.ts';
import type { Incident, Position, SeverityLevel } from '../../core/types.ts';
import { oneLine } from '../text.ts';
import { incidentOfStory } from './rule.ts';

/** So many of ten pages new in one answer: not a page came, the engine or its settings changed. */
const RESHUFFLED = 6;
/** What came longer ago was there before anybody could have been told. */
const FRESH_MS = 2 * DAY;
const MAX_NAMED = 3;

interface Event {
  page: PageView;
  engine: string;
  row: Position;
  /** Its rank now. */
  rank: number;
}

export const rule: Rule = {
  id: 'search-page',

  evaluate(input) {
    const fresh = eventsOf(input).filter((event) => !isTold(input, event));
    const opening = fresh.filter(({ page }) => !holderOf(input, page));
    const growing = fresh.flatMap((event) => growOf(input, event, holderOf(input, event.page)));
    const ends = input.incidents.flatMap((incident) => endOf(input, incident));
    return [...(opening.length > 0 ? [openOf(input, opening)] : []), ...growing, ...ends];
  },

  explain(input) {
    const [worst] = eventsOf(input);
    return worst ? sentenceOf(input, worst) : input.say('rule.search.calm');
  },
};

/** Coming and rising of negative pages that still stand there, best rank first; each page once for each search. */
function eventsOf(input: RuleInput): Event[] {
  const reshuffled = reshuffledAnswers(input);
  const events: Event[] = [];
  for (const page of input.pages.filter(({ mark }) => mark === 'negative')) {
    for (const { engine, rows } of page.searches) {
      const rank = rows.at(-1)?.rank ?? null;
      const row = rows.findLast(
        (each) =>
          input.now - each.at <= FRESH_MS &&
          !reshuffled.has(answerOf(each)) &&
          ((hasRisen(each) && isOn(rank, TOP)) || (hasEntered(each) && isOn(rank, PAGE_ONE))),
      );
      if (row && rank !== null) events.push({ page, engine, row, rank });
    }
  }
  return events.sort((a, b) => a.rank - b.rank || (a.row.query < b.row.query ? -1 : 1));
}

function answerOf({ watchId, sourceId, query, at }: Position): string {
  return [watchId, sourceId, query, at].join('\u001f');
}

function reshuffledAnswers({ pages }: RuleInput): ReadonlySet<string> {
  const entered = new Map<string, number>();
  for (const row of pages.flatMap(({ searches }) => searches.flatMap(({ rows }) => rows)).filter(hasEntered))
    entered.set(answerOf(row), (entered.get(answerOf(row)) ?? 0) + 1);
  return new Set([...entered].filter(([, count]) => count >= RESHUFFLED).map(([answer]) => answer));
}

function fingerprintOf({ url }: PageView): string {
  return `search:${derivedId('pg', url)}`;
}

function isAbout(incident: Incident, page: PageView): boolean {
  if (incident.ruleId !== rule.id) return false;
  return incident.fingerprint === fingerprintOf(page) || incident.mentionIds.includes(page.mentionId);
}

function holderOf(input: RuleInput, page: PageView): Incident | null {
  return input.incidents.find((incident) => isAbout(incident, page)) ?? null;
}

/** A case was opened for it, whether it is still open or not. */
function isTold(input: RuleInput, { page, row }: Event): boolean {
  return [...input.incidents, ...input.closed].some(
    (incident) => isAbout(incident, page) && incident.openedAt >= row.at,
  );
}

function severityOf({ page, rank }: Event): SeverityLevel {
  return page.isDangerous && isOn(rank, TOP) ? 2 : 3;
}

function openOf(input: RuleInput, events: Event[]): Decision {
  const [worst] = events.toSorted((a, b) => severityOf(a) - severityOf(b) || a.rank - b.rank) as [Event];
  const pages = [...new Set(events.map(({ page }) => page))];
  const known = pages.filter(({ storyId }) => storyId !== null);
  const stories = known.flatMap(({ storyId }) =>
    storyId && !incidentOfStory(input.incidents, storyId) ? storyId : [],
  );
  return {
    kind: 'open',
    ruleId: rule.id,
    fingerprint: fingerprintOf(worst.page),
    title: input.say('rule.search.title', { title: titleOf(worst.page) }),
    reason: reasonOf(input, worst, events),
    severity: severityOf(worst),
    leadType: worst.page.leadType,
    storyIds: [...new Set(stories)],
    mentionIds: known.map(({ mentionId }) => mentionId),
    mentionCount: Math.max(1, known.length),
  };
}

/** The page of an open case rose: a line in its timeline, and worse where it is dangerous. */
function growOf({ say }: RuleInput, event: Event, incident: Incident | null): Decision[] {
  if (!incident || !hasRisen(event.row)) return [];
  const { id: incidentId, severity, storyIds, mentionIds, mentionCount } = incident;
  const reason = risenSentence(say, event);
  const isWorse = severityOf(event) < severity;
  const worse = { kind: 'update' as const, incidentId, reason, severity: severityOf(event) };
  if (isWorse) return [{ ...worse, storyIds, mentionIds, mentionCount }];
  return [{ kind: 'note', incidentId, reason, key: answerOf(event.row) + event.page.url }];
}

/** A case that nobody took ends when its pages are gone for a day; in one that somebody has there is a line about it. */
function endOf({ pages, now, say }: RuleInput, incident: Incident): Decision[] {
  const own = pages.filter((page) => isAbout(incident, page));
  const last = own.flatMap(({ searches }) => searches.flatMap(({ rows }) => rows.at(-1) ?? []));
  const leftAt = Math.max(0, ...last.map(({ at }) => at));
  const isGone = last.length > 0 && last.every(({ rank }) => !isOn(rank, PAGE_ONE));
  const [first] = own;
  if (!first || !isGone || leftAt <= incident.openedAt || now - leftAt < DAY) return [];
  const reason = say('rule.search.left', { title: titleOf(first), host: first.host });
  if (incident.state === 'open') return [{ kind: 'resolve', incidentId: incident.id, reason }];
  return [{ kind: 'note', incidentId: incident.id, reason, key: `left ${leftAt}` }];
}

function titleOf({ title, host }: PageView): string {
  return oneLine(title ?? host, 110);
}

function reasonOf(input: RuleInput, worst: Event, events: readonly Event[]): string {
  const { say } = input;
  const elsewhere = new Set(events.filter(({ page }) => page === worst.page).map(({ row }) => row.query)).size - 1;
  const others = [...new Set(events.map(({ page }) => page))].filter((page) => page !== worst.page);
  const list = others.slice(0, MAX_NAMED).map((page) => `${titleOf(page)} (${page.host})`);
  const parts = [
    sentenceOf(input, worst),
    elsewhere > 0 && say('rule.search.elsewhere', { count: elsewhere }),
    others.length > 0 && say('rule.search.others', { count: others.length, list: list.join(', ') }),
  ];
  return parts.filter((part) => typeof part === 'string').join(' ');
}

function sentenceOf({ say }: RuleInput, event: Event): string {
  return hasEntered(event.row) ? enteredSentence(say, event) : risenSentence(say, event);
}

function enteredSentence(say: RuleInput['say'], { page, engine, row, rank }: Event): string {
  const before = row.before === null ? say('rule.search.not-there') : say('rule.search.was-at', { rank: row.before });
  return say('rule.search.entered', { query: row.query, engine, rank, title: titleOf(page), host: page.host, before });
}

function risenSentence(say: RuleInput['say'], { page, engine, row, rank }: Event): string {
  const before = row.before === null ? say('rule.search.not-there') : say('rule.search.was-at', { rank: row.before });
  return say('rule.search.risen', { query: row.query, engine, rank, title: titleOf(page), host: page.host, before });
}
