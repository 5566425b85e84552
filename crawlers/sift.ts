// From what a source gave to what is kept: mentions made, the watch's query applied, old items marked as back-fill.
// Must never let one bad item lose the others.

import { DAY } from '../core/clock.ts';
import { toMention } from '../core/mention.ts';
import type { Log, SourceManifest } from '../core/ports.ts';
import { joinInRun } from '../core/sightings.ts';
import type { Matcher } from '../core/text/match.ts';
import type { Mention, MentionHit, RawMention, Watch } from '../core/types.ts';

export interface SiftParts {
  manifest: SourceManifest;
  watch: Watch;
  /** null when the source was asked for just this brand. */
  matcher: Matcher | null;
  /** True until a run of the subscription has ended well. */
  isFirstRun: boolean;
  seenAt: number;
  log: Log;
}

export interface Sifted {
  hits: MentionHit[];
  /** Items in which there was nothing to read. */
  unreadableCount: number;
}

export function sift(raws: readonly RawMention[], parts: SiftParts): Sifted {
  const hits = new Map<string, MentionHit>();
  let unreadableCount = 0;
  for (const raw of raws) {
    const mention = make(raw, parts);
    const known = mention && hits.get(mention.key);
    if (mention === null) unreadableCount += 1;
    else if (known) known.mention = { ...joinInRun(known.mention, mention), isBackfill: known.mention.isBackfill };
    else if (isWanted(mention, parts))
      hits.set(mention.key, {
        mention: { ...mention, isBackfill: isBackfill(mention, parts) },
        watchIds: [parts.watch.id],
      });
  }
  return { hits: [...hits.values()], unreadableCount };
}

function make(raw: RawMention, parts: SiftParts): Mention | null {
  const { id: sourceId, channel, isAggregator = false } = parts.manifest;
  try {
    return toMention(raw, { sourceId, channel, isAggregator, seenAt: parts.seenAt, isBackfill: false });
  } catch (error) {
    parts.log.warn({ sourceId, error }, 'an item could not be read; the others go on');
    return null;
  }
}

function isWanted(mention: Mention, { matcher, manifest, log }: SiftParts): boolean {
  if (matcher === null) return true;
  const { title, text, url, author, language, channel } = mention;
  try {
    return matcher.match({ title, text, url, authorHandle: author.handle, language, channel }).matched;
  } catch (error) {
    log.warn({ sourceId: manifest.id, mentionId: mention.id, error }, 'an item could not be matched; the others go on');
    return false;
  }
}

/**
 * Old news must never ring: on the first run everything older than a day and everything without a date; later what is
 * more than a day older than the watch itself.
 */
function isBackfill(mention: Mention, { watch, isFirstRun, seenAt }: SiftParts): boolean {
  if (mention.publishedAt === null) return isFirstRun;
  if (isFirstRun && mention.publishedAt < seenAt - DAY) return true;
  return mention.publishedAt < watch.createdAt - DAY;
}
