// `itibar mentions show`: one mention with its whole text, where it was seen, what was answered, and how it stood before.

import type { JudgedMention } from '../core/ports.ts';
import type { MentionVersion, Resolution } from '../core/types.ts';
import type { Deps } from '../pipeline/deps.ts';
import { fault } from '../pipeline/fault.ts';
import { maskLoose } from '../pipeline/mask.ts';
import { shownResolution, shownSightings, shownVersions } from '../pipeline/shown-mention.ts';
import type { Cli } from './context.ts';
import { maskedParts } from './mention-text.ts';
import { paint, severityText, shorten, table, timeIn } from './ui.ts';

/** Throws 'mention.not-found'. */
export async function showMention(cli: Cli, deps: Deps, id: string, isUnmasked: boolean): Promise<void> {
  const stored = await deps.store.mentions.get(id);
  if (!stored) throw fault(deps, 'mention.not-found');
  const found = maskedMention(stored, isUnmasked);
  const versions = await deps.store.mentions.versions(id);
  cli.out.answer({ ...flatMention(found), versions: shownVersions(versions, isUnmasked) });
  const { mention, judgement } = found;
  const { title, text, sightings } = mention;
  const time = timeIn(deps.config.timeZone);
  const author = mention.author.name ?? mention.author.handle ?? 'author unknown';
  if (title) cli.out.say(paint.bold(title));
  cli.out.say(`${author}, ${mention.siteName ?? mention.sourceId}, ${time(mention.publishedAt ?? mention.seenAt)}`);
  if (judgement)
    cli.out.say(
      `${severityText(judgement.severity.level)}, ${[judgement.sentiment.label, ...typesOf(found)].join(', ')}`,
    );
  if (mention.url) cli.out.say(paint.dim(mention.url));
  cli.out.say(`\n${text}\n`);
  sayOutcome(cli, mention.resolution, time);
  const rows = sightings.map((seen) => [
    seen.sourceId,
    seen.isOriginal ? 'the place itself' : `found${seen.rank === null ? '' : `, result ${seen.rank}`}`,
    time(seen.firstSeenAt),
    time(seen.lastSeenAt),
    shorten(seen.title ?? '', 80),
  ]);
  cli.out.say(table(['source', 'how', 'first seen', 'last seen', 'title there'], rows));
  sayVersions(cli, versions, isUnmasked, time);
}

type Time = ReturnType<typeof timeIn>;

function typesOf({ judgement }: JudgedMention): string[] {
  return judgement?.types.map(({ type }) => type) ?? [];
}

function sayOutcome(cli: Cli, resolution: Resolution | null, time: Time): void {
  if (!resolution) return;
  const { state, answer, answeredAt } = resolution;
  const when = answeredAt === null ? '' : `, ${time(answeredAt)}`;
  cli.out.say(`${paint.bold(state ?? 'answered')}${when}${answer ? `: ${answer}` : ''}\n`);
}

function sayVersions(cli: Cli, versions: readonly MentionVersion[], isUnmasked: boolean, time: Time): void {
  if (versions.length === 0) return;
  const rows = shownVersions(versions, isUnmasked).map(({ seenAt, replacedAt, title, text, resolution }) => [
    time(seenAt),
    time(replacedAt),
    resolution?.state ?? '',
    shorten(title ? `${title} · ${text}` : text, 300),
  ]);
  cli.out.say(`\n${table(['was so from', 'until', 'state', 'how it was'], rows)}`);
}

/** Personal data masked wherever a text is shown. */
export function maskedMention(found: JudgedMention, isUnmasked: boolean): JudgedMention {
  if (isUnmasked) return found;
  const { mention } = found;
  const sightings = mention.sightings.map((seen) => ({ ...seen, title: seen.title && maskLoose(seen.title) }));
  const resolution = shownResolution(mention.resolution);
  return { ...found, mention: { ...mention, ...maskedParts(found), resolution, sightings } };
}

/** What --json and JSON Lines carry; `folded` is only for searching, and what sources said one by one stays inside. */
export function flatMention({ mention, judgement, watchIds }: JudgedMention): object {
  const { folded: _, ...rest } = mention;
  const { findings: __, ...judged } = judgement ?? { findings: [] };
  return { ...rest, sightings: shownSightings(mention, true), watchIds, judgement: judgement ? judged : null };
}
