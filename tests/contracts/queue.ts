// Every promise of the Queue port as a test, for any implementation. Time is only ever asked to pass through the bench,
// so that a fake clock can jump and a queue on a server can really wait: nothing here may assume which one it is.

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { JOB_NAMES, type JobContext, type Queue } from '../../core/ports.ts';
import { failureContract } from './queue-failures.ts';
import { leaseContract } from './queue-leases.ts';

/** One set of jobs and the processes that work on it. */
export interface QueueBench {
  queue: Queue;
  /** A second process: its own handle on the same jobs. */
  reopen(): Promise<Queue>;
  /** The process of this queue dies on the spot: renews no lease, gives nothing back, takes nothing more. */
  kill(queue: Queue): Promise<void>;
  /** Lets time pass for every living queue: a fake clock jumps, a real one waits. */
  advance(ms: number): Promise<void>;
  /** Closes everything and removes the jobs. */
  close(): Promise<void>;
  settings: {
    leaseMs: number;
    maxAttempts: number;
    /** Longest pause after the first failure. */
    backoffMs: number;
    /** Longest time until a job of another process is seen. */
    pollMs: number;
    abortGraceMs: number;
  };
}

export type OpenBench = () => Promise<QueueBench>;

/** A promise and its switch. */
export function gate<T = void>(): { opened: Promise<T>; open: (value: T) => void } {
  let open: (value: T) => void = () => undefined;
  const opened = new Promise<T>((resolve) => {
    open = resolve;
  });
  return { opened, open };
}

/** Waits until the list has the length, without asking how long it takes. */
export async function reach(list: readonly unknown[], length: number): Promise<void> {
  await vi.waitFor(() => expect(list.length).toBeGreaterThanOrEqual(length), { timeout: 10_000, interval: 2 });
}

export function queueContract(name: string, open: OpenBench): void {
  describe(`queue contract: ${name}`, () => {
    let bench: QueueBench;
    beforeEach(async () => {
      bench = await open();
    });
    afterEach(() => bench.close());
    const current = () => bench;
    describe('work', () => workContract(current));
    describe('keys', () => keyContract(current));
    describe('order and delay', () => orderContract(current));
    describe('draining and counting', () => countContract(current));
    describe('failures', () => failureContract(current));
    describe('leases and endings', () => leaseContract(current));
  });
}

function workContract(bench: () => QueueBench): void {
  it('hands a job to its worker at once, with its payload and a first attempt', async () => {
    const { queue } = bench();
    const seen: { payload: unknown; context: JobContext }[] = [];
    queue.work('fetch', async (payload, context) => void seen.push({ payload, context }));
    await queue.enqueue('fetch', { subscriptionId: 'sub_ığüşöç' });
    await reach(seen, 1);
    expect(seen[0]?.payload).toEqual({ subscriptionId: 'sub_ığüşöç' });
    expect(seen[0]?.context).toMatchObject({ attempt: 1, id: expect.stringMatching(/./) });
    expect(seen[0]?.context.signal.aborted).toBe(false);
  });

  it('keeps jobs for a worker that comes later, and for the next process', async () => {
    const { queue, reopen } = bench();
    for (const id of ['a', 'b', 'c']) await queue.enqueue('notify', { deliveryId: id });
    await queue.close();
    const next = await reopen();
    const seen: string[] = [];
    next.work('notify', async ({ deliveryId }) => void seen.push(deliveryId));
    await next.drain();
    expect(seen).toEqual(['a', 'b', 'c']);
  });

  it('runs jobs that another process put in', async () => {
    const { queue, reopen, advance, settings } = bench();
    const seen: string[] = [];
    queue.work('notify', async ({ deliveryId }) => void seen.push(deliveryId));
    await queue.drain();
    const other = await reopen();
    await other.enqueue('notify', { deliveryId: 'a' });
    await advance(settings.pollMs);
    await reach(seen, 1);
    expect(seen).toEqual(['a']);
  });

  it('runs no more jobs of a name at a time than allowed, and no name waits for another', async () => {
    const { queue } = bench();
    const { opened, open } = gate();
    const started: string[] = [];
    let count = 0;
    let most = 0;
    queue.work(
      'fetch',
      async ({ subscriptionId }) => {
        started.push(subscriptionId);
        count += 1;
        most = Math.max(most, count);
        await opened;
        count -= 1;
      },
      { concurrency: 3 },
    );
    const notified: string[] = [];
    queue.work('notify', async ({ deliveryId }) => void notified.push(deliveryId));
    for (let index = 0; index < 7; index++) await queue.enqueue('fetch', { subscriptionId: String(index) });
    await reach(started, 3);
    await queue.enqueue('notify', { deliveryId: 'meanwhile' });
    await reach(notified, 1);
    expect(await queue.stats()).toMatchObject({ fetch: { pending: 4, running: 3 } });
    open();
    await queue.drain();
    expect(started.length).toBe(7);
    expect(most).toBe(3);
  });

  it('refuses a second worker of a name', () => {
    const { queue } = bench();
    queue.work('tidy', async () => undefined);
    expect(() => queue.work('tidy', async () => undefined)).toThrow(/one per name/);
  });
}

function keyContract(bench: () => QueueBench): void {
  it('collapses jobs with the same name and key while one is pending, and no others', async () => {
    const { queue } = bench();
    const seen: string[] = [];
    for (let index = 0; index < 5; index++) await queue.enqueue('evaluate', { brandId: 'a' }, { key: 'a' });
    await queue.enqueue('evaluate', { brandId: 'b' }, { key: 'b' });
    await queue.enqueue('fetch', { subscriptionId: 'a' }, { key: 'a' });
    for (let index = 0; index < 2; index++) await queue.enqueue('evaluate', { brandId: 'no key' });
    queue.work('evaluate', async ({ brandId }) => void seen.push(brandId));
    queue.work('fetch', async ({ subscriptionId }) => void seen.push(`fetch ${subscriptionId}`));
    await queue.drain();
    expect(seen.sort()).toEqual(['a', 'b', 'fetch a', 'no key', 'no key']);
  });

  it('takes the key again once the job has ended', async () => {
    const { queue } = bench();
    const seen: string[] = [];
    queue.work('evaluate', async ({ brandId }) => void seen.push(brandId));
    for (let index = 0; index < 3; index++) {
      await queue.enqueue('evaluate', { brandId: 'a' }, { key: 'a' });
      await queue.drain();
    }
    expect(seen).toEqual(['a', 'a', 'a']);
  });

  it('runs a job once more when it was asked for while it ran, and never beside itself', async () => {
    const { queue } = bench();
    const gates = [gate(), gate(), gate()];
    const started: number[] = [];
    let isRunning = false;
    queue.work(
      'evaluate',
      async () => {
        expect(isRunning).toBe(false);
        isRunning = true;
        started.push(started.length);
        await gates[started.length - 1]?.opened;
        isRunning = false;
      },
      { concurrency: 4 },
    );
    await queue.enqueue('evaluate', { brandId: 'a' }, { key: 'a' });
    await reach(started, 1);
    for (let index = 0; index < 5; index++) await queue.enqueue('evaluate', { brandId: 'a' }, { key: 'a' });
    expect((await queue.stats()).evaluate).toMatchObject({ running: 1, pending: 0 });
    for (const { open } of gates) open();
    await queue.drain();
    expect(started.length).toBe(2);
  });

  it('lets a job that keeps asking for itself not hold up the others of its name', async () => {
    const { queue } = bench();
    const seen: string[] = [];
    queue.work('evaluate', async ({ brandId }) => {
      seen.push(brandId);
      if (brandId === 'busy' && seen.length < 50) await queue.enqueue('evaluate', { brandId }, { key: brandId });
    });
    await queue.enqueue('evaluate', { brandId: 'busy' }, { key: 'busy' });
    await queue.enqueue('evaluate', { brandId: 'quiet' }, { key: 'quiet' });
    await queue.drain();
    expect(seen.indexOf('quiet')).toBeLessThan(5);
  });
}

function orderContract(bench: () => QueueBench): void {
  it('runs higher priorities first and equal ones in the order they came', async () => {
    const { queue } = bench();
    const seen: string[] = [];
    for (const [id, priority] of [['a'], ['b'], ['urgent', 10], ['late', -5], ['c'], ['urgent too', 10]] as const)
      await queue.enqueue('notify', { deliveryId: id }, priority === undefined ? {} : { priority });
    queue.work('notify', async ({ deliveryId }) => void seen.push(deliveryId));
    await queue.drain();
    expect(seen).toEqual(['urgent', 'urgent too', 'a', 'b', 'c', 'late']);
  });

  it('runs a delayed job when its time has come and not before', async () => {
    const { queue, advance } = bench();
    const seen: string[] = [];
    queue.work('notify', async ({ deliveryId }) => void seen.push(deliveryId));
    await queue.enqueue('notify', { deliveryId: 'later' }, { delayMs: 600 });
    await queue.enqueue('notify', { deliveryId: 'now' });
    await queue.drain();
    await advance(200);
    expect(seen).toEqual(['now']);
    expect((await queue.stats()).notify).toMatchObject({ delayed: 1, pending: 0 });
    await advance(600);
    await reach(seen, 2);
    expect(seen).toEqual(['now', 'later']);
  });

  it('brings a delayed job forward when the same is wanted sooner', async () => {
    const { queue, advance } = bench();
    const seen: string[] = [];
    queue.work('notify', async ({ deliveryId }) => void seen.push(deliveryId));
    await queue.enqueue('notify', { deliveryId: 'a' }, { key: 'a', delayMs: 3_600_000 });
    await queue.enqueue('notify', { deliveryId: 'a' }, { key: 'a', delayMs: 7_200_000 });
    await advance(300);
    expect(seen).toEqual([]);
    await queue.enqueue('notify', { deliveryId: 'a' }, { key: 'a' });
    await queue.drain();
    expect(seen).toEqual(['a']);
    expect((await queue.stats()).notify).toEqual({ pending: 0, running: 0, delayed: 0, dead: 0 });
  });
}

function countContract(bench: () => QueueBench): void {
  it('counts an empty queue as nothing of every name', async () => {
    const none = { pending: 0, running: 0, delayed: 0, dead: 0 };
    expect(await bench().queue.stats()).toEqual(Object.fromEntries(JOB_NAMES.map((name) => [name, none])));
  });

  it('drains at once when nothing is due, whatever is delayed', async () => {
    const { queue } = bench();
    await queue.enqueue('notify', { deliveryId: 'later' }, { delayMs: 3_600_000 });
    await queue.drain();
    expect((await queue.stats()).notify.delayed).toBe(1);
  });

  it('drains only after the jobs that jobs put in', async () => {
    const { queue } = bench();
    const seen: string[] = [];
    queue.work('fetch', async ({ subscriptionId }) => {
      await queue.enqueue('analyze', { mentionIds: [subscriptionId] });
      seen.push('fetch');
    });
    queue.work('analyze', async () => {
      await queue.enqueue('evaluate', { brandId: 'a' }, { key: 'a' });
      seen.push('analyze');
    });
    queue.work('evaluate', async () => void seen.push('evaluate'));
    await queue.enqueue('fetch', { subscriptionId: 'a' });
    await queue.drain();
    expect(seen).toEqual(['fetch', 'analyze', 'evaluate']);
  });
}
