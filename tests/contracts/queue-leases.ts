// The Queue port's promises about processes that stop, die or share the work. Part of queueContract.

import { expect, it } from 'vitest';
import { gate, type QueueBench, reach } from './queue.ts';

export function leaseContract(bench: () => QueueBench): void {
  killContract(bench);
  closeContract(bench);
}

function killContract(bench: () => QueueBench): void {
  it('gives the job of a killed worker to another after its lease, not before', async () => {
    const { queue, reopen, kill, advance, settings } = bench();
    const started: string[] = [];
    queue.work('notify', async () => {
      started.push('first');
      await new Promise(() => undefined);
    });
    await queue.enqueue('notify', { deliveryId: 'a' }, { key: 'a' });
    await reach(started, 1);
    const other = await reopen();
    const attempts: number[] = [];
    other.work('notify', async (_, { attempt }) => void attempts.push(attempt));
    await kill(queue);
    await advance(settings.leaseMs / 4);
    expect(attempts).toEqual([]);
    await advance(settings.leaseMs + settings.pollMs);
    await reach(attempts, 1);
    await other.drain();
    expect(attempts).toEqual([2]);
    expect((await other.stats()).notify).toEqual({ pending: 0, running: 0, delayed: 0, dead: 0 });
  });

  it('makes a job a dead letter that takes its worker down every time', async () => {
    const { queue, reopen, kill, advance, settings } = bench();
    const attempts: number[] = [];
    let victim = queue;
    await queue.enqueue('notify', { deliveryId: 'a' });
    for (let count = 1; count <= settings.maxAttempts; count++) {
      victim.work('notify', async (_, { attempt }) => {
        attempts.push(attempt);
        await new Promise(() => undefined);
      });
      if (count > 1) await advance(settings.pollMs);
      await reach(attempts, count);
      await kill(victim);
      victim = await reopen();
      await advance(settings.leaseMs + settings.pollMs);
    }
    victim.work('notify', async (_, { attempt }) => void attempts.push(attempt));
    await advance(settings.leaseMs + settings.pollMs);
    await victim.drain();
    expect(attempts).toEqual(Array.from({ length: settings.maxAttempts }, (_, index) => index + 1));
    expect((await victim.deadLetters(10)).length).toBe(1);
  });

  it('keeps a long job with its worker while that lives', async () => {
    const { queue, reopen, advance, settings } = bench();
    const { opened, open } = gate();
    const started: string[] = [];
    queue.work('notify', async () => {
      started.push('first');
      await opened;
    });
    await queue.enqueue('notify', { deliveryId: 'a' });
    await reach(started, 1);
    const other = await reopen();
    other.work('notify', async () => void started.push('other'));
    await advance(settings.leaseMs * 3);
    open();
    await queue.drain();
    expect(started).toEqual(['first']);
    expect((await queue.stats()).notify).toEqual({ pending: 0, running: 0, delayed: 0, dead: 0 });
  });

  it('shares the jobs between two processes without running one twice', async () => {
    const { queue, reopen, advance, settings } = bench();
    const other = await reopen();
    const seen: string[] = [];
    const ids = Array.from({ length: 60 }, (_, index) => `job ${index}`);
    for (const deliveryId of ids) await queue.enqueue('notify', { deliveryId });
    for (const worker of [queue, other])
      worker.work('notify', async ({ deliveryId }) => void seen.push(deliveryId), { concurrency: 3 });
    await reach(seen, ids.length);
    const drained = Promise.all([queue.drain(), other.drain()]);
    await advance(settings.pollMs);
    await drained;
    expect(seen.sort()).toEqual(ids.sort());
  });
}

function closeContract(bench: () => QueueBench): void {
  it('waits for the running job when it closes and takes no other', async () => {
    const { queue, reopen } = bench();
    const { opened, open } = gate();
    const seen: string[] = [];
    queue.work('notify', async ({ deliveryId }) => {
      seen.push(`${deliveryId} began`);
      await opened;
      await queue.enqueue('evaluate', { brandId: 'a follow-up' });
      seen.push(`${deliveryId} ended`);
    });
    await queue.enqueue('notify', { deliveryId: 'a' });
    await queue.enqueue('notify', { deliveryId: 'b' });
    await reach(seen, 1);
    const closed = queue.close(60_000);
    open();
    await closed;
    expect(seen).toEqual(['a began', 'a ended']);
    const next = await reopen();
    expect(await next.stats()).toMatchObject({ notify: { pending: 1, running: 0 }, evaluate: { pending: 1 } });
  });

  it('returns a job that does not end within the grace, and the attempt with it', async () => {
    const { queue, reopen, advance } = bench();
    const signals: AbortSignal[] = [];
    queue.work('notify', async (_, { signal }) => {
      signals.push(signal);
      await new Promise(() => undefined);
    });
    await queue.enqueue('notify', { deliveryId: 'a' });
    await reach(signals, 1);
    const closed = queue.close(200);
    await advance(100);
    expect(signals[0]?.aborted).toBe(false);
    await advance(100);
    await closed;
    expect(signals[0]?.aborted).toBe(true);
    const next = await reopen();
    const attempts: number[] = [];
    next.work('notify', async (_, { attempt }) => void attempts.push(attempt));
    await next.drain();
    expect(attempts).toEqual([1]);
  });

  it('refuses jobs once it is closed, and closing twice is no harm', async () => {
    const { queue } = bench();
    await queue.close();
    await queue.close();
    await expect(queue.enqueue('notify', { deliveryId: 'a' })).rejects.toMatchObject({ code: 'queue.closed' });
    await expect(queue.drain()).rejects.toMatchObject({ code: 'queue.closed' });
  });
}
