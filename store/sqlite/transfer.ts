// Reading a whole database out for another store, page after page, and the two writes that only a move needs.
// Must never hold a transaction between two pages: a backup or a reader would wait for it.

import type {
  DumpDocuments,
  DumpPart,
  StaleCase,
  StoredCase,
  StoredValidators,
  Transfer,
  WithdrawnLink,
} from '../../core/transfer.ts';
import { OWN_SETTINGS } from '../../core/transfer.ts';
import type { Position, Rollup, RollupDimension, Run, Session, SourceHealth } from '../../core/types.ts';
import { DIMENSION_CODES, dimensionOf } from './codes.ts';
import type { Connection } from './connection.ts';
import { CORRECTION_ROWS, type CorrectionRow, toCorrection } from './corrections.ts';
import { type DeliveryRow, toDelivery } from './deliveries.ts';
import { storeError } from './errors.ts';
import { type EvidenceRow, toEvidence } from './evidence.ts';
import { unpackJudgement } from './judgement-body.ts';
import { MENTION_ROWS, type MentionRow, toHit } from './mention-rows.ts';
import { putVersions, toVersion, type VersionRow } from './mention-trails.ts';
import { POSITION_FIELDS } from './positions.ts';
import { unpackRollups } from './rollups.ts';
import { putHealth } from './sources.ts';
import { putLink, toLink } from './story-links.ts';

const BATCH = 500;

/** Where a page begins and what stands in it. Keys are the columns of the order, all of them unique together. */
interface Reader<P extends DumpPart> {
  table: string;
  /** Everything before ORDER BY but the condition on the keys. */
  from: string;
  keys: readonly string[];
  /** Smaller than any key. */
  start: readonly (string | number)[];
  read(c: Connection, row: never): DumpDocuments[P] | null;
}

const READERS: { [P in DumpPart]: Reader<P> } = {
  runs: {
    ...{ table: 'runs', from: 'SELECT n, body FROM runs WHERE true', keys: ['n'], start: [0] },
    read: (_, row: { body: string }) => JSON.parse(row.body) as Run,
  },
  validators: {
    ...{ table: 'validators', keys: ['url'], start: [''] },
    from: 'SELECT url, etag, last_modified AS lastModified, at FROM validators WHERE true',
    read: (_, row: StoredValidators) => row,
  },
  mentions: {
    ...{ table: 'mentions', from: `${MENTION_ROWS} WHERE true`, keys: ['m.n'], start: [0] },
    read(c, row: MentionRow) {
      const { mention, watchIds } = toHit(c, row);
      return { mention, watchIds: watchIds.sort() };
    },
  },
  versions: {
    ...{ table: 'versions', keys: ['v.mention_n', 'v.replaced_at'], start: [0, 0] },
    from: `SELECT v.mention_n, v.replaced_at, m.id, v.body FROM versions v JOIN mentions m ON m.n = v.mention_n WHERE true`,
    read: (_, row: VersionRow) => toVersion(row),
  },
  corrections: {
    ...{ table: 'corrections', from: `${CORRECTION_ROWS} WHERE true`, keys: ['k.n'], start: [0] },
    read: (_, row: CorrectionRow) => toCorrection(row),
  },
  cases: {
    ...{ table: 'judgements', keys: ['k.seen_at', 'k.mention_n', 'k.brand_n'], start: [-1, 0, 0] },
    from: `SELECT k.seen_at, k.mention_n, k.brand_n, m.id AS mention_id, s.id AS story_id, j.body, j.rollups, j.signature
      FROM cases k JOIN mentions m ON m.n = k.mention_n JOIN judgements j ON j.n = k.judgement_n
        JOIN stories s ON s.n = k.story_n WHERE k.judgement_n IS NOT NULL`,
    read: readCase,
  },
  storyLinks: {
    ...{ table: 'story_links', from: 'SELECT n, body FROM story_links WHERE true', keys: ['n'], start: [0] },
    read: (_, row: { body: string }) => toLink(row),
  },
  withdrawn: {
    ...{ table: 'withdrawn', keys: ['x.mention_n', 'x.watch_n'], start: [0, 0] },
    from: `SELECT x.mention_n, x.watch_n, m.id AS mentionId, w.id AS watchId
      FROM withdrawn x JOIN mentions m ON m.n = x.mention_n JOIN watches w ON w.n = x.watch_n WHERE true`,
    read: (_, { mentionId, watchId }: WithdrawnLink) => ({ mentionId, watchId }),
  },
  stale: {
    ...{ table: 'cases WHERE is_stale = 1', keys: ['k.mention_n', 'k.brand_n'], start: [0, 0] },
    from: `SELECT k.mention_n, k.brand_n, m.id AS mentionId
      FROM cases k INDEXED BY cases_stale JOIN mentions m ON m.n = k.mention_n WHERE k.is_stale = 1`,
    read: (c, row: { mentionId: string; brand_n: number }) => ({
      mentionId: row.mentionId,
      brandId: c.names.idOf(row.brand_n),
    }),
  },
  rollups: {
    table: 'rollups',
    from: 'SELECT * FROM rollups WHERE count > 0',
    keys: ['brand_n', 'dimension', 'hour_at', 'watch_n', 'source_n', 'value'],
    start: [0, -1, 0, 0, 0, ''],
    read: readRollup,
  },
  positions: {
    ...{ table: 'positions', from: `SELECT n, ${POSITION_FIELDS} FROM positions WHERE true`, keys: ['n'], start: [0] },
    read: (_, { n: _n, ...position }: Position & { n: number }) => position,
  },
  deliveries: {
    ...{ table: 'deliveries', from: 'SELECT * FROM deliveries WHERE true', keys: ['n'], start: [0] },
    read: (_, row: DeliveryRow) => toDelivery(row),
  },
  evidence: {
    ...{ table: 'evidence', from: 'SELECT n, body FROM evidence WHERE true', keys: ['n'], start: [0] },
    read: (_, row: EvidenceRow) => toEvidence(row),
  },
  sessions: {
    ...{ table: 'sessions', keys: ['id_hash'], start: [''] },
    from: `SELECT id_hash, id_hash AS idHash, user_id AS userId, created_at AS createdAt, expires_at AS expiresAt
      FROM sessions WHERE true`,
    read(_, { idHash, userId, createdAt, expiresAt }: Session) {
      return { idHash, userId, createdAt, expiresAt };
    },
  },
  settings: {
    ...{ table: 'settings', from: 'SELECT key, value FROM settings WHERE true', keys: ['key'], start: [''] },
    read: (_, { key, value }: { key: string; value: string }) =>
      OWN_SETTINGS.test(key) ? null : { key, value: JSON.parse(value) as unknown },
  },
};

interface CaseRow {
  brand_n: number;
  mention_id: string;
  story_id: string;
  body: string;
  rollups: string;
  signature: string;
}

function readCase(c: Connection, row: CaseRow): StoredCase {
  const brandId = c.names.idOf(row.brand_n);
  const place = { mentionId: row.mention_id, brandId, storyId: row.story_id };
  return {
    judgement: { ...place, ...unpackJudgement(c.names, row.body) },
    signature: row.signature,
    rollups: unpackRollups(c, row.rollups).map((rollup) => ({ ...rollup, brandId })),
  };
}

interface RollupRow {
  brand_n: number;
  dimension: number;
  hour_at: number;
  watch_n: number;
  source_n: number;
  value: string;
  count: number;
}

function readRollup({ names }: Connection, row: RollupRow): Rollup {
  return {
    ...{ watchId: names.idOf(row.watch_n), brandId: names.idOf(row.brand_n), hourAt: row.hour_at },
    ...{
      sourceId: names.idOf(row.source_n),
      dimension: dimensionOf(row.dimension),
      value: row.value,
      count: row.count,
    },
  };
}

export function transfer(c: Connection): Transfer {
  return {
    async count(part) {
      const { table } = READERS[part];
      return guarded(c, () => c.row<{ n: number }>(`SELECT count(*) AS n FROM ${table}`)?.n ?? 0);
    },
    async *dump<P extends DumpPart>(part: P, after: string | null) {
      const reader = READERS[part] as Reader<P>;
      let from = after === null ? [...reader.start] : (JSON.parse(after) as (string | number)[]);
      for (;;) {
        const rows = guarded(c, () => pageAfter(c, reader, from));
        const last = rows.at(-1);
        if (!last) return;
        from = reader.keys.map((key) => last[key.slice(key.indexOf('.') + 1)] as string | number);
        const documents = rows.flatMap((row) => reader.read(c, row as never) ?? []);
        yield { documents, cursor: JSON.stringify(from) };
      }
    },
    async putRollups(rollups) {
      guarded(c, () => c.write(() => rollups.forEach((rollup) => void putRollup(c, rollup))));
    },
    async putHealth(health: SourceHealth) {
      guarded(c, () => c.write(() => putHealth(c, health)));
    },
    async putVersions(versions) {
      guarded(c, () => c.write(() => putVersions(c, versions)));
    },
    async putWithdrawn(links) {
      const put = `INSERT INTO withdrawn (mention_n, watch_n)
        SELECT m.n, w.n FROM mentions m, watches w WHERE m.id = ? AND w.id = ? ON CONFLICT DO NOTHING`;
      guarded(c, () => c.write(() => links.forEach(({ mentionId, watchId }) => void c.run(put, mentionId, watchId))));
    },
    async putStale(cases) {
      const mark = `UPDATE cases SET is_stale = 1 WHERE judgement_n IS NOT NULL
        AND mention_n = (SELECT n FROM mentions WHERE id = ?) AND brand_n = ?`;
      const put = ({ mentionId, brandId }: StaleCase) => c.run(mark, mentionId, c.names.find(brandId) ?? -1);
      guarded(c, () => c.write(() => cases.forEach((one) => void put(one))));
    },
    async putStoryLinks(links) {
      guarded(c, () => c.write(() => links.forEach((link) => void putLink(c, link))));
    },
  };
}

function pageAfter<P extends DumpPart>(c: Connection, { from, keys }: Reader<P>, after: (string | number)[]) {
  const marks = keys.map(() => '?').join(', ');
  const text = `${from} AND (${keys.join(', ')}) > (${marks}) ORDER BY ${keys.join(', ')} LIMIT ${BATCH}`;
  return c.rows<Record<string, unknown>>(text, ...after);
}

function putRollup(c: Connection, { brandId, dimension, hourAt, watchId, sourceId, value, count }: Rollup): void {
  const code: Record<RollupDimension, number> = DIMENSION_CODES;
  c.run(
    `INSERT INTO rollups (brand_n, dimension, hour_at, watch_n, source_n, value, count) VALUES (?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET count = excluded.count`,
    ...[c.names.numberOf(brandId), code[dimension], hourAt, c.names.numberOf(watchId), c.names.numberOf(sourceId)],
    ...[value, count],
  );
}

function guarded<R>(c: Connection, fn: () => R): R {
  try {
    return fn();
  } catch (error) {
    throw storeError(error, c.path);
  }
}
