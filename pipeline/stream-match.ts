// From the items of a stream to mentions and the watches they belong to: one automaton over the queries of all that listen.
// Must never let one bad item lose the others.

import { DAY } from '../core/clock.ts';
import { toMention } from '../core/mention.ts';
import type { Log, SourceManifest } from '../core/ports.ts';
import { compileQueries } from '../core/text/match.ts';
import type { Mention, MentionHit, RawMention, Watch } from '../core/types.ts';
import type { StreamUse } from './stream-state.ts';

export interface Listener extends StreamUse {
  watch: Watch;
  subscriptionId: string;
}

export type StreamMatch = (raws: readonly RawMention[], seenAt: number) => MentionHit[];

export function createMatch(manifest: SourceManifest, listeners: readonly Listener[], log: Log): StreamMatch {
  const watches = new Map(listeners.map(({ watch }) => [watch.id, watch]));
  const matcher = compileQueries([...watches.values()]);
  for (const { id: watchId, error } of matcher.errors)
    log.warn({ watchId, problem: error.message }, 'a query cannot be read');
  const subjects = listeners.filter(({ stream }) => stream.concerns !== undefined);
  const matched = (raw: RawMention, mention: Mention): string[] => {
    const { title, text, url, author, language, channel } = mention;
    const found = matcher.match({ title, text, url, authorHandle: author.handle, language, channel });
    const meant = subjects.filter(({ stream, params }) => stream.concerns?.(raw, params));
    return [...new Set([...found.map(({ id }) => id), ...meant.map(({ watch }) => watch.id)])];
  };
  return (raws, seenAt) => {
    const hits = new Map<string, MentionHit>();
    for (const raw of raws) {
      try {
        const facts = { sourceId: manifest.id, channel: manifest.channel, seenAt, isBackfill: false };
        const mention = toMention(raw, facts);
        const watchIds = mention ? matched(raw, mention) : [];
        if (!mention || watchIds.length === 0 || hits.has(mention.key)) continue;
        const isBackfill = watchIds.every((id) => isOld(mention, watches.get(id)));
        hits.set(mention.key, { mention: { ...mention, isBackfill }, watchIds });
      } catch (error) {
        log.warn({ sourceId: manifest.id, error }, 'an item could not be read; the others go on');
      }
    }
    return [...hits.values()];
  };
}

/** A stream that is taken up again also tells what was before the watch: that never rings. */
function isOld({ publishedAt }: Mention, watch: Watch | undefined): boolean {
  return publishedAt !== null && watch !== undefined && publishedAt < watch.createdAt - DAY;
}
