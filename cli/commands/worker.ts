// `itibar worker` (works on jobs) and `itibar scheduler` (makes them by the clock): the parts of `itibar start` as processes
// of their own, as many as are wanted, on one host or several. Neither serves a page.

import type { Command } from 'commander';
import type { App } from '../../app.ts';
import { JOB_NAMES, type JobName } from '../../core/ports.ts';
import { seedBrands } from '../../pipeline/setup.ts';
import { type Cli, cliOf, oneOf, wholeNumber } from '../context.ts';
import { note, UsageError } from '../output.ts';
import { untilAskedToStop } from '../signals.ts';
import { paint } from '../ui.ts';

interface HealthFlags {
  healthPort?: string;
  healthHost: string;
}

interface WorkerFlags extends HealthFlags {
  jobs?: string;
  concurrency?: string;
}

const STOPPING = `
A first SIGTERM or Ctrl-C takes no new jobs and lets running ones finish (10 s), then hands them back. A second one ends it at once.
--health-port opens GET /api/health, /api/ready and, with metrics.isEnabled, /metrics.`;

export function register(program: Command): void {
  const worker = program
    .command('worker')
    .description('Works on jobs: fetching, analysis, rules, alerts, digest, housekeeping.')
    .option('--jobs <names>', `only these, with commas between: ${JOB_NAMES.join(',')} (default: all)`)
    .option('--concurrency <count>', 'fetches and deliveries at once (default: fetch.concurrency, and 4)')
    .addHelpText(
      'after',
      `${STOPPING}

Examples:
  $ itibar worker                                   everything
  $ itibar worker --jobs fetch --concurrency 32     only the network
  $ itibar worker --jobs analyze,evaluate           only the processor: one such worker a core`,
    )
    .action((flags: WorkerFlags, command: Command) => work(cliOf(command), flags));
  const scheduler = program
    .command('scheduler')
    .description(
      'Hands out what is due, and starts the digest and the housekeeping. Two are as good as one, and safer.',
    )
    .addHelpText('after', `${STOPPING}\n\nExamples:\n  $ itibar scheduler\n  $ itibar scheduler --health-port 4281`)
    .action((flags: HealthFlags, command: Command) => schedule(cliOf(command), flags));
  for (const command of [worker, scheduler])
    command
      .option('--health-port <port>', 'answer health, readiness and figures there (0 = any free one)')
      .option('--health-host <host>', 'address for it', '127.0.0.1');
}

/** Jobs that need the analyzers' weights. */
const JUDGING: readonly JobName[] = ['analyze', 'reanalyze', 'train'];

async function work(cli: Cli, flags: WorkerFlags): Promise<void> {
  const jobs = flags.jobs === undefined ? JOB_NAMES : await namesOf(flags.jobs);
  const concurrency =
    flags.concurrency === undefined ? undefined : wholeNumber(flags.concurrency, '--concurrency', 1, 256);
  // One slot for every fetch: the fetcher itself lets no more through than the configuration says.
  const settings = { 'fetch.concurrency': concurrency && Math.min(concurrency, 64) };
  await runProcess(cli, flags, { isLight: !jobs.some((name) => JUDGING.includes(name)), settings }, async (app) => {
    app.work(jobs, { concurrency });
    return { what: 'worker', jobs };
  });
}

async function schedule(cli: Cli, flags: HealthFlags): Promise<void> {
  await runProcess(cli, flags, { isLight: true, settings: {} }, async (app) => {
    const { problems } = await seedBrands(app.deps);
    app.keepTime();
    for (const problem of problems) note(paint.yellow(`Not written from the configuration: ${problem}`));
    return { what: 'scheduler' };
  });
}

/** Throws UsageError with a did-you-mean. */
async function namesOf(list: string): Promise<JobName[]> {
  const words = list.split(',').map((word) => word.trim());
  const names = await Promise.all(words.filter(Boolean).map((word) => oneOf(word, JOB_NAMES, '--jobs')));
  if (names.length === 0) throw new UsageError(`--jobs names no job. There are: ${JOB_NAMES.join(', ')}.`);
  return [...new Set(names)];
}

/** Opens, listens for the wish to stop before anything runs, and closes. */
async function runProcess(
  cli: Cli,
  flags: HealthFlags,
  options: { isLight: boolean; settings: Record<string, unknown> },
  start: (app: App) => Promise<{ what: string }>,
): Promise<void> {
  const port = flags.healthPort === undefined ? null : wholeNumber(flags.healthPort, '--health-port', 0, 65_535);
  const opening = { isService: true, isLight: options.isLight, flags: options.settings };
  await cli.withApp(opening, async (app) => {
    const asked = untilAskedToStop();
    // A queue that cannot be used is told now and not with the first job.
    await app.deps.queue.stats();
    const health = port === null ? null : await app.serveHealth({ host: flags.healthHost, port });
    const facts = await start(app);
    cli.out.answer({ ...facts, profile: app.profile, healthUrl: health?.url ?? null, pid: process.pid });
    cli.out.say(
      `itibar ${facts.what} runs (${app.profile} profile).${health ? ` Health: ${health.url}/api/ready` : ''}`,
    );
    if (app.profile === 'embedded')
      cli.out.say(
        paint.dim('On one SQLite file: pages of other processes are told nothing live. See docs/operations.md.'),
      );
    cli.out.say(paint.dim('Ctrl-C ends it.'));
    await asked;
  });
}
