// A wave: clearly more mentions in the last 60 minutes than is usual for this hour of the week. Negative ones open a
// case; a wave without negative ones is only watched (SEV-4). Must never count back-fill or things published long ago.

import type { Decision, MentionView, Rule, RuleInput } from '../../core/alerting.ts';
import { HOUR, MINUTE } from '../../core/clock.ts';
import type { FindingType, Incident, SeverityLevel } from '../../core/types.ts';
import { growIncident, isFresh, isMuted, isOnlyWatched, leadOf, leadOfMention, SURE } from './rule.ts';
import { type Usual, usualFor } from './usual.ts';

/** Found later than this after publication, a mention tells of a collector that woke up, not of a wave. */
const LATE_MS = 3 * HOUR;

interface Wave extends Usual {
  mentions: MentionView[];
  count: number;
}

export const rule: Rule = {
  id: 'volume',

  evaluate(input) {
    const negative = waveOf(input, 'negative');
    const decisions: (Decision | null)[] = [];
    if (negative.count >= negative.limit) decisions.push(decide(input, 'negative', negative), ...endOfWatched(input));
    else if (!openOf(input, 'negative')) {
      const all = waveOf(input, 'all');
      if (all.count >= all.limit) decisions.push(decide(input, 'all', all));
    }
    return decisions.filter((decision) => decision !== null);
  },

  explain(input) {
    const wave = waveOf(input, 'negative');
    return wave.count >= wave.limit
      ? reasonOf(input, 'negative', wave)
      : input.say('rule.volume.calm', numbers(input, wave));
  },
};

function fingerprint(input: RuleInput, field: 'all' | 'negative'): string {
  return `volume:${field}:${input.brand.id}`;
}

function openOf(input: RuleInput, field: 'all' | 'negative') {
  return input.incidents.find((incident) => incident.fingerprint === fingerprint(input, field));
}

/** Mere volume that has turned negative goes on as the negative wave; nobody should have two cases for one wave. */
function endOfWatched(input: RuleInput): Decision[] {
  const watched = openOf(input, 'all');
  if (watched?.state !== 'open' || !isOnlyWatched(watched)) return [];
  return [{ kind: 'resolve', incidentId: watched.id, reason: input.say('rule.volume.turned') }];
}

function waveOf(input: RuleInput, field: 'all' | 'negative'): Wave {
  // Whoever has closed the negative wave has seen the volume as well.
  const covering = [fingerprint(input, field), fingerprint(input, 'negative')];
  const since = Math.max(
    input.now - HOUR,
    ...input.closed
      .filter((incident) => covering.includes(incident.fingerprint))
      .map((incident) => (incident.resolvedAt ?? 0) + 1),
  );
  const mentions = input.mentions.filter(
    (mention) =>
      mention.seenAt >= since &&
      (field === 'all' || mention.sentiment === 'negative') &&
      isFresh(mention, input.now, LATE_MS) &&
      !isMuted(input, mention.storyId),
  );
  return { mentions, count: mentions.length, ...usualFor(input.hours, field, input.now, input.settings) };
}

function decide(input: RuleInput, field: 'all' | 'negative', wave: Wave): Decision | null {
  const leadType = field === 'negative' ? leadOfWave(wave) : null;
  const severity = field === 'negative' ? severityOf(input, wave) : 4;
  const own = wave.mentions.filter((mention) => !isElsewhere(input, field, mention));
  const more = {
    severity,
    storyIds: storiesOf(own, leadType),
    mentionIds: own
      .slice(0, 50)
      .map((mention) => mention.id)
      .reverse(),
    mentionCount: wave.count,
  };
  const open = openOf(input, field);
  if (open) return growIncident(open, more, input.say);
  return {
    kind: 'open',
    ruleId: rule.id,
    fingerprint: fingerprint(input, field),
    title: titleOf(input, field, leadType),
    reason: reasonOf(input, field, wave),
    leadType,
    ...more,
  };
}

/** The most frequent sure type of the wave when it makes up a fifth; ties go by lead order. */
function leadOfWave(wave: Wave): FindingType | null {
  const counts = new Map<FindingType, number>();
  for (const mention of wave.mentions) {
    const lead = leadOfMention(mention);
    if (lead && lead.confidence >= SURE) counts.set(lead.type, (counts.get(lead.type) ?? 0) + 1);
  }
  const most = Math.max(0, ...counts.values());
  if (most < wave.count / 5) return null;
  return leadOf([...counts].filter(([, count]) => count === most).map(([type]) => type));
}

/** The mention's story has an incident of its own: counted in the wave, but not claimed by it. */
function isElsewhere(input: RuleInput, field: 'all' | 'negative', mention: MentionView): boolean {
  const wave = openOf(input, field);
  const isOther = (incident: Incident) => incident !== wave && !isOnlyWatched(incident);
  return input.incidents.some((incident) => isOther(incident) && incident.storyIds.includes(mention.storyId));
}

/** Stories that make the wave: with two mentions or more in it, or of its lead type; largest first, at most 20. */
function storiesOf(mentions: readonly MentionView[], leadType: FindingType | null): string[] {
  const counts = new Map<string, number>();
  const isLead = new Set<string>();
  for (const mention of mentions) {
    counts.set(mention.storyId, (counts.get(mention.storyId) ?? 0) + 1);
    if (leadType && leadOfMention(mention)?.type === leadType) isLead.add(mention.storyId);
  }
  return [...counts]
    .filter(([id, count]) => count >= 2 || isLead.has(id))
    .sort((a, b) => b[1] - a[1])
    .slice(0, 20)
    .map(([id]) => id);
}

/**
 * SEV-3; three times the limit is SEV-2; that, ten times minVolume, two channels and a doubling within the half hour
 * is SEV-1 (product: "two channel kinds and volume doubling within the hour").
 */
function severityOf(input: RuleInput, wave: Wave): SeverityLevel {
  if (wave.count < 3 * wave.limit) return 3;
  const isHuge = wave.count >= 10 * input.settings.minVolume && channelsOf(wave).length >= 2;
  return isHuge && isDoubling(input, wave) ? 1 : 2;
}

function isDoubling(input: RuleInput, wave: Wave): boolean {
  const late = wave.mentions.filter((mention) => mention.seenAt >= input.now - 30 * MINUTE).length;
  return late >= 2 * Math.max(1, wave.count - late);
}

/** Channels with at least a tenth of the wave. */
function channelsOf(wave: Wave): string[] {
  const counts = new Map<string, number>();
  for (const { channel } of wave.mentions) counts.set(channel, (counts.get(channel) ?? 0) + 1);
  return [...counts]
    .filter(([, count]) => count * 10 >= wave.count)
    .sort((a, b) => b[1] - a[1])
    .map(([id]) => id);
}

function numbers(input: RuleInput, wave: Wave): Record<string, string> {
  const format = new Intl.NumberFormat(input.settings.locale, { maximumFractionDigits: 1 });
  return { count: format.format(wave.count), usual: format.format(wave.usual), limit: format.format(wave.limit) };
}

function titleOf(input: RuleInput, field: 'all' | 'negative', leadType: FindingType | null): string {
  if (field === 'all') return input.say('rule.volume.title-all');
  if (!leadType) return input.say('rule.volume.title');
  return input.say('rule.volume.title-type', { type: input.say(`type.${leadType}`) });
}

function reasonOf(input: RuleInput, field: 'all' | 'negative', wave: Wave): string {
  const { say } = input;
  const channels = channelsOf(wave).map((channel) => say(`channel.${channel}`));
  const parts = [
    say(`rule.volume.${field}`, numbers(input, wave)),
    channels.length > 0 && say('rule.volume.channels', { channels: channels.join(', ') }),
    field === 'negative' && severityOf(input, wave) === 1 && say('rule.volume.doubling'),
    wave.days < 7 && say('rule.volume.short', { days: wave.days }),
  ];
  return parts.filter((part) => typeof part === 'string').join(' ');
}
