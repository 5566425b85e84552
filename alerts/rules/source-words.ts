// The words of the operator's cases: what is wrong with a source, since when, its last error, and what to do. Pure.
// Must never leave a person without a next step.

import type { SourceInput, SourceView } from '../../core/alerting.ts';
import { DAY, HOUR } from '../../core/clock.ts';
import { problemText } from '../../core/problems.ts';
import type { RunOutcome } from '../../core/types.ts';
import { oneLine } from '../text.ts';
import { reachOf } from './source-reach.ts';

interface Words {
  title: string;
  reason: string;
}

const MAX_TITLE = 80;
const MAX_ERROR = 240;
const MAX_NAMED = 5;

/** Outcomes with a next step of their own; the others get the general one. */
const STEPS: Partial<Record<RunOutcome, string>> = {
  blocked: 'blocked',
  throttled: 'throttled',
  changed: 'changed',
  gone: 'gone',
  refused: 'refused',
  network: 'unreached',
  timeout: 'unreached',
};

export function brokenWords(input: SourceInput, { id, title, health }: SourceView): Words {
  const { say } = input;
  const source = oneLine(title, MAX_TITLE);
  const until = health.suspendedUntil !== null && health.suspendedUntil > input.now ? health.suspendedUntil : null;
  const step = STEPS[health.recentRuns.at(-1)?.outcome ?? 'broken'] ?? 'other';
  return {
    title: say('rule.source.broken-title', { source }),
    reason: sentences([
      say('rule.source.broken', { source, count: health.consecutiveFailures }),
      health.lastSuccessAt === null
        ? say('rule.source.never')
        : say('rule.source.last-success', { time: timeOf(input, health.lastSuccessAt) }),
      until !== null && say('rule.source.paused', { time: timeOf(input, until) }),
      errorOf(input, health.suspendedReason ?? health.lastError),
      say(`rule.source.do.${step}`, { id }),
    ]),
  };
}

export function silentWords(input: SourceInput, { id, title, yield: found }: SourceView): Words {
  const { say, now, locale } = input;
  const source = oneLine(title, MAX_TITLE);
  const usual = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 }).format(found?.usualPerDay ?? 0);
  const age = ageOf(input, now - (found?.silentSince ?? now));
  return {
    title: say('rule.source.silent-title', { source }),
    reason: sentences([say('rule.source.silent', { source, age, usual }), say('rule.source.do.silent', { id })]),
  };
}

export function partsWords(input: SourceInput, { id, title, dead, feedCount }: SourceView): Words {
  const { say } = input;
  const source = oneLine(title, MAX_TITLE);
  const names = dead.slice(0, MAX_NAMED).map(({ label }) => oneLine(label, MAX_TITLE));
  const list = dead.length > MAX_NAMED ? [...names, '…'] : names;
  return {
    title: say('rule.source.parts-title', { source, count: dead.length, total: feedCount }),
    reason: sentences([
      say('rule.source.parts', { source, count: dead.length, total: feedCount, list: list.join(', ') }),
      errorOf(input, dead[0]?.lastError ?? null),
      say('rule.source.do.parts', { id }),
    ]),
  };
}

export function outageWords(input: SourceInput): Words {
  const { say } = input;
  const { unreached, sinceAt } = reachOf(input);
  const error = unreached.map(({ health }) => health.lastError).find((text) => text !== null) ?? null;
  return {
    title: say('rule.source.outage-title'),
    reason: sentences([
      say('rule.source.outage', { count: unreached.length, time: timeOf(input, sinceAt) }),
      errorOf(input, error),
      say('rule.source.do.outage'),
    ]),
  };
}

function errorOf({ say }: SourceInput, error: string | null): string | null {
  if (!error) return null;
  const told = oneLine(problemText(say, error), MAX_ERROR);
  return say('rule.source.last-error', { error: told.replace(/[.\s]+$/, '') });
}

function sentences(parts: (string | null | false)[]): string {
  return parts.filter((part) => typeof part === 'string').join(' ');
}

/** In hours below two days, then in days. */
function ageOf({ locale }: SourceInput, ms: number): string {
  const [unit, count] = ms < 2 * DAY ? (['hour', ms / HOUR] as const) : (['day', ms / DAY] as const);
  return new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'long' }).format(Math.floor(count));
}

function timeOf({ locale, timeZone }: SourceInput, at: number): string {
  const format = { day: 'numeric', month: 'long', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const;
  return new Intl.DateTimeFormat(locale === 'tr' ? 'tr-TR' : 'en-GB', { timeZone, ...format }).format(at);
}
