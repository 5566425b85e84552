// Mentions that are brought to us: signed webhooks and imports. They enter where fetched ones do, at mentions.add(),
// and go the same way from there. Safe to repeat: what is known is counted, and analysed again only when it was changed.

import { toMention } from '../core/mention.ts';
import { compileQueries } from '../core/text/match.ts';
import type { Channel, Mention, MentionHit, RawMention, Watch } from '../core/types.ts';
import type { Deps } from './deps.ts';
import { fault } from './fault.ts';

const BATCH = 500;
const ANALYZE_CHUNK = 100;

export interface IngestInput {
  sourceId: string;
  /** For items that name no channel of their own. */
  channel: Channel;
  raws: readonly RawMention[];
  brandId: string;
  /** Old material: counted, but raises no alert. */
  isBackfill: boolean;
}

export interface Ingested {
  addedIds: string[];
  knownCount: number;
  /** Positions in `raws` in which there was nothing to read. */
  unreadable: number[];
}

/**
 * Links every item to the brand's watches whose query it matches; the brand's own channels speak of it even when they do
 * not name it, so an item that matches none goes to the company and brand watches, or to the first one.
 * Throws 'ingest.invalid' when the brand has no watch.
 */
export async function ingest(deps: Deps, input: IngestInput): Promise<Ingested> {
  const watches = await deps.store.watches.list(input.brandId);
  const link = linker(deps, watches);
  const result: Ingested = { addedIds: [], knownCount: 0, unreadable: [] };
  for (let from = 0; from < input.raws.length; from += BATCH) {
    const hits = readBatch(deps, input, from, link, result.unreadable);
    const { addedIds, changedIds, knownCount } = await deps.store.mentions.add(hits);
    result.knownCount += knownCount;
    for (const id of addedIds) result.addedIds.push(id);
    await announce(deps, input, [...addedIds, ...changedIds]);
  }
  return result;
}

function readBatch(
  deps: Deps,
  input: IngestInput,
  from: number,
  link: (mention: Mention) => string[],
  unreadable: number[],
): MentionHit[] {
  const { sourceId, channel, isBackfill } = input;
  const facts = { sourceId, channel, isBackfill, seenAt: deps.clock.now() };
  const hits: MentionHit[] = [];
  for (const [index, raw] of input.raws.slice(from, from + BATCH).entries()) {
    const mention = toMention(raw, facts);
    if (mention) hits.push({ mention, watchIds: link(mention) });
    else unreadable.push(from + index);
  }
  return hits;
}

/** Which watches a mention belongs to. */
function linker(deps: Deps, watches: readonly Watch[]): (mention: Mention) => string[] {
  const own = watches.filter(({ kind }) => kind === 'company' || kind === 'brand');
  const fallback = (own.length > 0 ? own : watches.slice(0, 1)).map(({ id }) => id);
  if (fallback.length === 0) throw fault(deps, 'ingest.invalid');
  const matcher = compileQueries(watches);
  return ({ title, text, url, author, language, channel }) => {
    const found = matcher.match({ title, text, url, authorHandle: author.handle, language, channel });
    return found.length > 0 ? found.map(({ id }) => id) : fallback;
  };
}

/** A crash before this loses nothing: unjudged mentions are found again at the start. */
async function announce(deps: Deps, input: IngestInput, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  const priority = input.isBackfill ? -5 : 0;
  for (let from = 0; from < ids.length; from += ANALYZE_CHUNK)
    await deps.queue.enqueue('analyze', { mentionIds: ids.slice(from, from + ANALYZE_CHUNK) }, { priority });
  deps.events.emit({ kind: 'mentions', brandId: input.brandId, count: ids.length });
}
