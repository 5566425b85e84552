// Lists of stories. Facts are filtered inside one index; watch and words are asked of the members, or, where they leave
// little, their stories are collected first. Every way gives the same list.

import type { Page, StoryFilter } from '../../core/ports.ts';
import { CLAIMS, type Story } from '../../core/types.ts';
import { CHANNEL_BITS, SENTIMENT_BITS, typeBit } from './codes.ts';
import type { Connection } from './connection.ts';
import { type Position, pageOf, pageSize, readCursor } from './cursor.ts';
import { hasManyLinks } from './mention-list.ts';
import { planSearch, type SearchPlan } from './search.ts';
import { type StoryRow, toStory } from './story-facts.ts';

interface Query {
  from: string;
  where: string[];
  params: Record<string, unknown>;
}

export function listStories(
  c: Connection,
  filter: StoryFilter,
  page: { limit: number; cursor?: string | null },
): Page<Story> {
  const size = pageSize(page.limit);
  const position = readCursor(page.cursor);
  const isBySize = filter.sort === 'size';
  const query = queryOf(c, filter);
  if (!query) return { items: [], nextCursor: null };
  const column = isBySize ? 's.mention_count' : 's.last_at';
  if (position) query.where.push(`(${column}, s.n) < (@value, @n)`);
  const text = `SELECT s.* FROM ${query.from} WHERE ${query.where.join(' AND ')}
    ORDER BY ${column} DESC, s.n DESC LIMIT @limit`;
  const params = { ...query.params, value: position?.[0], n: position?.[1], limit: size + 1 };
  return pageOf(
    c.rows<StoryRow>(text, params),
    size,
    (row): Position => [isBySize ? row.mention_count : row.last_at, row.n],
    (rows) => rows.map((row) => toStory(c, row)),
  );
}

/** Null when nothing can be found. */
function queryOf(c: Connection, filter: StoryFilter): Query | null {
  const query: Query = { from: '', where: ['true'], params: {} };
  const plan = planSearch(c, filter.search);
  if (plan.kind === 'nothing') return null;
  filterFacts(c, filter, query);
  const watchN = filter.watchId === undefined ? null : watchOf(c, filter.watchId);
  if (watchN === -1) return null;
  choose(c, filter, plan, watchN, query);
  return query;
}

/** -1 when it is not there. */
function watchOf(c: Connection, id: string): number {
  return c.row<{ n: number }>('SELECT n FROM watches WHERE id = ?', id)?.n ?? -1;
}

function filterFacts(c: Connection, filter: StoryFilter, { where, params }: Query): void {
  const add = (condition: string, more: Record<string, unknown>) => {
    where.push(condition);
    Object.assign(params, more);
  };
  const { brandId, states, channel, type, sentiment, maxSeverity, claim, sourceId, since } = filter;
  if (brandId !== undefined) add('s.brand_n = @brand', { brand: c.names.find(brandId) ?? -1 });
  if (states?.length === 1) add('s.state = @state', { state: states[0] });
  else if (states) add('s.state IN (SELECT value FROM json_each(@states))', { states: JSON.stringify(states) });
  if (channel !== undefined) add('s.channels & @channel <> 0', { channel: CHANNEL_BITS[channel] });
  if (type !== undefined) add('s.types & @type <> 0', { type: typeBit(type) });
  if (sentiment !== undefined) add('s.sentiments & @sentiment <> 0', { sentiment: SENTIMENT_BITS[sentiment] });
  if (maxSeverity !== undefined) add('s.severity <= @severity', { severity: maxSeverity });
  if (claim !== undefined)
    add('s.n IN (SELECT k.story_n FROM cases k INDEXED BY cases_claim WHERE k.claim > 0 AND k.claim = @claim)', {
      claim: CLAIMS.indexOf(claim),
    });
  if (sourceId !== undefined) add('instr(s.sources, @source) > 0', { source: JSON.stringify(sourceId) });
  if (since !== undefined) add('s.last_at >= @since', { since });
}

/** From where the stories are taken, and what is then asked of their members. */
function choose(c: Connection, filter: StoryFilter, plan: SearchPlan, watchN: number | null, query: Query): void {
  const { where, params } = query;
  // The largest of a time are few enough to be sorted; the largest of all stand in an index.
  const index = filter.sort === 'size' && filter.since === undefined ? 'stories_size' : 'stories_recent';
  query.from = `stories s INDEXED BY ${index}`;
  const isWatchCollected = plan.kind !== 'few' && watchN !== null && !hasManyLinks(c, watchN);
  if (plan.kind === 'few') {
    const check = plan.isExact ? '' : 'AND found((SELECT m.folded FROM mentions m WHERE m.n = f.n), @terms)';
    Object.assign(params, { match: plan.match, ...(plan.isExact ? {} : { terms: plan.terms }) });
    collect(
      query,
      `(SELECT rowid AS n FROM search WHERE search MATCH @match) f
         CROSS JOIN cases k INDEXED BY cases_mention ON k.mention_n = f.n ${check}`,
    );
  } else if (isWatchCollected) {
    collect(
      query,
      'links l CROSS JOIN cases k ON k.seen_at = l.seen_at AND k.mention_n = l.mention_n AND l.watch_n = @watch',
    );
  }
  if (watchN !== null) {
    params.watch = watchN;
    if (!isWatchCollected)
      where.push(
        `EXISTS (SELECT 1 FROM cases k JOIN links l ON l.mention_n = k.mention_n AND l.watch_n = @watch
         WHERE k.story_n = s.n)`,
      );
  }
  if (plan.kind === 'many') {
    params.terms = plan.terms;
    where.push(
      `EXISTS (SELECT 1 FROM cases k JOIN mentions m ON m.n = k.mention_n WHERE k.story_n = s.n AND found(m.folded, @terms))`,
    );
  }
}

function collect(query: Query, members: string): void {
  query.from = `(SELECT DISTINCT k.story_n AS n FROM ${members} WHERE k.story_n IS NOT NULL) d
    CROSS JOIN stories s ON s.n = d.n`;
}
