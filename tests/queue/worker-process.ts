// A real process that works on a queue's file, for tests that kill it. Prints one line per step; options come as JSON
// in the first argument. Never imported: started with node and tsx.

import { systemClock } from '../../core/clock.ts';
import { openQueue } from '../../queue/open.ts';
import { memoryLog } from './support.ts';

export interface WorkerOptions {
  path: string;
  leaseMs: number;
  /** How long a job takes; null = for ever. */
  jobMs: number | null;
  concurrency: number;
}

const options = JSON.parse(process.argv[2] ?? '{}') as WorkerOptions;
const settings = { leaseMs: options.leaseMs, pollMs: 20 };
const queue = openQueue({ kind: 'local', path: options.path, clock: systemClock, log: memoryLog().log, settings });

queue.work(
  'notify',
  async ({ deliveryId }) => {
    process.stdout.write(`begin ${deliveryId}\n`);
    await (options.jobMs === null ? new Promise(() => undefined) : systemClock.sleep(options.jobMs));
    process.stdout.write(`end ${deliveryId}\n`);
  },
  { concurrency: options.concurrency },
);
process.stdout.write('ready\n');
process.once('SIGTERM', () => void queue.close());
