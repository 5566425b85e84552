// What people said instead of the machine: one row for each field of a mention that a brand's people corrected.
// Judgements are not changed here: whoever writes a correction commits the corrected judgement as well.

import type { Page, Store } from '../../core/ports.ts';
import type { Correction, CorrectionField } from '../../core/types.ts';
import type { Connection } from './connection.ts';
import { END, pageOf, pageSize, readCursor } from './cursor.ts';
import type { Sync } from './group.ts';

export type CorrectionRow = Omit<Correction, 'from' | 'to'> & { n: number; said: string; told: string };

export const CORRECTION_ROWS = `SELECT k.n, k.id, m.id AS mentionId, k.brand_id AS brandId, k.field, k.label, k.said, k.told,
  k."by", k.at FROM corrections k JOIN mentions m ON m.n = k.mention_n`;

export function corrections(c: Connection): Sync<Store['corrections']> {
  return {
    put: (all) =>
      c.write(() => {
        for (const one of all) putCorrection(c, one);
      }),
    remove: (ids) =>
      c.write(() => {
        const there = ids.flatMap((id) => find(c, id) ?? []);
        for (const { id } of there) c.run('DELETE FROM corrections WHERE id = ?', id);
        return there;
      }),
    get: (id) => find(c, id),
    ofMentions: (mentionIds) =>
      c
        .rows<CorrectionRow>(
          `${CORRECTION_ROWS} WHERE m.id IN (SELECT value FROM json_each(?)) ORDER BY k.at, k.n`,
          JSON.stringify(mentionIds),
        )
        .map(toCorrection),
    list: (filter, page) => list(c, filter, page),
    counts: (brandId) => {
      const rows = c.rows<{ field: CorrectionField; n: number }>(
        'SELECT field, count(*) AS n FROM corrections WHERE @brandId IS NULL OR brand_id = @brandId GROUP BY field',
        { brandId: brandId ?? null },
      );
      return Object.fromEntries(rows.map(({ field, n }) => [field, n]));
    },
  };
}

export function toCorrection({ n: _, said, told, ...row }: CorrectionRow): Correction {
  const { id, mentionId, brandId, field, label, by, at } = row;
  return { id, mentionId, brandId, field, label, from: said, to: told, by, at };
}

function find(c: Connection, id: string): Correction | null {
  const row = c.row<CorrectionRow>(`${CORRECTION_ROWS} WHERE k.id = ?`, id);
  return row && toCorrection(row);
}

function putCorrection(c: Connection, one: Correction): void {
  const mention = c.row<{ n: number }>('SELECT n FROM mentions WHERE id = ?', one.mentionId);
  if (!mention) return;
  c.run(
    `INSERT INTO corrections (id, mention_n, brand_id, field, label, said, told, "by", at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (id) DO UPDATE SET said = excluded.said, told = excluded.told, "by" = excluded."by", at = excluded.at`,
    ...[one.id, mention.n, one.brandId, one.field, one.label, one.from, one.to, one.by, one.at],
  );
}

function list(
  c: Connection,
  { brandId, field }: { brandId?: string; field?: CorrectionField },
  page: { limit: number; cursor?: string | null },
): Page<Correction> {
  const size = pageSize(page.limit);
  const from = readCursor(page.cursor);
  const rows = c.rows<CorrectionRow>(
    `${CORRECTION_ROWS} WHERE (k.at, k.n) < (@at, @n) AND (@brandId IS NULL OR k.brand_id = @brandId)
       AND (@field IS NULL OR k.field = @field) ORDER BY k.at DESC, k.n DESC LIMIT @limit`,
    {
      ...{ at: from?.[0] ?? END, n: from?.[1] ?? 0, limit: size + 1 },
      ...{ brandId: brandId ?? null, field: field ?? null },
    },
  );
  return pageOf(
    rows,
    size,
    (row) => [row.at, row.n],
    (shown) => shown.map(toCorrection),
  );
}

export function removeCorrections(c: Connection, mentionN: number): void {
  c.run('DELETE FROM corrections WHERE mention_n = ?', mentionN);
}
