// Lists of mentions, newest seen first. Some ways to walk, chosen by what is asked: a story's members, the hits of a rare
// word, what names it, checked claims, a watch's links, severe cases, or all cases in order of time. Every way gives the same list.

import { entityKeys } from '../../core/entities.ts';
import type { JudgedMention, MentionFilter, Page } from '../../core/ports.ts';
import { CLAIMS } from '../../core/types.ts';
import { CHANNEL_BITS, SENTIMENT_BITS, typeBit } from './codes.ts';
import type { Connection } from './connection.ts';
import { pageOf, pageSize, readCursor } from './cursor.ts';
import { MENTION_ROWS, type MentionRow, toJudged } from './mention-rows.ts';
import { planSearch, type SearchPlan } from './search.ts';

interface CaseRow {
  seen_at: number;
  mention_n: number;
  judgement_n: number | null;
}

/** A watch with more links than this is not walked when other filters may leave little of it. */
export const MANY_LINKS = 20_000;

/** Newest seen first; of a mention that several brands' judgements would show, the most severe one. */
export function listMentions(
  c: Connection,
  filter: MentionFilter,
  page: { limit: number; cursor?: string | null },
): Page<JudgedMention> {
  const size = pageSize(page.limit);
  const position = readCursor(page.cursor);
  const query = new CaseQuery(c, filter);
  if (query.isEmpty) return { items: [], nextCursor: null };
  if (position) query.after(position);
  return pageOf(
    query.rows(size + 1),
    size,
    (row) => [row.seen_at, row.mention_n],
    (shown) =>
      shown.flatMap(({ mention_n, judgement_n }) => {
        const row = c.row<MentionRow>(`${MENTION_ROWS} WHERE m.n = ?`, mention_n);
        return row ? [toJudged(c, row, judgement_n)] : [];
      }),
  );
}

const OF_WATCH = 'EXISTS (SELECT 1 FROM links l WHERE l.mention_n = k.mention_n AND l.watch_n = @watch)';

/** `k` is always the case; `time` names the table whose index is walked. */
class CaseQuery {
  readonly #c: Connection;
  readonly #where: string[] = [];
  readonly #params: Record<string, unknown> = {};
  #from = 'cases k';
  #time = 'k';
  #isOneBrand = false;
  isEmpty = false;

  constructor(c: Connection, filter: MentionFilter) {
    this.#c = c;
    const plan = planSearch(c, filter.search);
    if (plan.kind === 'nothing') this.isEmpty = true;
    this.#choose(filter, plan);
    this.#filterBrand(filter.brandId);
    this.#filterFacts(filter);
    this.#search(plan);
    if (filter.since !== undefined) this.#add(`${this.#time}.seen_at >= @since`, { since: filter.since });
    if (filter.until !== undefined) this.#add(`${this.#time}.seen_at < @until`, { until: filter.until });
  }

  after([at, n]: [number, number]): void {
    this.#add(`(${this.#time}.seen_at, ${this.#time}.mention_n) < (@at, @n)`, { at, n });
  }

  /** At most `count` mentions, each once. */
  rows(count: number): CaseRow[] {
    const order = `${this.#time}.seen_at DESC, ${this.#time}.mention_n DESC`;
    const text = `SELECT k.seen_at, k.mention_n, k.judgement_n FROM ${this.#from}
      WHERE ${this.#where.join(' AND ') || 'true'}
      ORDER BY ${order}${this.#isOneBrand ? '' : ', k.severity, k.brand_n'} LIMIT @limit`;
    if (this.#isOneBrand) return this.#c.rows<CaseRow>(text, { ...this.#params, limit: count });
    const brandCount = this.#c.row<{ n: number }>('SELECT count(*) AS n FROM brands')?.n ?? 0;
    const rows = this.#c.rows<CaseRow>(text, { ...this.#params, limit: count * Math.max(1, brandCount) });
    return rows.filter((row, index) => row.mention_n !== rows[index - 1]?.mention_n).slice(0, count);
  }

  #add(condition: string, params: Record<string, unknown> = {}): void {
    this.#where.push(condition);
    Object.assign(this.#params, params);
  }

  #choose(filter: MentionFilter, plan: SearchPlan): void {
    const watch = this.#watch(filter.watchId);
    if (filter.storyId !== undefined) {
      const text = 'SELECT n FROM stories WHERE id = ?';
      this.#from = 'cases k INDEXED BY cases_story';
      this.#add('k.story_n = @story', { story: this.#c.row<{ n: number }>(text, filter.storyId)?.n ?? -1 });
      this.#isOneBrand = true;
    } else if (plan.kind === 'few') {
      this.#from = `(SELECT rowid AS n FROM search WHERE search MATCH @match) f
        CROSS JOIN cases k INDEXED BY cases_mention ON k.mention_n = f.n`;
      this.#add('true', { match: plan.match });
    } else if (filter.entity !== undefined) {
      this.#walkNamed(this.#entityNumbers(filter.entity));
      if (watch) this.#add(OF_WATCH);
      return;
    } else if (filter.claim !== undefined && filter.claim !== 'unverified') {
      this.#from = 'cases k INDEXED BY cases_claim';
      this.#add('k.claim > 0');
    } else if (watch && !this.#isBetterWalked(filter, watch.n)) {
      this.#from = `links l INDEXED BY links_watch CROSS JOIN cases k ON k.seen_at = l.seen_at AND k.mention_n = l.mention_n`;
      this.#time = 'l';
      this.#add('l.watch_n = @watch');
      return;
    } else if (filter.maxSeverity !== undefined && filter.maxSeverity <= 2) {
      this.#from = 'cases k INDEXED BY cases_severe';
      this.#add('k.severity <= 2');
    }
    if (watch) this.#add(OF_WATCH);
    if (filter.entity !== undefined)
      this.#add(
        `EXISTS (SELECT 1 FROM named e WHERE e.mention_n = k.mention_n AND e.brand_n = k.brand_n
           AND e.key_n IN (SELECT value FROM json_each(@entities)))`,
        { entities: JSON.stringify(this.#entityNumbers(filter.entity)) },
      );
  }

  /** Of the keys that are meant those that were ever given; mostly there is one. */
  #entityNumbers(entity: string): number[] {
    const numbers = entityKeys(entity).flatMap((key) => this.#c.names.find(key) ?? []);
    if (numbers.length === 0) this.isEmpty = true;
    return numbers;
  }

  #walkNamed([first, ...others]: readonly number[]): void {
    const isOne = others.length === 0;
    const some =
      '(SELECT DISTINCT seen_at, mention_n, brand_n FROM named WHERE key_n IN (SELECT value FROM json_each(@keys)))';
    this.#from = `${isOne ? 'named' : some} e
      CROSS JOIN cases k ON k.seen_at = e.seen_at AND k.mention_n = e.mention_n AND k.brand_n = e.brand_n`;
    this.#time = 'e';
    if (isOne) this.#add('e.key_n = @key', { key: first ?? -1 });
    else this.#add('true', { keys: JSON.stringify([first, ...others]) });
  }

  /** Null when no watch is asked for; a removed one finds nothing. */
  #watch(id: string | undefined): { n: number } | null {
    if (id === undefined) return null;
    const watch = this.#c.row<{ n: number; brand_n: number }>('SELECT n, brand_n FROM watches WHERE id = ?', id);
    if (!watch) this.isEmpty = true;
    this.#isOneBrand = true;
    this.#add('+k.brand_n = @watchBrand', { watch: watch?.n ?? -1, watchBrand: watch?.brand_n ?? -1 });
    return watch;
  }

  #isBetterWalked({ sentiment, type, channel, sourceId, maxSeverity, search }: MentionFilter, watchN: number): boolean {
    const isNarrow = [sentiment, type, channel, sourceId, maxSeverity, search].some((value) => value !== undefined);
    return isNarrow && hasManyLinks(this.#c, watchN);
  }

  #filterBrand(brandId: string | undefined): void {
    if (brandId === undefined) return;
    this.#isOneBrand = true;
    this.#add('+k.brand_n = @brand', { brand: this.#c.names.find(brandId) ?? -1 });
  }

  #filterFacts({ sourceId, channel, sentiment, type, maxSeverity, claim }: MentionFilter): void {
    if (sourceId !== undefined) this.#add('k.source_n = @source', { source: this.#c.names.find(sourceId) ?? -1 });
    if (channel !== undefined) this.#add('k.channel = @channel', { channel: CHANNEL_BITS[channel] });
    if (sentiment !== undefined) this.#add('k.sentiment = @sentiment', { sentiment: SENTIMENT_BITS[sentiment] });
    if (type !== undefined) this.#add('k.types & @type <> 0', { type: typeBit(type) });
    if (maxSeverity !== undefined) this.#add('k.severity <= @severity', { severity: maxSeverity });
    if (claim !== undefined)
      this.#add('k.claim = @claim AND k.judgement_n IS NOT NULL', { claim: CLAIMS.indexOf(claim) });
  }

  #search(plan: SearchPlan): void {
    const isSure = plan.kind === 'few' && plan.isExact && this.#params.match !== undefined;
    if ((plan.kind !== 'few' && plan.kind !== 'many') || isSure) return;
    this.#add('found((SELECT m.folded FROM mentions m WHERE m.n = k.mention_n), @terms)', { terms: plan.terms });
  }
}

export function hasManyLinks(c: Connection, watchN: number): boolean {
  const text = `SELECT count(*) AS n FROM (SELECT 1 FROM links WHERE watch_n = ? LIMIT ${MANY_LINKS + 1})`;
  return (c.row<{ n: number }>(text, watchN)?.n ?? 0) > MANY_LINKS;
}
