// Ctrl-C and the signals of a service manager: the first asks for a clean end, the second ends at once.

import { systemClock } from '../core/clock.ts';
import { note } from './output.ts';

/** npm hands a terminal's Ctrl-C on a second time within moments: that is one wish, not two. */
const SAME_WISH_MS = 400;
const INTERRUPTED = 130;

/** Resolves with the first signal. After it, another one ends the process without waiting. */
export function untilAskedToStop(): Promise<NodeJS.Signals> {
  return new Promise((resolve) => {
    let askedAt: number | null = null;
    const hear = (signal: NodeJS.Signals) => {
      const now = systemClock.now();
      if (askedAt === null) {
        askedAt = now;
        if (process.stderr.isTTY) note('\nStopping; Ctrl-C again ends at once.');
        resolve(signal);
      } else if (now - askedAt > SAME_WISH_MS) process.exit(INTERRUPTED);
    };
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, hear);
  });
}
