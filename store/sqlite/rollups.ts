// Counts by hour. Written with the judgements they come from, read in sums.

import type { Store } from '../../core/ports.ts';
import type { Rollup } from '../../core/types.ts';
import { DIMENSION_CODES, dimensionOf } from './codes.ts';
import type { Connection } from './connection.ts';
import type { Sync } from './group.ts';

type Contribution = Omit<Rollup, 'count'>;
/** As stored beside a judgement: watches, hour, source, and dimension and value in turns. */
type Packed = [number[], number, number, ...(number | string)[]];

/** A batch changes hundreds of rows; so many at a time cost half as much as one by one. */
const MANY = 16;
const WIDTH = 7;
const RAISE_ONE = raise(1);
const RAISE_MANY = raise(MANY);

function raise(rowCount: number): string {
  const rows = Array.from({ length: rowCount }, () => '(?, ?, ?, ?, ?, ?, ?)').join(', ');
  return `INSERT INTO rollups (brand_n, dimension, hour_at, watch_n, source_n, value, count) VALUES ${rows}
    ON CONFLICT DO UPDATE SET count = count + excluded.count`;
}

interface Change {
  brandN: number;
  hourAt: number;
  watchN: number;
  sourceN: number;
  /** By dimension and value. */
  counts: Map<string, { dimension: number; value: string; count: number }>;
}

/** Adds up what a batch changes, so that each row is written once. */
export class RollupChanges {
  readonly #c: Connection;
  readonly #changes = new Map<string, Change>();

  constructor(c: Connection) {
    this.#c = c;
  }

  /** Returns what take() needs to undo it. A contribution that stands there twice counts once. */
  add(brandN: number, rollups: readonly Contribution[]): string {
    const packed = pack(this.#c, rollups);
    this.#change(brandN, packed, 1);
    return JSON.stringify(packed);
  }

  take(brandN: number, stored: string): void {
    this.#change(brandN, JSON.parse(stored) as Packed[], -1);
  }

  #change(brandN: number, packed: readonly Packed[], by: number): void {
    for (const [watchNs, hourAt, sourceN, ...values] of packed)
      for (const watchN of watchNs) {
        const { counts } = this.#of(brandN, hourAt, watchN, sourceN);
        for (let i = 0; i < values.length; i += 2) {
          const dimension = values[i] as number;
          const value = values[i + 1] as string;
          const name = dimension + value;
          const known = counts.get(name);
          if (known) known.count += by;
          else counts.set(name, { dimension, value, count: by });
        }
      }
  }

  #of(brandN: number, hourAt: number, watchN: number, sourceN: number): Change {
    const name = `${brandN} ${hourAt} ${watchN} ${sourceN}`;
    let change = this.#changes.get(name);
    if (!change) {
      change = { brandN, hourAt, watchN, sourceN, counts: new Map() };
      this.#changes.set(name, change);
    }
    return change;
  }

  write(): void {
    let raised: unknown[] = [];
    for (const { brandN, hourAt, watchN, sourceN, counts } of this.#changes.values())
      for (const { dimension, value, count } of counts.values()) {
        if (count > 0) raised.push(brandN, dimension, hourAt, watchN, sourceN, value, count);
        else if (count < 0) this.#lower([brandN, dimension, hourAt, watchN, sourceN, value], -count);
        if (raised.length < MANY * WIDTH) continue;
        this.#c.sql(RAISE_MANY).run(raised);
        raised = [];
      }
    this.#changes.clear();
    for (let i = 0; i < raised.length; i += WIDTH) this.#c.sql(RAISE_ONE).run(raised.slice(i, i + WIDTH));
  }

  #lower(key: unknown[], by: number): void {
    const row = 'brand_n = ? AND dimension = ? AND hour_at = ? AND watch_n = ? AND source_n = ? AND value = ?';
    this.#c.run(`UPDATE rollups SET count = count - ? WHERE ${row}`, by, ...key);
    this.#c.run(`DELETE FROM rollups WHERE ${row} AND count <= 0`, ...key);
  }
}

interface Group {
  watchId: string;
  hourAt: number;
  sourceId: string;
  values: (number | string)[];
}

/** Watches that get the same counts stand together. */
function pack(c: Connection, rollups: readonly Contribution[]): Packed[] {
  const packed = new Map<string, Packed>();
  for (const { watchId, hourAt, sourceId, values } of groupsOf(rollups)) {
    const name = `${hourAt} ${sourceId} ${values.join()}`;
    const known = packed.get(name);
    if (known) known[0].push(c.names.numberOf(watchId));
    else packed.set(name, [[c.names.numberOf(watchId)], hourAt, c.names.numberOf(sourceId), ...values]);
  }
  return [...packed.values()];
}

/** By watch, hour and source; each value once. Contributions of one watch mostly follow one another. */
function groupsOf(rollups: readonly Contribution[]): Group[] {
  const groups: Group[] = [];
  let group: Group | undefined;
  for (const { watchId, hourAt, sourceId, dimension, value } of rollups) {
    const isSame = (one: Group) => one.watchId === watchId && one.hourAt === hourAt && one.sourceId === sourceId;
    if (!group || !isSame(group)) group = groups.find(isSame);
    if (!group) {
      group = { watchId, hourAt, sourceId, values: [] };
      groups.push(group);
    }
    const code = DIMENSION_CODES[dimension];
    const { values } = group;
    if (!values.some((each, i) => i % 2 === 0 && each === code && values[i + 1] === value)) values.push(code, value);
  }
  return groups;
}

/** What was counted for a judgement, read back from what is stored beside it. */
export function unpackRollups({ names }: Connection, stored: string): Omit<Contribution, 'brandId'>[] {
  return (JSON.parse(stored) as Packed[]).flatMap(([watchNs, hourAt, sourceN, ...values]) =>
    watchNs.flatMap((watchN) => {
      const found: Omit<Contribution, 'brandId'>[] = [];
      for (let i = 0; i < values.length; i += 2) {
        const dimension = dimensionOf(values[i] as number);
        const place = { watchId: names.idOf(watchN), hourAt, sourceId: names.idOf(sourceN) };
        found.push({ ...place, dimension, value: String(values[i + 1]) });
      }
      return found;
    }),
  );
}

/** In the order of the table: sums over a beginning of it need no sorting. */
const ORDER = ['hour', 'value', 'watch', 'source'] as const;
const COLUMNS = { hour: 'hour_at', value: 'value', watch: 'watch_n', source: 'source_n' } as const;

type Filter = Parameters<Store['rollups']['read']>[0];
type Sum = Awaited<ReturnType<Store['rollups']['read']>>[number];

interface SumRow {
  hour_at?: number;
  value?: string;
  watch_n?: number;
  source_n?: number;
  count: number;
}

export function rollups(c: Connection): Sync<Store['rollups']> {
  return { read: (filter) => c.read(() => read(c, filter)) };
}

/** Each brand is summed up by itself in the order of the table, and what is finer than asked is added up here. */
function read(c: Connection, filter: Filter): Sum[] {
  const sums = new Map<string, Sum>();
  const { statement, params } = queryOf(c, filter);
  const isAsked = new Set<string>(filter.groupBy);
  for (const brand of brandsOf(c, filter))
    for (const row of c.rows<SumRow>(statement, { ...params, brand })) {
      const sum: Sum = {
        hourAt: isAsked.has('hour') ? (row.hour_at ?? null) : null,
        watchId: isAsked.has('watch') ? c.names.idOf(row.watch_n ?? 0) : null,
        sourceId: isAsked.has('source') ? c.names.idOf(row.source_n ?? 0) : null,
        value: isAsked.has('value') ? (row.value ?? null) : null,
        count: row.count,
      };
      const name = `${sum.hourAt} ${sum.watchId} ${sum.sourceId} ${sum.value}`;
      const known = sums.get(name);
      if (known) known.count += sum.count;
      else sums.set(name, sum);
    }
  return [...sums.values()].sort((a, b) => (a.hourAt ?? 0) - (b.hourAt ?? 0));
}

function queryOf(c: Connection, filter: Filter): { statement: string; params: Record<string, unknown> } {
  const { watchIds, sourceIds, dimension, from, to, groupBy } = filter;
  const length = 1 + Math.max(-1, ...groupBy.map((name) => ORDER.indexOf(name)));
  const columns = ORDER.slice(0, length).map((name) => COLUMNS[name]);
  const numbers = (ids: readonly string[]) => JSON.stringify(ids.map((id) => c.names.find(id) ?? -1));
  const where = [
    'brand_n = @brand AND dimension = @dimension AND hour_at >= @from AND hour_at < @to',
    ...(watchIds ? ['watch_n IN (SELECT value FROM json_each(@watches))'] : []),
    ...(sourceIds ? ['source_n IN (SELECT value FROM json_each(@sources))'] : []),
  ].join(' AND ');
  return {
    statement: `SELECT ${[...columns, 'sum(count) AS count'].join(', ')} FROM rollups WHERE ${where}
      ${columns.length > 0 ? `GROUP BY ${columns.join(', ')}` : 'HAVING count(*) > 0'}`,
    params: {
      ...{ dimension: DIMENSION_CODES[dimension], from, to },
      ...{ watches: numbers(watchIds ?? []), sources: numbers(sourceIds ?? []) },
    },
  };
}

/** Those of the watches when all of them are known; counts of a watch that was removed may be any brand's. */
function brandsOf(c: Connection, { brandId, watchIds }: Filter): number[] {
  if (brandId !== undefined) return [c.names.find(brandId) ?? -1];
  if (watchIds) {
    const text = 'SELECT brand_n FROM watches WHERE id = ?';
    const found = watchIds.map((id) => c.row<{ brand_n: number }>(text, id)?.brand_n);
    if (!found.includes(undefined)) return [...new Set(found as number[])];
  }
  return c.rows<{ n: number }>('SELECT n FROM brands').map(({ n }) => n);
}
