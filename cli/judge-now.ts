// Analysis inside a command: works on the queue's analysis jobs of this process, then on whatever a killed process left
// unjudged. Safe beside a running `itibar start`: judging twice counts once.

import { analyzeJob } from '../pipeline/analyze.ts';
import type { Deps } from '../pipeline/deps.ts';
import { evaluateJob } from '../pipeline/evaluate.ts';
import { startWork } from '../pipeline/work.ts';

const LOOK_EVERY_MS = 25;
const SWEEP = 500;

export interface Judging {
  /** Mentions judged so far. */
  readonly judgedCount: number;
  /** Resolves when fewer than `count` jobs wait: the brake on whoever brings in more. */
  untilBelow(count: number): Promise<void>;
  /** Resolves when no mention is unjudged; then the rules of the brands that have new material were asked. */
  finish(onProgress?: () => void): Promise<void>;
}

/** Starts judging. The queue's close(), which every command ends with, stops it. */
export function startJudging(deps: Deps): Judging {
  let judgedCount = 0;
  let runningCount = 0;
  const brandIds = new Set<string>();
  const judge = async (mentionIds: string[]) => {
    runningCount += 1;
    try {
      const analyzed = await analyzeJob(deps, { mentionIds });
      judgedCount += analyzed.judgedCount;
      for (const id of analyzed.brandIds) brandIds.add(id);
    } finally {
      runningCount -= 1;
    }
  };
  deps.queue.work('analyze', ({ mentionIds }) => judge(mentionIds), { concurrency: 1 });
  startWork(deps, ['evaluate', 'notify']);
  const waiting = async () => (await deps.queue.stats()).analyze.pending + runningCount;
  const untilBelow = async (count: number, onProgress?: () => void) => {
    while ((await waiting()) >= count) {
      onProgress?.();
      await deps.clock.sleep(LOOK_EVERY_MS);
    }
  };
  return {
    get judgedCount() {
      return judgedCount;
    },
    untilBelow,
    async finish(onProgress) {
      await untilBelow(1, onProgress);
      await sweep(deps, judge, onProgress);
      for (const brandId of brandIds) await evaluateJob(deps, { brandId });
      await untilSent(deps);
    },
  };
}

/** Ends when a round changes nothing: what cannot be judged is reported in the log and never stops a command. */
async function sweep(deps: Deps, judge: (ids: string[]) => Promise<void>, onProgress?: () => void): Promise<void> {
  let before = '';
  for (;;) {
    const ids = await deps.store.mentions.listUnjudged(SWEEP);
    if (ids.length === 0 || ids.join() === before) return;
    before = ids.join();
    await judge(ids);
    onProgress?.();
  }
}

const SEND_MS = 10_000;

/** Gives alerts a moment to leave; those that cannot are kept for `itibar start`. */
async function untilSent(deps: Deps): Promise<void> {
  const until = deps.clock.now() + SEND_MS;
  for (;;) {
    const { notify, evaluate } = await deps.queue.stats();
    if (notify.pending + notify.running + evaluate.pending === 0 || deps.clock.now() > until) return;
    await deps.clock.sleep(LOOK_EVERY_MS);
  }
}
