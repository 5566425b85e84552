// Counts by hour: one document for each (brand, watch, hour, source), with a count for each dimension and value and the
// sum of each dimension. Written by operations that a document applies once, read in sums.

import type { UpdateFilter } from 'mongodb';
import type { Store } from '../../core/ports.ts';
import type { Rollup, RollupDimension } from '../../core/types.ts';
import { type Applied, applyOnce, type Change } from './bulk.ts';
import type { Connection, Doc } from './connection.ts';

export interface RollupDoc extends Applied {
  brandId: string;
  watchId: string;
  hourAt: number;
  sourceId: string;
  /** dimension -> value -> count */
  counts: Partial<Record<RollupDimension, Record<string, number>>>;
  /** dimension -> sum of its counts */
  totals: Partial<Record<RollupDimension, number>>;
}

type Contribution = Omit<Rollup, 'count'>;
/** As kept beside a judgement: watch, hour, source, and dimension and value in turns. */
type Packed = [string, number, string, ...string[]];
type Filter = Parameters<Store['rollups']['read']>[0];
type Sums = Awaited<ReturnType<Store['rollups']['read']>>;

export const rollupsIn = (c: Connection) => c.collection<RollupDoc>('rollups');

/** JSON of a contribution. What stands there twice counts once. */
export function packRollups(rollups: readonly Contribution[]): string {
  const groups = new Map<string, { packed: Packed; seen: Set<string> }>();
  for (const { watchId, hourAt, sourceId, dimension, value } of rollups) {
    const name = `${watchId} ${hourAt} ${sourceId}`;
    const group = groups.get(name) ?? { packed: [watchId, hourAt, sourceId] as Packed, seen: new Set() };
    groups.set(name, group);
    if (group.seen.has(`${dimension} ${value}`)) continue;
    group.seen.add(`${dimension} ${value}`);
    group.packed.push(dimension, value);
  }
  return JSON.stringify([...groups.values()].map(({ packed }) => packed));
}

/** The same, read back. */
export function unpackRollups(packed: string): Omit<Contribution, 'brandId'>[] {
  return (JSON.parse(packed) as Packed[]).flatMap(([watchId, hourAt, sourceId, ...values]) => {
    const found: Omit<Contribution, 'brandId'>[] = [];
    for (let i = 0; i < values.length; i += 2)
      found.push({ watchId, hourAt, sourceId, dimension: values[i] as RollupDimension, value: values[i + 1] ?? '' });
    return found;
  });
}

/** Adds up what an operation changes, so that each document is written once. */
export class RollupChanges {
  readonly #docs = new Map<
    string,
    { key: Omit<RollupDoc, 'counts' | 'totals' | 'applied'>; by: Map<string, number> }
  >();

  /** `times` -1 takes back what was counted. */
  add(brandId: string, packed: string, times: 1 | -1): void {
    for (const [watchId, hourAt, sourceId, ...values] of JSON.parse(packed) as Packed[]) {
      const id = `${brandId}|${watchId}|${hourAt}|${sourceId}`;
      const doc = this.#docs.get(id) ?? { key: { brandId, watchId, hourAt, sourceId }, by: new Map() };
      this.#docs.set(id, doc);
      for (let i = 0; i < values.length; i += 2) {
        const dimension = values[i] ?? '';
        for (const path of [`counts.${dimension}.${fieldOf(values[i + 1] ?? '')}`, `totals.${dimension}`])
          doc.by.set(path, (doc.by.get(path) ?? 0) + times);
      }
    }
  }

  async write(c: Connection, operation: string): Promise<void> {
    const changes: Change<RollupDoc>[] = [];
    for (const [id, { key, by }] of this.#docs) {
      const changed = [...by].filter(([, count]) => count !== 0);
      if (changed.length === 0) continue;
      const update = { $inc: Object.fromEntries(changed) } as unknown as UpdateFilter<Doc<RollupDoc>>;
      changes.push({ id, seed: { ...key, counts: {}, totals: {} }, update });
    }
    await applyOnce(c, rollupsIn(c), operation, changes);
  }
}

/** A value as the name of a field, which may not be empty nor hold a dot or begin with a dollar. */
export function fieldOf(value: string): string {
  return `_${value.replace(/[%.$\0]/g, (character) => `%${character.charCodeAt(0).toString(16).padStart(2, '0')}`)}`;
}

export function valueIn(field: string): string {
  return field.slice(1).replace(/%([0-9a-f]{2})/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
}

export function rollups(c: Connection): Store['rollups'] {
  return {
    async read(filter) {
      const groups: Sums = filter.groupBy.includes('value') ? await sumByValue(c, filter) : await sumTotals(c, filter);
      return groups.filter(({ count }) => count !== 0).sort(compare);
    },
  };
}

function matchOf({ brandId, watchIds, sourceIds, from, to }: Filter): Record<string, unknown> {
  return {
    ...(brandId === undefined ? {} : { brandId }),
    ...(watchIds === undefined ? {} : { watchId: { $in: watchIds } }),
    ...(sourceIds === undefined ? {} : { sourceId: { $in: sourceIds } }),
    hourAt: { $gte: from, $lt: to },
  };
}

/** Added up by the server. */
async function sumTotals(c: Connection, filter: Filter): Promise<Sums> {
  const fields = { hour: '$hourAt', watch: '$watchId', source: '$sourceId' } as const;
  const by = (['hour', 'watch', 'source'] as const).filter((name) => filter.groupBy.includes(name));
  const key = by.length === 0 ? null : Object.fromEntries(by.map((name) => [name, fields[name]]));
  const groups = await rollupsIn(c)
    .aggregate<{ _id: { hour?: number; watch?: string; source?: string } | null; count: number }>([
      { $match: matchOf(filter) },
      { $group: { _id: key, count: { $sum: `$totals.${filter.dimension}` } } },
    ])
    .toArray();
  return groups.map(({ _id, count }) => ({
    hourAt: _id?.hour ?? null,
    watchId: _id?.watch ?? null,
    sourceId: _id?.source ?? null,
    value: null,
    count,
  }));
}

/** Added up here, because the server cannot group by the names of fields. */
async function sumByValue(c: Connection, filter: Filter): Promise<Sums> {
  const { dimension, groupBy } = filter;
  const sums = new Map<string, Sums[number]>();
  const projection = { hourAt: 1, watchId: 1, sourceId: 1, [`counts.${dimension}`]: 1 };
  for await (const doc of rollupsIn(c).find(matchOf(filter), { projection })) {
    const group = {
      hourAt: groupBy.includes('hour') ? doc.hourAt : null,
      watchId: groupBy.includes('watch') ? doc.watchId : null,
      sourceId: groupBy.includes('source') ? doc.sourceId : null,
    };
    for (const [field, count] of Object.entries(doc.counts?.[dimension] ?? {})) {
      const name = JSON.stringify([group, field]);
      const sum = sums.get(name);
      if (sum) sum.count += count;
      else sums.set(name, { ...group, value: valueIn(field), count });
    }
  }
  return [...sums.values()];
}

function compare(a: Sums[number], b: Sums[number]): number {
  const keys = ({ watchId, sourceId, value }: Sums[number]) => [watchId ?? '', sourceId ?? '', value ?? ''];
  const [x, y] = [keys(a), keys(b)];
  const at = x.findIndex((key, index) => key !== y[index]);
  return (a.hourAt ?? 0) - (b.hourAt ?? 0) || (at < 0 ? 0 : (x[at] ?? '') < (y[at] ?? '') ? -1 : 1);
}
