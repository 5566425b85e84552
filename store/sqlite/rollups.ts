// Counts by hour. Written with the judgements they come from, read in sums.

import type { Store } from '../../core/ports.ts';
import type { Rollup } from '../../core/types.ts';
import { DIMENSION_CODES } from './codes.ts';
import type { Connection } from './connection.ts';
import type { Sync } from './group.ts';

type Contribution = Omit<Rollup, 'count'>;
/** As stored beside a judgement: watches, hour, source, and dimension and value in turns. */
type Packed = [number[], number, number, ...(number | string)[]];

/** A batch changes hundreds of rows; so many at a time cost half as much as one by one. */
const MANY = 16;
const RAISE_ONE = raise(1);
const RAISE_MANY = raise(MANY);

function raise(rowCount: number): string {
  const rows = Array.from({ length: rowCount }, () => '(?, ?, ?, ?, ?, ?, ?)').join(', ');
  return `INSERT INTO rollups (brand_n, dimension, hour_at, watch_n, source_n, value, count) VALUES ${rows}
    ON CONFLICT DO UPDATE SET count = count + excluded.count`;
}

/** Adds up what a batch changes, so that each row is written once. */
export class RollupChanges {
  readonly #c: Connection;
  readonly #changes = new Map<string, { key: unknown[]; count: number }>();

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
      for (let i = 0; i < values.length; i += 2)
        for (const watchN of watchNs) this.#count([brandN, values[i], hourAt, watchN, sourceN, values[i + 1]], by);
  }

  #count(key: unknown[], by: number): void {
    const name = key.join(' ');
    const change = this.#changes.get(name);
    if (change) change.count += by;
    else this.#changes.set(name, { key, count: by });
  }

  write(): void {
    const raised: unknown[][] = [];
    for (const { key, count } of this.#changes.values()) {
      if (count > 0) raised.push([...key, count]);
      else if (count < 0) this.#lower(key, -count);
    }
    this.#changes.clear();
    let from = 0;
    for (; from + MANY <= raised.length; from += MANY)
      this.#c.sql(RAISE_MANY).run(raised.slice(from, from + MANY).flat());
    for (const row of raised.slice(from)) this.#c.sql(RAISE_ONE).run(row);
  }

  #lower(key: unknown[], by: number): void {
    const row = 'brand_n = ? AND dimension = ? AND hour_at = ? AND watch_n = ? AND source_n = ? AND value = ?';
    this.#c.run(`UPDATE rollups SET count = count - ? WHERE ${row}`, by, ...key);
    this.#c.run(`DELETE FROM rollups WHERE ${row} AND count <= 0`, ...key);
  }
}

/** Watches that get the same counts stand together. */
function pack(c: Connection, rollups: readonly Contribution[]): Packed[] {
  const groups = new Map<string, { head: [number, number, number]; values: Map<string, [number, string]> }>();
  for (const { watchId, hourAt, sourceId, dimension, value } of rollups) {
    const name = `${watchId} ${hourAt} ${sourceId}`;
    let group = groups.get(name);
    if (!group) {
      group = { head: [c.names.numberOf(watchId), hourAt, c.names.numberOf(sourceId)], values: new Map() };
      groups.set(name, group);
    }
    group.values.set(`${dimension} ${value}`, [DIMENSION_CODES[dimension], value]);
  }
  const packed = new Map<string, Packed>();
  for (const { head, values } of groups.values()) {
    const [watchN, hourAt, sourceN] = head;
    const name = `${hourAt} ${sourceN} ${[...values.keys()].join()}`;
    const known = packed.get(name);
    if (known) known[0].push(watchN);
    else packed.set(name, [[watchN], hourAt, sourceN, ...[...values.values()].flat()]);
  }
  return [...packed.values()];
}

const COLUMNS = { hour: 'hour_at', watch: 'watch_n', source: 'source_n', value: 'value' } as const;

interface SumRow {
  hour_at: number | null;
  watch_n: number | null;
  source_n: number | null;
  value: string | null;
  count: number;
}

export function rollups(c: Connection): Sync<Store['rollups']> {
  return { read: (filter) => read(c, filter) };
}

function read(
  c: Connection,
  filter: Parameters<Store['rollups']['read']>[0],
): Awaited<ReturnType<Store['rollups']['read']>> {
  const { brandId, watchIds, sourceIds, dimension, from, to } = filter;
  const groups = Object.keys(COLUMNS).filter((name) => filter.groupBy.includes(name as keyof typeof COLUMNS));
  const columns = groups.map((name) => COLUMNS[name as keyof typeof COLUMNS]);
  const numbers = (ids: readonly string[]) => JSON.stringify(ids.map((id) => c.names.find(id) ?? -1));
  const where = [
    brandId === undefined ? 'brand_n IN (SELECT n FROM brands)' : 'brand_n = @brand',
    'dimension = @dimension AND hour_at >= @from AND hour_at < @to',
    ...(watchIds ? ['watch_n IN (SELECT value FROM json_each(@watches))'] : []),
    ...(sourceIds ? ['source_n IN (SELECT value FROM json_each(@sources))'] : []),
  ];
  const by =
    columns.length > 0 ? `GROUP BY ${columns.join(', ')} ORDER BY ${columns.join(', ')}` : 'HAVING count(*) > 0';
  const rows = c.rows<SumRow>(
    `SELECT ${[...columns, 'sum(count) AS count'].join(', ')} FROM rollups WHERE ${where.join(' AND ')} ${by}`,
    {
      ...{ dimension: DIMENSION_CODES[dimension], from, to, brand: c.names.find(brandId ?? '') ?? -1 },
      ...{ watches: numbers(watchIds ?? []), sources: numbers(sourceIds ?? []) },
    },
  );
  const idOf = (n: number | null | undefined) => (n === null || n === undefined ? null : c.names.idOf(n));
  return rows.map((row) => ({
    hourAt: row.hour_at ?? null,
    watchId: idOf(row.watch_n),
    sourceId: idOf(row.source_n),
    value: row.value ?? null,
    count: row.count,
  }));
}
