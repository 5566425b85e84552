// For whoever runs itibar: a source that is broken, blocked or silent against its own usual is one case of SEV-3 that ends
// by itself; so are its feeds that are dead while others work, all of them together. Pure. Must never blame a source for our own network (then one case says so), and never touch a brand's cases.

import type { Decision, SourceInput, SourceView } from '../../core/alerting.ts';
import { DAY, HOUR, MINUTE } from '../../core/clock.ts';
import type { Incident, RunOutcome } from '../../core/types.ts';
import { reachOf, streakStart, unreached } from './source-reach.ts';
import { brokenWords, outageWords, partsWords, silentWords } from './source-words.ts';

/** As the sources page has it: fewer failures in a row are weather. */
const FAILURES = 3;
/** Many watches of one source can fail three times within a minute. */
const LEAST_MS = 30 * MINUTE;
/** A site that sends us away for as long as this is told of at the first time. */
const LONG_PAUSE_MS = 6 * HOUR;
/** One that comes and goes is told of four times a day at most. */
const REST_MS = 6 * HOUR;

export const OUTAGE = 'source:*';

/** Opens, and resolves what is over; what was decided and carried out is not decided again. */
export function judgeSources(input: SourceInput): Decision[] {
  const isOut = reachOf(input).isOut;
  const opened = input.sources.map((view) => openOf(input, view, isOut));
  const parts = isOut ? [] : input.sources.flatMap((view) => partsOf(input, view));
  const closed = input.incidents.map((incident) => endOf(input, incident));
  return [isOut ? openOutage(input) : null, ...opened, ...parts, ...closed].filter((decision) => decision !== null);
}

function openOutage(input: SourceInput): Decision | null {
  const { answeredAt } = reachOf(input);
  if (isHeld(input, OUTAGE, answeredAt)) return null;
  return open('source-outage', OUTAGE, outageWords(input));
}

function openOf(input: SourceInput, view: SourceView, isOut: boolean): Decision | null {
  const fingerprint = `source:${view.id}`;
  const { health } = view;
  if (isBroken(input, view)) {
    const isOurs = isUnreached(view) && (isOut || unreached(input, view) === 'perhaps-ours');
    if (isOurs || isHeld(input, fingerprint, health.lastSuccessAt ?? 0)) return null;
    return open('source-broken', fingerprint, brokenWords(input, view));
  }
  if (isSilent(view) && !isHeld(input, fingerprint, view.yield?.lastAt ?? 0))
    return open('source-silent', fingerprint, silentWords(input, view));
  return null;
}

/** Feeds that are dead while the source works: one case, and a line in it for each that follows. */
function partsOf(input: SourceInput, view: SourceView): Decision[] {
  const { dead, feedCount } = view;
  if (dead.length === 0 || feedCount < 2 || isBroken(input, view)) return [];
  const fingerprint = `source-parts:${view.id}`;
  const known = input.incidents.find((incident) => incident.fingerprint === fingerprint);
  if (known)
    return dead
      .filter(({ since }) => since + DAY > known.openedAt)
      .map(({ id, label, since }) => {
        const reason = input.say('rule.source.part', { label });
        return { kind: 'note', incidentId: known.id, reason, key: `${id} ${since}` };
      });
  if (isHeld(input, fingerprint, Math.max(...dead.map(({ since }) => since)))) return [];
  return [open('source-parts', fingerprint, partsWords(input, view))];
}

function open(ruleId: string, fingerprint: string, words: { title: string; reason: string }): Decision {
  const nothing = { leadType: null, storyIds: [], mentionIds: [], mentionCount: 0 };
  return { kind: 'open', ruleId, fingerprint, ...words, severity: 3, ...nothing };
}

function isBroken({ now }: SourceInput, { health }: SourceView): boolean {
  const isPaused = (health.suspendedUntil ?? 0) - now >= LONG_PAUSE_MS;
  return isPaused || (health.consecutiveFailures >= FAILURES && now - streakStart(health) >= LEAST_MS);
}

function isUnreached({ health }: SourceView): boolean {
  const last: RunOutcome | undefined = health.recentRuns.at(-1)?.outcome;
  return last === 'network' || last === 'timeout';
}

/** It answers: one that cannot be read brings nothing either, and that is another case. */
function isSilent({ health, yield: found }: SourceView): boolean {
  return health.consecutiveFailures === 0 && found !== null && found.silentSince !== null;
}

/** Open already, closed while it was not well and not well since (`wellAt`), or told of within the last hours. */
function isHeld(input: SourceInput, fingerprint: string, wellAt: number): boolean {
  const isSame = (incident: Incident) => incident.fingerprint === fingerprint;
  if (input.incidents.some(isSame)) return true;
  const last = input.closed.filter(isSame).toSorted((a, b) => b.openedAt - a.openedAt)[0];
  return last !== undefined && (wellAt <= last.openedAt || input.now - (last.resolvedAt ?? 0) < REST_MS);
}

function endOf(input: SourceInput, incident: Incident): Decision | null {
  const end = (key: string, params = {}): Decision => ({
    kind: 'resolve',
    incidentId: incident.id,
    reason: input.say(`rule.source.${key}`, params),
  });
  if (input.sources.length === 0) return end('unused');
  if (incident.ruleId === 'source-outage') return reachOf(input).answeredAt > incident.openedAt ? end('reached') : null;
  const view = input.sources.find(({ id }) => [`source:${id}`, `source-parts:${id}`].includes(incident.fingerprint));
  if (!view) return end('unused');
  const params = { source: view.title };
  if (incident.ruleId === 'source-parts') return view.dead.length === 0 ? end('parts-work', params) : null;
  if (incident.ruleId === 'source-silent') {
    const hasBrought = view.yield !== null && view.yield.lastAt > incident.openedAt;
    return hasBrought && !isSilent(view) ? end('speaks', params) : null;
  }
  const hasWorked = (view.health.lastSuccessAt ?? 0) > incident.openedAt;
  return hasWorked && !isBroken(input, view) ? end('works', params) : null;
}
