import { describe, expect, it } from 'vitest';
import { FakeClock } from '../../../core/clock.ts';
import { createLimiter } from '../../../crawlers/fetch/limiter.ts';

const settle = () => new Promise<void>((resolve) => setImmediate(resolve));

function openGate() {
  let open: () => void = () => undefined;
  const gate = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { gate, open: () => open() };
}

describe('the limiter', () => {
  it('keeps the pause between two starts at one host, and lets other hosts go', async () => {
    const clock = new FakeClock();
    const limiter = createLimiter({ clock, concurrency: 8 });
    const begin = clock.now();
    const starts: [string, number][] = [];
    const note = (name: string) => async () => {
      starts.push([name, clock.now() - begin]);
    };
    const all = [
      limiter.run('a', 1000, note('a1')),
      limiter.run('a', 1000, note('a2')),
      limiter.run('a', 1000, note('a3')),
      limiter.run('b', 1000, note('b1')),
    ];
    for (let i = 0; i < 8; i++) await settle();
    for (let i = 0; i < 50; i++) await clock.advance(100);
    await Promise.all(all);
    expect(starts).toEqual([
      ['a1', 0],
      ['b1', 0],
      ['a2', 1000],
      ['a3', 2000],
    ]);
  });

  it('runs at most two at once per host and the given number over all', async () => {
    const limiter = createLimiter({ clock: new FakeClock(), concurrency: 3 });
    const { gate, open } = openGate();
    let running = 0;
    const work = async () => {
      running += 1;
      await gate;
    };
    const all = ['a', 'a', 'a', 'b', 'b', 'b'].map((host) => limiter.run(host, 0, work));
    await settle();
    expect(running).toBe(3);
    open();
    await Promise.all(all);
    expect(running).toBe(6);
  });

  it('refuses when too many wait for one host, and only there', async () => {
    const limiter = createLimiter({ clock: new FakeClock(), concurrency: 1 });
    const { gate, open } = openGate();
    const all = Array.from({ length: 100 }, () => limiter.run('a', 0, () => gate));
    await expect(limiter.run('a', 0, () => gate)).rejects.toMatchObject({ code: 'fetch.busy' });
    open();
    await expect(limiter.run('b', 0, async () => 'served')).resolves.toBe('served');
    await Promise.all(all);
    await expect(limiter.run('a', 0, async () => 'served')).resolves.toBe('served');
  });

  it('lets an aborted one leave the line without holding up the others', async () => {
    const clock = new FakeClock();
    const limiter = createLimiter({ clock, concurrency: 8 });
    const stop = new AbortController();
    await limiter.run('a', 1000, async () => undefined);
    const sleeping = limiter.run('a', 1000, async () => 'never', stop.signal);
    const next = limiter.run('a', 1000, async () => 'next');
    const third = limiter.run('a', 1000, async () => 'queued', stop.signal);
    stop.abort(new Error('stopped'));
    await expect(sleeping).rejects.toThrow('stopped');
    await expect(third).rejects.toThrow('stopped');
    for (let i = 0; i < 30; i++) await clock.advance(100);
    await expect(next).resolves.toBe('next');
  });

  it('frees the place of one that failed', async () => {
    const limiter = createLimiter({ clock: new FakeClock(), concurrency: 1 });
    const fails = async () => {
      throw new Error('broken');
    };
    await expect(limiter.run('a', 0, fails)).rejects.toThrow('broken');
    await expect(limiter.run('a', 0, async () => 'works')).resolves.toBe('works');
  });
});
