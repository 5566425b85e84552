// What only the table in the file can show: real processes that die or compete, a file that is locked or full.

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import Database from 'better-sqlite3';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { FakeClock, systemClock } from '../../core/clock.ts';
import type { Clock, Queue } from '../../core/ports.ts';
import { LocalQueue } from '../../queue/local.ts';
import { openQueue } from '../../queue/open.ts';
import { backoffAfter, QUEUE_DEFAULTS } from '../../queue/settings.ts';
import { gate, queueContract, reach } from '../contracts/queue.ts';
import { memoryLog, openLocalBench, SETTINGS, settle, stoppable } from './support.ts';
import type { WorkerOptions } from './worker-process.ts';

queueContract('local table', openLocalBench);

async function newFile(): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), 'itibar-queue-'));
  onTestFinished(() => rm(dir, { recursive: true, force: true }));
  return join(dir, 'itibar.db');
}

function open(path: string, clock: Clock, settings: object = SETTINGS): Queue {
  const queue = openQueue({ kind: 'local', path, clock, log: memoryLog().log, settings });
  onTestFinished(() => queue.close(0));
  return queue;
}

/** Starts a real worker process; `lines` grows with what it prints. */
async function startWorker(options: WorkerOptions): Promise<{ child: ChildProcess; lines: string[] }> {
  const script = join(import.meta.dirname, 'worker-process.ts');
  const child = spawn(process.execPath, ['--import', 'tsx', script, JSON.stringify(options)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  const lines: string[] = [];
  createInterface({ input: child.stdout as NodeJS.ReadableStream }).on('line', (line) => lines.push(line));
  await reach(lines, 1);
  return { child, lines };
}

describe('real processes on one file', () => {
  it('gets the job back that a process held when it was killed', async () => {
    const path = await newFile();
    const queue = open(path, systemClock, { leaseMs: 600, pollMs: 20 });
    const { child, lines } = await startWorker({ path, leaseMs: 600, jobMs: null, concurrency: 1 });
    await queue.enqueue('notify', { deliveryId: 'a' });
    await vi.waitFor(() => expect(lines).toContain('begin a'), { timeout: 10_000 });
    child.kill('SIGKILL');
    await once(child, 'exit');
    const attempts: number[] = [];
    queue.work('notify', async (_, { attempt }) => void attempts.push(attempt));
    await reach(attempts, 1);
    await queue.drain();
    expect(attempts).toEqual([2]);
  });

  it('runs no job in two processes at once, and every job', async () => {
    const path = await newFile();
    const options = { path, leaseMs: 5_000, jobMs: 2, concurrency: 4 };
    const workers = await Promise.all([startWorker(options), startWorker(options)]);
    const queue = open(path, systemClock, { pollMs: 20 });
    const ids = Array.from({ length: 300 }, (_, index) => String(index));
    for (const deliveryId of ids) await queue.enqueue('notify', { deliveryId });
    const ended = () => workers.map(({ lines }) => lines.filter((line) => line.startsWith('end ')));
    await vi.waitFor(() => expect(ended().flat().length).toBeGreaterThanOrEqual(ids.length), { timeout: 15_000 });
    await queue.drain();
    const all = ended().flat();
    expect([...new Set(all)].length).toBe(ids.length);
    expect(all.length).toBe(ids.length);
    for (const lines of ended()) expect(lines.length).toBeGreaterThan(0);
  });
});

describe('a file that cannot be written', () => {
  it('reports a locked file once, tries on, and runs the job when it is free again', async () => {
    const path = await newFile();
    const clock = new FakeClock();
    const { log, lines } = memoryLog();
    const db = new Database(path, { timeout: 1 });
    db.pragma('journal_mode = WAL');
    const settings = { ...QUEUE_DEFAULTS, ...SETTINGS };
    const queue = new LocalQueue({ db, clock, log, isShared: true, settings });
    const seen: string[] = [];
    await queue.enqueue('notify', { deliveryId: 'a' });
    const locker = new Database(path);
    locker.exec('BEGIN IMMEDIATE');
    queue.work('notify', async ({ deliveryId }) => void seen.push(deliveryId));
    await clock.advance(SETTINGS.pollMs * 20);
    expect(seen).toEqual([]);
    await expect(queue.enqueue('notify', { deliveryId: 'b' })).rejects.toMatchObject({ code: 'queue.busy' });
    expect(lines.map(({ level }) => level)).toEqual(['error']);
    locker.exec('ROLLBACK');
    locker.close();
    await clock.advance(SETTINGS.pollMs * 2);
    await queue.drain();
    expect(seen).toEqual(['a']);
    expect(lines.map(({ level }) => level)).toEqual(['error', 'info']);
    await queue.close();
  });

  it('keeps the result of a job until it can be written, and takes no other job meanwhile', async () => {
    const path = await newFile();
    const clock = new FakeClock();
    const db = new Database(path, { timeout: 1 });
    db.pragma('journal_mode = WAL');
    const settings = { ...QUEUE_DEFAULTS, ...SETTINGS };
    const queue = new LocalQueue({ db, clock, log: memoryLog().log, isShared: true, settings });
    const { opened, open: finish } = gate();
    const seen: string[] = [];
    queue.work('notify', async ({ deliveryId }) => {
      seen.push(deliveryId);
      await opened;
    });
    await queue.enqueue('notify', { deliveryId: 'a' });
    await queue.enqueue('notify', { deliveryId: 'b' });
    await reach(seen, 1);
    const locker = new Database(path);
    locker.exec('BEGIN IMMEDIATE');
    finish();
    await clock.advance(SETTINGS.leaseMs * 2);
    expect(seen).toEqual(['a']);
    locker.exec('ROLLBACK');
    locker.close();
    await clock.advance(SETTINGS.pollMs * 2);
    await queue.drain();
    expect(seen).toEqual(['a', 'b']);
    await queue.close();
  });

  it('does not run a job whose claim was not committed', async () => {
    const path = await newFile();
    const clock = new FakeClock();
    const queue = open(path, clock);
    await queue.enqueue('notify', { deliveryId: 'a' });
    // A broken promise that the database only notices at the very end, as it does a full disk.
    const saboteur = new Database(path);
    saboteur.exec(`CREATE TABLE nobody (id INTEGER PRIMARY KEY);
      CREATE TABLE debt (id INTEGER REFERENCES nobody (id) DEFERRABLE INITIALLY DEFERRED);
      CREATE TRIGGER sabotage AFTER UPDATE ON jobs BEGIN INSERT INTO debt VALUES (1); END;`);
    const seen: string[] = [];
    queue.work('notify', async ({ deliveryId }) => void seen.push(deliveryId));
    await settle();
    await clock.advance(SETTINGS.pollMs * 5);
    expect(seen).toEqual([]);
    saboteur.exec('DROP TRIGGER sabotage');
    saboteur.close();
    await clock.advance(SETTINGS.pollMs);
    await queue.drain();
    expect(seen).toEqual(['a']);
  });

  it('says that there is no room when the file is full, and goes on when there is', async () => {
    const path = await newFile();
    const clock = new FakeClock();
    const db = new Database(path);
    const settings = { ...QUEUE_DEFAULTS, ...SETTINGS };
    const queue = new LocalQueue({ db, clock, log: memoryLog().log, isShared: true, settings });
    onTestFinished(() => queue.close());
    const mentionIds = Array.from({ length: 1000 }, (_, index) => `men_${index}`);
    db.pragma(`max_page_count = ${db.pragma('page_count', { simple: true })}`);
    await expect(queue.enqueue('analyze', { mentionIds })).rejects.toMatchObject({ code: 'queue.full' });
    db.pragma('max_page_count = 100000');
    await queue.enqueue('analyze', { mentionIds });
    expect((await queue.stats()).analyze.pending).toBe(1);
  });
});

describe('a worker that hung', () => {
  /** A worker holds a job, hangs past its lease, and another has the job now. */
  async function hang() {
    const path = await newFile();
    const clock = new FakeClock();
    const slow = stoppable(clock);
    const [queue, other] = [open(path, slow.clock), open(path, clock)];
    const [first, second] = [gate(), gate()];
    const signals: AbortSignal[] = [];
    queue.work('notify', async (_, { signal }) => {
      signals.push(signal);
      await first.opened;
    });
    await queue.enqueue('notify', { deliveryId: 'a' }, { key: 'a' });
    await reach(signals, 1);
    slow.stop();
    const attempts: number[] = [];
    other.work('notify', async (_, { attempt }) => {
      attempts.push(attempt);
      await second.opened;
    });
    await clock.advance(SETTINGS.leaseMs + SETTINGS.pollMs);
    await reach(attempts, 1);
    onTestFinished(() => slow.go());
    return { clock, slow, other, first, second, signals, attempts };
  }

  it('hears that it lost its job', async () => {
    const { clock, slow, signals, attempts, second } = await hang();
    slow.go();
    await settle();
    await clock.advance(SETTINGS.leaseMs);
    expect(signals[0]?.aborted).toBe(true);
    second.open();
    await settle();
    expect(attempts).toEqual([2]);
  });

  it.each(['before', 'after'])('changes nothing when it ends its job %s it hears that', async (when) => {
    const { clock, slow, other, first, second, attempts } = await hang();
    if (when === 'after') {
      slow.go();
      await settle();
      await clock.advance(SETTINGS.leaseMs);
    }
    first.open();
    await settle();
    expect((await other.stats()).notify).toMatchObject({ running: 1 });
    second.open();
    await settle();
    expect((await other.stats()).notify).toEqual({ pending: 0, running: 0, delayed: 0, dead: 0 });
    expect(attempts).toEqual([2]);
  });
});

describe('the table in the file', () => {
  it('leaves user_version to the store and opens an existing file again', async () => {
    const path = await newFile();
    const store = new Database(path);
    store.pragma('user_version = 7');
    await open(path, systemClock).enqueue('tidy', {});
    expect((await open(path, systemClock).stats()).tidy.pending).toBe(1);
    expect(store.pragma('user_version', { simple: true })).toBe(7);
    store.close();
  });

  it('puts a job whose row is damaged among the dead letters and goes on', async () => {
    const path = await newFile();
    const queue = open(path, new FakeClock());
    await queue.enqueue('notify', { deliveryId: 'a' });
    await queue.enqueue('notify', { deliveryId: 'b' });
    const vandal = new Database(path);
    vandal.exec("UPDATE jobs SET payload = '{broken' WHERE seq = 1");
    vandal.close();
    const seen: string[] = [];
    queue.work('notify', async ({ deliveryId }) => void seen.push(deliveryId));
    await queue.drain();
    expect(seen).toEqual(['b']);
    expect(await queue.deadLetters(5)).toMatchObject([{ payload: '{broken', attemptCount: 1 }]);
  });

  it('lets sockets and timers have their turn while it works through many jobs', async () => {
    const queue = open(':memory:', new FakeClock());
    for (let index = 0; index < 200; index++) await queue.enqueue('notify', { deliveryId: String(index) });
    let turns = 0;
    let isDone = false;
    const count = () => {
      turns += 1;
      if (!isDone) setImmediate(count);
    };
    count();
    queue.work('notify', async () => undefined);
    await queue.drain();
    isDone = true;
    expect(turns).toBeGreaterThanOrEqual(200);
  });
});

describe('the pause after a failure', () => {
  it('doubles up to the cap, half fixed and half random', () => {
    const settings = { ...QUEUE_DEFAULTS, backoffMs: 1000, backoffCapMs: 10_000 };
    const pauses = (random: number) =>
      [1, 2, 3, 4, 5, 60].map((n) => backoffAfter(n, { ...settings, random: () => random }));
    expect(pauses(0)).toEqual([500, 1000, 2000, 4000, 5000, 5000]);
    expect(pauses(0.5)).toEqual([750, 1500, 3000, 6000, 7500, 7500]);
  });
});
