// The Queue port's promises about jobs that fail: pauses, attempts, dead letters, time limits. Part of queueContract.

import { expect, it } from 'vitest';
import { AppError, NeverRetry, RetryLater } from '../../core/errors.ts';
import { gate, type QueueBench, reach } from './queue.ts';

export function failureContract(bench: () => QueueBench): void {
  retryContract(bench);
  deadLetterContract(bench);
  timeoutContract(bench);
}

function retryContract(bench: () => QueueBench): void {
  it('tries a failed job again after a pause, with a higher attempt', async () => {
    const { queue, advance, settings } = bench();
    const attempts: number[] = [];
    queue.work('notify', async (_, { attempt }) => {
      attempts.push(attempt);
      if (attempt === 1) throw new Error('the line was busy');
    });
    await queue.enqueue('notify', { deliveryId: 'a' });
    await queue.drain();
    expect(attempts).toEqual([1]);
    expect((await queue.stats()).notify).toMatchObject({ delayed: 1, dead: 0 });
    await advance(settings.backoffMs);
    await reach(attempts, 2);
    await queue.drain();
    expect(attempts).toEqual([1, 2]);
    expect((await queue.stats()).notify).toEqual({ pending: 0, running: 0, delayed: 0, dead: 0 });
  });

  it('goes on with the other jobs when one throws, at once or later, whatever it throws', async () => {
    const { queue } = bench();
    const seen: string[] = [];
    queue.work('notify', ({ deliveryId }) => {
      if (deliveryId === 'at once') throw new Error('thrown before the first await');
      if (deliveryId === 'odd') return Promise.reject('not even an error');
      seen.push(deliveryId);
      return Promise.resolve();
    });
    for (const id of ['at once', 'a', 'odd', 'b']) await queue.enqueue('notify', { deliveryId: id });
    await queue.drain();
    expect(seen).toEqual(['a', 'b']);
  });

  it('takes no attempt from a job whose store is away, and pauses all the same', async () => {
    const { queue, advance, settings } = bench();
    const attempts: number[] = [];
    queue.work('notify', async (_, { attempt }) => {
      attempts.push(attempt);
      if (attempts.length === 1) throw new AppError('store.unavailable', 'It does not answer.', { retry: 'later' });
    });
    await queue.enqueue('notify', { deliveryId: 'a' });
    await queue.drain();
    expect((await queue.stats()).notify).toMatchObject({ delayed: 1, dead: 0 });
    await advance(settings.backoffMs);
    await reach(attempts, 2);
    expect(attempts).toEqual([1, 1]);
  });

  it('does not let a duplicate cut the pause of a failed job short', async () => {
    const { queue } = bench();
    const attempts: number[] = [];
    queue.work('notify', async (_, { attempt }) => {
      attempts.push(attempt);
      throw new Error('no');
    });
    await queue.enqueue('notify', { deliveryId: 'a' }, { key: 'a' });
    await queue.drain();
    await queue.enqueue('notify', { deliveryId: 'a' }, { key: 'a' });
    await queue.drain();
    expect(attempts).toEqual([1]);
    expect((await queue.stats()).notify).toMatchObject({ delayed: 1, pending: 0 });
  });

  it('waits as long as RetryLater says, as often as it says, at no cost in attempts', async () => {
    const { queue, advance, settings } = bench();
    const attempts: number[] = [];
    const tries = settings.maxAttempts + 2;
    queue.work('notify', async (_, { attempt }) => {
      attempts.push(attempt);
      if (attempts.length < tries) throw new RetryLater(400, 'The host wants a pause.');
    });
    await queue.enqueue('notify', { deliveryId: 'a' });
    await queue.drain();
    await advance(100);
    expect(attempts).toEqual([1]);
    for (let count = 2; count <= tries; count++) {
      await advance(400);
      await reach(attempts, count);
    }
    await queue.drain();
    expect(attempts).toEqual(Array.from({ length: tries }, () => 1));
    expect((await queue.stats()).notify).toEqual({ pending: 0, running: 0, delayed: 0, dead: 0 });
  });
}

/** Runs a job that fails until it is dead. */
async function failForGood({ queue, advance, settings }: QueueBench, attempts: number[]): Promise<void> {
  queue.work('notify', async (_, { attempt }) => {
    attempts.push(attempt);
    throw new Error(`no answer, try ${attempt}`);
  });
  await queue.enqueue('notify', { deliveryId: 'a' });
  for (let count = 1; count <= settings.maxAttempts; count++) {
    await reach(attempts, count);
    await queue.drain();
    if (count < settings.maxAttempts) await advance(settings.backoffMs * 2 ** (count - 1));
  }
}

function deadLetterContract(bench: () => QueueBench): void {
  it('keeps a job that failed too often as a dead letter with its last error', async () => {
    const attempts: number[] = [];
    await failForGood(bench(), attempts);
    const { queue, settings } = bench();
    expect(attempts).toEqual(Array.from({ length: settings.maxAttempts }, (_, index) => index + 1));
    expect(await queue.deadLetters(10)).toEqual([
      {
        id: expect.any(String),
        name: 'notify',
        payload: { deliveryId: 'a' },
        error: `no answer, try ${settings.maxAttempts}`,
        failedAt: expect.any(Number),
        attemptCount: settings.maxAttempts,
      },
    ]);
    expect((await queue.stats()).notify).toEqual({ pending: 0, running: 0, delayed: 0, dead: 1 });
  });

  it('gives up a job at once that says another try cannot help', async () => {
    const { queue } = bench();
    queue.work('notify', async () => {
      throw new NeverRetry('The address does not exist.');
    });
    await queue.enqueue('notify', { deliveryId: 'a' });
    await queue.drain();
    const letters = await queue.deadLetters(10);
    expect(letters).toMatchObject([{ error: 'The address does not exist.', attemptCount: 1 }]);
  });

  it('lists dead letters newest first and no more than asked for', async () => {
    const { queue, advance } = bench();
    queue.work('notify', async () => {
      throw new NeverRetry('no');
    });
    for (const deliveryId of ['a', 'b', 'c']) {
      await queue.enqueue('notify', { deliveryId });
      await queue.drain();
      await advance(5);
    }
    const letters = await queue.deadLetters(2);
    expect(letters.map(({ payload }) => payload)).toEqual([{ deliveryId: 'c' }, { deliveryId: 'b' }]);
  });

  it('takes the key of a dead letter again, and runs what was asked for while it failed', async () => {
    const { queue } = bench();
    const { opened, open } = gate();
    const started: number[] = [];
    queue.work('evaluate', async () => {
      started.push(started.length);
      if (started.length > 1) return;
      await opened;
      throw new NeverRetry('no');
    });
    await queue.enqueue('evaluate', { brandId: 'a' }, { key: 'a' });
    await reach(started, 1);
    await queue.enqueue('evaluate', { brandId: 'a' }, { key: 'a' });
    open();
    await queue.drain();
    expect(started.length).toBe(2);
    expect((await queue.stats()).evaluate).toEqual({ pending: 0, running: 0, delayed: 0, dead: 1 });
  });

  it('replays a dead letter as a fresh job, once', async () => {
    const { queue } = bench();
    const seen: { payload: unknown; attempt: number }[] = [];
    queue.work('notify', async (payload, { attempt }) => {
      seen.push({ payload, attempt });
      if (seen.length === 1) throw new NeverRetry('no');
    });
    await queue.enqueue('notify', { deliveryId: 'a' }, { key: 'a' });
    await queue.drain();
    const id = (await queue.deadLetters(1))[0]?.id ?? '';
    expect(await queue.replay(id)).toBe(true);
    expect(await queue.replay(id)).toBe(false);
    expect(await queue.replay('nothing of ours')).toBe(false);
    await queue.drain();
    expect(seen).toEqual(Array.from({ length: 2 }, () => ({ payload: { deliveryId: 'a' }, attempt: 1 })));
    expect(await queue.deadLetters(10)).toEqual([]);
  });
}

function timeoutContract(bench: () => QueueBench): void {
  it('aborts a job that takes too long and counts that as a failure', async () => {
    const { queue, advance, settings } = bench();
    const attempts: number[] = [];
    const handler = async (_: unknown, { attempt, signal }: { attempt: number; signal: AbortSignal }) => {
      attempts.push(attempt);
      if (attempt > 1) return;
      await new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
    };
    queue.work('notify', handler, { timeoutMs: 300 });
    await queue.enqueue('notify', { deliveryId: 'a' });
    await reach(attempts, 1);
    await advance(300);
    await queue.drain();
    await advance(settings.backoffMs);
    await reach(attempts, 2);
    await queue.drain();
    expect(attempts).toEqual([1, 2]);
  });

  it('takes the place away from a job that will not hear its signal', async () => {
    const { queue, advance, settings } = bench();
    const seen: string[] = [];
    const handler = async ({ deliveryId }: { deliveryId: string }) => {
      seen.push(deliveryId);
      if (deliveryId === 'deaf') await new Promise(() => undefined);
    };
    queue.work('notify', handler, { timeoutMs: 300 });
    await queue.enqueue('notify', { deliveryId: 'deaf' });
    await queue.enqueue('notify', { deliveryId: 'next' });
    await reach(seen, 1);
    await advance(300 + settings.abortGraceMs);
    await reach(seen, 2);
    await queue.drain();
    expect(seen).toEqual(['deaf', 'next']);
    expect((await queue.stats()).notify).toMatchObject({ delayed: 1, running: 0 });
  });
}
