// The rules of a brand are asked at once in ordinary times, and for a tenth of the time when asking is slow.

import { describe, expect, it } from 'vitest';
import { FakeClock } from '../../core/clock.ts';
import type { Deps } from '../../pipeline/deps.ts';
import { paced, pauseBefore } from '../../pipeline/pace.ts';

function installation() {
  const clock = new FakeClock();
  const deps = { clock, config: {} } as unknown as Deps;
  const ask = (tookMs: number) => paced(deps, 'brd_a', () => clock.advance(tookMs));
  return { clock, deps, ask };
}

describe('the pace of the rules', () => {
  it('has no pause where nothing was asked yet or asking takes no time', async () => {
    const { deps, ask } = installation();
    expect(pauseBefore(deps, 'brd_a')).toBe(0);
    await ask(0);
    expect(pauseBefore(deps, 'brd_a')).toBe(0);
  });

  it('leaves nine tenths of the time to others, and five seconds at most', async () => {
    const { clock, deps, ask } = installation();
    await ask(200);
    expect(pauseBefore(deps, 'brd_a')).toBe(1800);
    await clock.advance(1500);
    expect(pauseBefore(deps, 'brd_a')).toBe(300);
    await clock.advance(400);
    expect(pauseBefore(deps, 'brd_a')).toBe(0);
    await ask(60_000);
    expect(pauseBefore(deps, 'brd_a')).toBe(5000);
  });

  it('is kept for each brand and each installation by itself', async () => {
    const { deps, ask } = installation();
    await ask(200);
    expect(pauseBefore(deps, 'brd_b')).toBe(0);
    expect(pauseBefore(installation().deps, 'brd_a')).toBe(0);
  });

  it('counts a question that is still being asked, and one that failed', async () => {
    const { clock, deps, ask } = installation();
    await ask(100);
    await clock.advance(10_000);
    let during = 0;
    const asked = paced(deps, 'brd_a', async () => {
      during = pauseBefore(deps, 'brd_a');
      await clock.advance(300);
      throw new Error('the disk is full');
    });
    await expect(asked).rejects.toThrow('the disk is full');
    expect(during).toBe(1000);
    expect(pauseBefore(deps, 'brd_a')).toBe(2700);
  });
});
