// The jobs table and every statement on it. Each method is one atomic step, so any number of processes may share the
// file. Knows nothing of handlers, timers or retries; must never touch user_version, which belongs to the store.

import type Database from 'better-sqlite3';
import { type DeadLetter, JOB_NAMES, type JobName, type Queue } from '../core/ports.ts';

// due_at means: ready = waiting since, delayed = not before, running = end of the lease, dead = when it failed.
// error is set while a job waits for a retry: such a pause is not cut short by a duplicate.
const MIGRATIONS = [
  `CREATE TABLE jobs (
     seq INTEGER PRIMARY KEY AUTOINCREMENT,
     name TEXT NOT NULL,
     key TEXT,
     payload TEXT NOT NULL,
     priority INTEGER NOT NULL,
     state TEXT NOT NULL CHECK (state IN ('ready', 'delayed', 'running', 'dead')),
     due_at INTEGER NOT NULL,
     owner TEXT,
     attempt_count INTEGER NOT NULL DEFAULT 0,
     rerun_at INTEGER,
     error TEXT
   ) STRICT;
   CREATE UNIQUE INDEX jobs_key ON jobs (name, key) WHERE key IS NOT NULL AND state <> 'dead';
   CREATE INDEX jobs_ready ON jobs (name, priority DESC, due_at, seq) WHERE state = 'ready';
   CREATE INDEX jobs_delayed ON jobs (due_at) WHERE state = 'delayed';
   CREATE INDEX jobs_running ON jobs (due_at) WHERE state = 'running';
   CREATE INDEX jobs_dead ON jobs (due_at) WHERE state = 'dead';`,
];

const SQL = {
  enqueue: `
    INSERT INTO jobs (name, key, payload, priority, state, due_at)
    VALUES (@name, @key, @payload, @priority, iif(@dueAt > @now, 'delayed', 'ready'), @dueAt)
    ON CONFLICT (name, key) WHERE key IS NOT NULL AND state <> 'dead' DO UPDATE SET
      priority = max(priority, excluded.priority),
      payload = iif(state = 'running', excluded.payload, payload),
      rerun_at = iif(state = 'running', min(coalesce(rerun_at, excluded.due_at), excluded.due_at), NULL),
      due_at = iif(state = 'delayed' AND error IS NULL, min(due_at, excluded.due_at), due_at),
      state = iif(state = 'delayed' AND error IS NULL AND excluded.state = 'ready', 'ready', state)`,
  peek: `SELECT 1 FROM jobs WHERE state = 'ready' AND name = ? LIMIT 1`,
  claim: `
    UPDATE jobs
    SET state = 'running', owner = @owner, due_at = @leaseEndsAt, attempt_count = attempt_count + 1, rerun_at = NULL
    WHERE seq = (SELECT seq FROM jobs WHERE state = 'ready' AND name = @name ORDER BY priority DESC, due_at, seq LIMIT 1)
    RETURNING seq, payload, attempt_count AS attempt`,
  remove: `DELETE FROM jobs WHERE seq = @seq AND owner = @owner AND state = 'running' AND rerun_at IS NULL`,
  rerun: `
    DELETE FROM jobs WHERE seq = @seq AND owner = @owner AND state = 'running'
    RETURNING name, key, payload, priority, rerun_at AS rerunAt`,
  retry: `
    UPDATE jobs SET state = iif(@dueAt > @now, 'delayed', 'ready'), due_at = @dueAt, error = @error,
      attempt_count = attempt_count - @refund, rerun_at = NULL, owner = NULL
    WHERE seq = @seq AND owner = @owner AND state = 'running'`,
  bury: `
    UPDATE jobs SET state = 'dead', due_at = @now, error = @error, owner = NULL
    WHERE seq = @seq AND owner = @owner AND state = 'running'
    RETURNING name, key, payload, priority, rerun_at AS rerunAt`,
  forget: `DELETE FROM jobs WHERE state = 'dead' AND due_at < ?`,
  renew: `UPDATE jobs SET due_at = @leaseEndsAt WHERE state = 'running' AND owner = @owner RETURNING seq`,
  giveBack: `
    UPDATE jobs SET state = 'ready', due_at = @now, attempt_count = attempt_count - 1, owner = NULL
    WHERE state = 'running' AND owner = @owner`,
  hasDue: `SELECT 1 FROM jobs WHERE state = 'delayed' AND due_at <= ? LIMIT 1`,
  promote: `UPDATE jobs SET state = 'ready' WHERE state = 'delayed' AND due_at <= ?`,
  expired: `SELECT seq, owner, attempt_count AS attempt FROM jobs WHERE state = 'running' AND due_at <= ?`,
  nextDelayed: `SELECT min(due_at) FROM jobs WHERE state = 'delayed'`,
  nextExpiry: `SELECT min(due_at) FROM jobs WHERE state = 'running' AND owner <> ?`,
  isBusy: `
    SELECT EXISTS (SELECT 1 FROM jobs WHERE state = 'running') OR EXISTS (SELECT 1 FROM jobs WHERE state = 'ready')
      OR EXISTS (SELECT 1 FROM jobs WHERE state = 'delayed' AND due_at <= ?)`,
  stats: `
    SELECT name, CASE state WHEN 'ready' THEN 'pending' WHEN 'delayed' THEN iif(due_at > ?, 'delayed', 'pending') ELSE state END AS state,
      count(*) AS count FROM jobs GROUP BY 1, 2`,
  deadLetters: `
    SELECT seq, name, payload, error, due_at AS failedAt, attempt_count AS attemptCount
    FROM jobs WHERE state = 'dead' ORDER BY due_at DESC, seq DESC LIMIT ?`,
  exhume: `DELETE FROM jobs WHERE seq = ? AND state = 'dead' RETURNING name, key, payload, priority`,
} as const;

export interface NewJob {
  name: string;
  key: string | null;
  payload: string;
  priority: number;
  dueAt: number;
}

export interface ClaimedJob {
  seq: number;
  payload: string;
  attempt: number;
}

type Stored = Omit<NewJob, 'dueAt'>;
type StateCounts = Awaited<ReturnType<Queue['stats']>>;

/** Every method throws better-sqlite3's SqliteError when the file is full, busy or gone. */
export class JobTable {
  readonly #db: Database.Database;
  readonly #statements: { [K in keyof typeof SQL]: Database.Statement };

  /** Creates or upgrades the table. `db` is the queue's own connection. */
  constructor(db: Database.Database) {
    this.#db = db;
    this.#migrate();
    const entries = Object.entries(SQL).map(([name, sql]) => [name, db.prepare(sql)]);
    this.#statements = Object.fromEntries(entries) as { [K in keyof typeof SQL]: Database.Statement };
    for (const name of ['nextDelayed', 'nextExpiry', 'isBusy'] as const) this.#statements[name].pluck();
  }

  #migrate(): void {
    const upgrade = this.#db.transaction(() => {
      this.#db.exec('CREATE TABLE IF NOT EXISTS queue_schema (version INTEGER NOT NULL) STRICT');
      const done = (this.#db.prepare('SELECT max(version) FROM queue_schema').pluck().get() as number | null) ?? 0;
      for (const [index, sql] of MIGRATIONS.entries()) {
        if (index < done) continue;
        this.#db.exec(sql);
        this.#db.prepare('INSERT INTO queue_schema (version) VALUES (?)').run(index + 1);
      }
    });
    upgrade.immediate();
  }

  /** Joins a live job with the same name and key, if there is one. */
  enqueue(job: NewJob, now: number): void {
    this.#statements.enqueue.run({ ...job, now });
  }

  /** Takes the most urgent job of the name; null when there is none. Reads before it writes: looking costs no lock. */
  claim(name: string, owner: string, leaseEndsAt: number): ClaimedJob | null {
    if (!this.#statements.peek.get(name)) return null;
    // all(), not get(): get() hands the row out before the write is committed and swallows a full disk.
    return (this.#statements.claim.all({ name, owner, leaseEndsAt }) as ClaimedJob[])[0] ?? null;
  }

  /** Ends a good run; if it is wanted again, as a new job at the end of the line. False when it is no longer the owner's. */
  finish(seq: number, owner: string, now: number): boolean {
    if (this.#statements.remove.run({ seq, owner }).changes > 0) return true;
    const rerun = this.#db.transaction(() => this.#again(this.#statements.rerun.get({ seq, owner }), now));
    return rerun.immediate();
  }

  #again(row: unknown, now: number): boolean {
    if (!row) return false;
    const { rerunAt, ...job } = row as Stored & { rerunAt: number | null };
    if (rerunAt !== null) this.enqueue({ ...job, dueAt: rerunAt }, now);
    return true;
  }

  /** Back to the waiting ones; `isFree` gives the attempt back. False when the job is no longer the owner's. */
  retry(seq: number, owner: string, at: { now: number; dueAt: number; error: string; isFree: boolean }): boolean {
    const { now, dueAt, error, isFree } = at;
    return this.#statements.retry.run({ seq, owner, now, dueAt, error, refund: isFree ? 1 : 0 }).changes > 0;
  }

  /** To the dead letters; a run that was asked for meanwhile becomes a job of its own. Drops letters older than keptMs. */
  bury(seq: number, owner: string, at: { now: number; error: string; keptMs: number }): boolean {
    const { now, error, keptMs } = at;
    const bury = this.#db.transaction(() => {
      this.#statements.forget.run(now - keptMs);
      return this.#again(this.#statements.bury.get({ seq, owner, now, error }), now);
    });
    return bury.immediate();
  }

  /** Renews every lease of the owner; the jobs that are still its own. */
  renew(owner: string, leaseEndsAt: number): Set<number> {
    const rows = this.#statements.renew.all({ owner, leaseEndsAt }) as { seq: number }[];
    return new Set(rows.map((row) => row.seq));
  }

  /** Returns the owner's running jobs at no cost in attempts. */
  giveBack(owner: string, now: number): number {
    return this.#statements.giveBack.run({ owner, now }).changes;
  }

  /** Makes delayed jobs ready whose time has come. */
  promote(now: number): void {
    if (this.#statements.hasDue.get(now)) this.#statements.promote.run(now);
  }

  /** Running jobs whose lease is over: their worker died or lost its breath. */
  expired(now: number): { seq: number; owner: string; attempt: number }[] {
    return this.#statements.expired.all(now) as { seq: number; owner: string; attempt: number }[];
  }

  /** When a delayed job or another owner's lease is due next; null when nothing is to come. */
  nextAt(owner: string): number | null {
    const delayed = this.#statements.nextDelayed.get() as number | null;
    const expiry = this.#statements.nextExpiry.get(owner) as number | null;
    if (delayed === null || expiry === null) return delayed ?? expiry;
    return Math.min(delayed, expiry);
  }

  /** Whether anything is running or could run now, in any process. */
  isBusy(now: number): boolean {
    return this.#statements.isBusy.get(now) === 1;
  }

  stats(now: number): StateCounts {
    const none = () => ({ pending: 0, running: 0, delayed: 0, dead: 0 });
    const counts = Object.fromEntries(JOB_NAMES.map((name) => [name, none()])) as StateCounts;
    const rows = this.#statements.stats.all(now) as {
      name: JobName;
      state: keyof StateCounts['fetch'];
      count: number;
    }[];
    for (const { name, state, count } of rows) if (counts[name]) counts[name][state] += count;
    return counts;
  }

  /** Newest first. */
  deadLetters(limit: number): DeadLetter[] {
    const rows = this.#statements.deadLetters.all(limit) as (Omit<DeadLetter, 'id'> & {
      seq: number;
      payload: string;
    })[];
    return rows.map(({ seq, ...row }) => ({ ...row, id: jobId(seq), payload: parsePayload(row.payload) }));
  }

  /** Turns a dead letter into a fresh job. False when there is none with the id. */
  replay(id: string, now: number): boolean {
    const seq = /^job_(\d{1,15})$/.exec(id)?.[1];
    if (seq === undefined) return false;
    const replay = this.#db.transaction(() => {
      const job = this.#statements.exhume.get(Number(seq)) as Stored | undefined;
      if (job) this.enqueue({ ...job, dueAt: now }, now);
      return job !== undefined;
    });
    return replay.immediate();
  }

  close(): void {
    this.#db.close();
  }
}

export function jobId(seq: number): string {
  return `job_${seq}`;
}

/** A payload that cannot be read (a damaged row) is shown as the text it is. */
function parsePayload(payload: string): unknown {
  try {
    return JSON.parse(payload);
  } catch {
    return payload;
  }
}
