// Pages in searches with what is known of them: whether one is the brand's own, or speaks against it, told by the mention that
// was stored when it first showed. Reads only. Must never call a page negative that was judged to be about somebody else.

import type { PageView } from '../core/alerting.ts';
import { DAY } from '../core/clock.ts';
import { isComplaintSite } from '../core/complaint-sites.ts';
import { derivedId } from '../core/id.ts';
import { hasEntered, hasRisen } from '../core/positions.ts';
import {
  type Brand,
  type FindingType,
  type Incident,
  type Judgement,
  LEAD_ORDER,
  type Position,
  THREAT_TYPES,
} from '../core/types.ts';
import { hostOf, registrableDomain } from '../core/url.ts';
import type { Deps } from './deps.ts';

/** A daily row may be two days old, and a page counts as gone after one more. */
const WINDOW_MS = 4 * DAY;
/** Labels below this do not make a page negative by themselves. */
const SURE = 0.6;

/** The mention of a page, whichever source told of it first: see identityOf in core/mention.ts. */
export function mentionIdOf({ url }: Pick<Position, 'url'>): string {
  return derivedId('men', `url:${url}`);
}

export type PageFacts = Pick<PageView, 'mark' | 'leadType' | 'isDangerous' | 'storyId'>;

export function factsOf(brand: Brand, url: string, judgement: Judgement | null): PageFacts {
  const storyId = judgement?.storyId ?? null;
  const harmless = { leadType: null, isDangerous: false, storyId };
  if (isOwn(brand, url)) return { mark: 'own', ...harmless };
  if (judgement?.relevance?.isBrand === false) return { mark: 'neutral', ...harmless };
  const threats = (judgement?.types ?? []).filter(
    ({ type, confidence }) => confidence >= SURE && THREAT_TYPES.includes(type),
  );
  const present = new Set<FindingType>(threats.map(({ type }) => type));
  const leadType = [...LEAD_ORDER, ...THREAT_TYPES].find((type) => present.has(type)) ?? null;
  const isNegative = leadType !== null || judgement?.sentiment.label === 'negative' || isComplaintSite(url);
  if (!isNegative) return { mark: 'neutral', ...harmless };
  return { mark: 'negative', leadType, isDangerous: leadType !== null && LEAD_ORDER.includes(leadType), storyId };
}

function isOwn({ domains }: Brand, url: string): boolean {
  const domain = registrableDomain(url);
  return domain !== null && domains.some((own) => registrableDomain(own) === domain);
}

/** Pages of which the rules have to know: what came or rose within days, and what an open case is about. */
export async function changedPages(deps: Deps, brand: Brand, open: readonly Incident[]): Promise<PageView[]> {
  const rows = await deps.store.positions.list({ brandId: brand.id, since: deps.clock.now() - WINDOW_MS });
  const cases = open.filter(({ ruleId }) => ruleId === 'search-page');
  const isInCase = (row: Position) =>
    cases.some(
      ({ fingerprint, mentionIds }) =>
        fingerprint === `search:${derivedId('pg', row.url)}` || mentionIds.includes(mentionIdOf(row)),
    );
  const byPage = groupBy(rows, ({ url }) => url);
  const pages: PageView[] = [];
  for (const [url, own] of byPage) {
    if (!own.some((row) => hasEntered(row) || hasRisen(row) || isInCase(row))) continue;
    pages.push(await viewOf(deps, brand, url, own));
  }
  return pages;
}

async function viewOf(deps: Deps, brand: Brand, url: string, rows: readonly Position[]): Promise<PageView> {
  const searches = groupBy(rows, ({ watchId, sourceId, query }) => [watchId, sourceId, query].join('\u001f'));
  const mentionId = mentionIdOf({ url });
  return {
    url,
    host: hostOf(url) ?? url,
    title: rows.findLast(({ title }) => title !== null)?.title ?? null,
    mentionId,
    ...factsOf(brand, url, await deps.store.judgements.get(mentionId, brand.id)),
    searches: [...searches.values()].map((own) => ({
      engine: deps.sources.get(own[0]?.sourceId ?? '')?.manifest.title ?? own[0]?.sourceId ?? '',
      rows: own,
    })),
  };
}

export function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return groups;
}
