// A brand's lists of products, sellers, branches, people and competitors: changed line by line or from a file, and counted:
// which branch, product or town is talked about, against the week before. Reads rollups, never mentions.

import { DAY } from '../core/clock.ts';
import { MOST_ENTITIES, readEntityValue } from '../core/entities.ts';
import { fold } from '../core/text/fold.ts';
import type { Brand, BrandEntity, EntityKind, ListedKind, RollupDimension } from '../core/types.ts';
import { audit } from './audit.ts';
import type { Deps } from './deps.ts';
import { fault } from './fault.ts';
import { type Scope, scopeOf } from './today-counts.ts';

const keyOf = ({ kind, name }: Pick<BrandEntity, 'kind' | 'name'>) => `${kind} ${fold(name)}`;

/** Trimmed, each name once in its kind with the other names of all its lines. Throws 'brand.entities.conflict'. */
export function tidyEntities(deps: Pick<Deps, 't'>, entities: readonly BrandEntity[]): BrandEntity[] {
  const found = new Map<string, BrandEntity>();
  for (const { kind, name, aliases } of entities) {
    const trimmed = name.trim();
    if (trimmed === '') continue;
    const known = found.get(keyOf({ kind, name: trimmed })) ?? { kind, name: trimmed, aliases: [] };
    const others = aliases
      .map((alias) => alias.trim())
      .filter((alias) => alias !== '' && fold(alias) !== fold(trimmed));
    found.set(keyOf(known), { ...known, aliases: [...new Set([...known.aliases, ...others])] });
  }
  if (found.size > MOST_ENTITIES) throw fault(deps, 'brand.entities.conflict', { most: MOST_ENTITIES });
  return [...found.values()];
}

/** Adds lines, or other names to lines that are there. Throws 'brand.not-found' and 'brand.entities.conflict'. */
export async function addEntities(
  deps: Deps,
  brandId: string,
  entities: readonly BrandEntity[],
  by: string,
): Promise<{ brand: Brand; addedCount: number }> {
  const before = await brandOf(deps, brandId);
  const known = before.entities ?? [];
  const changed: Brand = { ...before, entities: tidyEntities(deps, [...known, ...entities]) };
  await deps.store.brands.put(changed);
  const addedCount = (changed.entities ?? []).length - known.length;
  await audit(deps, by, 'brand.entities.added', brandId, { count: addedCount });
  return { brand: changed, addedCount };
}

/** Removes the lines of the name, of one kind or of any. Returns those that were there. Throws 'brand.not-found'. */
export async function removeEntity(
  deps: Deps,
  brandId: string,
  wanted: { kind: ListedKind | null; name: string },
  by: string,
): Promise<BrandEntity[]> {
  const before = await brandOf(deps, brandId);
  const isMeant = ({ kind, name }: BrandEntity) =>
    fold(name) === fold(wanted.name) && (wanted.kind === null || kind === wanted.kind);
  const removed = (before.entities ?? []).filter(isMeant);
  if (removed.length === 0) return [];
  await deps.store.brands.put({ ...before, entities: (before.entities ?? []).filter((one) => !isMeant(one)) });
  await audit(deps, by, 'brand.entities.removed', brandId, { count: removed.length });
  return removed;
}

async function brandOf(deps: Deps, id: string): Promise<Brand> {
  const brand = await deps.store.brands.get(id);
  if (!brand) throw fault(deps, 'brand.not-found');
  return brand;
}

// ------------------------------------------------------------------ counts

export interface EntityCount {
  kind: EntityKind;
  name: string;
  /** Mentions of the last seven days and of the seven before; of these the negative ones. */
  count: number;
  previous: number;
  negative: number;
  negativePrevious: number;
}

export interface EntityTable {
  items: EntityCount[];
  /** Names that are not among the items, put together. */
  others: { nameCount: number; count: number; previous: number };
}

const WINDOW = 7 * DAY;
const MOST_SHOWN = 200;

/** The most talked about first, at most 200; a mention counts in the hour it happened. */
export async function entityTable(
  deps: Deps,
  asked: { brandId: string | null; kind: EntityKind | null },
): Promise<EntityTable> {
  const scope = await scopeOf(deps, asked.brandId);
  const now = deps.clock.now();
  const read = (dimension: RollupDimension, to: number) => sums(deps, scope, dimension, to - WINDOW, to);
  const [count, previous] = [await read('entity', now + 1), await read('entity', now + 1 - WINDOW)];
  const negative = await read('entity-negative', now + 1);
  const negativePrevious = await read('entity-negative', now + 1 - WINDOW);
  const items = [...new Set([...count.keys(), ...previous.keys()])].flatMap((value): EntityCount[] => {
    const entity = readEntityValue(value);
    if (!entity || (asked.kind !== null && entity.kind !== asked.kind)) return [];
    const of = (counts: ReadonlyMap<string, number>) => counts.get(value) ?? 0;
    return [
      {
        ...entity,
        ...{ count: of(count), previous: of(previous) },
        ...{ negative: of(negative), negativePrevious: of(negativePrevious) },
      },
    ];
  });
  items.sort((a, b) => b.count - a.count || b.previous - a.previous || (a.name < b.name ? -1 : 1));
  const rest = items.splice(MOST_SHOWN);
  const total = (field: 'count' | 'previous') => rest.reduce((sum, one) => sum + one[field], 0);
  return { items, others: { nameCount: rest.length, count: total('count'), previous: total('previous') } };
}

async function sums(deps: Deps, scope: Scope, dimension: RollupDimension, from: number, to: number) {
  const { watchIds } = scope;
  if (watchIds.length === 0) return new Map<string, number>();
  const rows = await deps.store.rollups.read({ watchIds, dimension, from, to, groupBy: ['value'] });
  return new Map(rows.map(({ value, count }) => [value ?? '', count]));
}

/** So many negative mentions, and so many times the usual, make a name stand out. */
const LEAST_NEGATIVE = 5;
const LEAST_RATIO = 3;
const USUAL_DAYS = 28;

/**
 * The name with the most negative mentions above its usual in [since, now), by the four weeks before; null when none
 * stands out, or with less than a week of history.
 */
export async function standingOut(
  deps: Pick<Deps, 'store'>,
  brand: Pick<Brand, 'id' | 'createdAt'>,
  { since, now }: { since: number; now: number },
): Promise<{ kind: EntityKind; name: string; count: number; usual: number } | null> {
  const from = Math.max(brand.createdAt, since - USUAL_DAYS * DAY);
  if (since - from < WINDOW) return null;
  const read = async (start: number, end: number) => {
    const filter = { brandId: brand.id, dimension: 'entity-negative' as const, from: start, to: end };
    const rows = await deps.store.rollups.read({ ...filter, groupBy: ['value'] });
    return new Map(rows.map(({ value, count }) => [value ?? '', count]));
  };
  const [counts, before] = [await read(since, now), await read(from, since)];
  const periods = (since - from) / (now - since);
  const found = [...counts].flatMap(([value, count]) => {
    const entity = readEntityValue(value);
    const usual = Math.round(((before.get(value) ?? 0) / periods) * 10) / 10;
    const isOut = count >= LEAST_NEGATIVE && count >= LEAST_RATIO * Math.max(1, usual);
    return entity && entity.kind !== 'competitor' && isOut ? [{ ...entity, count, usual }] : [];
  });
  return found.sort((a, b) => b.count - b.usual - (a.count - a.usual))[0] ?? null;
}
