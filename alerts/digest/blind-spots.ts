// What the digest cannot see: sources without their key, paused, failing, never read, with dead feeds, or silent against
// their usual. Pure.
// Must never leave out a source because it failed for long.

import type { DigestInput } from '../../core/alerting.ts';
import { problemText } from '../../core/problems.ts';
import type { AlertMessage } from '../../core/types.ts';
import { oneLine } from '../text.ts';

type Section = AlertMessage['sections'][number];

const FAILING_FROM = 3;

/** Without a key first, then paused, failing, never read, silent; none at all is the largest blind spot. */
export function blindSpots(input: DigestInput): Section {
  const { say } = input;
  const spots = input.sources
    .map((source) => spotOf(input, source))
    .filter((spot) => spot !== null)
    .sort((a, b) => a.rank - b.rank)
    .map(({ text, detail }) => ({ text, detail, url: null, severity: null }));
  const none = { text: say('digest.blind.none'), detail: say('digest.blind.none-detail'), url: null, severity: null };
  return {
    title: say('digest.blind.title'),
    items: input.sources.length === 0 ? [none] : spots,
    empty: say('digest.blind.empty'),
  };
}

function spotOf(
  input: DigestInput,
  { title, health, missingKeys = [], silentSince = null, dead = [], feedCount = 0 }: DigestInput['sources'][number],
): { rank: number; text: string; detail: string | null } | null {
  const { say } = input;
  const source = oneLine(title, 80);
  if (missingKeys.length > 0) {
    const keys = missingKeys.map((name) => `keys.${name}`).join(', ');
    return { rank: 0, text: say('digest.blind.key', { source }), detail: say('digest.blind.key-detail', { keys }) };
  }
  if (health?.suspendedUntil && health.suspendedUntil > input.now) {
    const until = formatMinute(health.suspendedUntil, input);
    return {
      rank: 1,
      text: say('digest.blind.suspended', { source, until }),
      detail: bounded(input, health.suspendedReason),
    };
  }
  if (health && health.consecutiveFailures >= FAILING_FROM)
    return {
      rank: 2,
      text: say('digest.blind.failing', { source, count: health.consecutiveFailures }),
      detail: bounded(input, health.lastError),
    };
  if (!health?.lastRunAt) return { rank: 3, text: say('digest.blind.never', { source }), detail: null };
  if (dead.length > 0) {
    const names = dead.map((label) => oneLine(label, 80));
    const counts = { source, count: dead.length, total: feedCount };
    return { rank: 3, text: say('digest.blind.parts', counts), detail: oneLine(names.join(', '), 200) };
  }
  if (silentSince === null) return null;
  const since = formatMinute(silentSince, input);
  return { rank: 4, text: say('digest.blind.silent', { source, since }), detail: say('digest.blind.silent-detail') };
}

function bounded({ say }: DigestInput, text: string | null): string | null {
  return text ? oneLine(problemText(say, text), 200) : null;
}

function formatMinute(at: number, input: DigestInput): string {
  return new Intl.DateTimeFormat(input.locale === 'tr' ? 'tr-TR' : 'en-GB', {
    timeZone: input.timeZone,
    day: 'numeric',
    month: 'long',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).format(at);
}
