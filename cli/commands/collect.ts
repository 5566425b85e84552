// `itibar collect`: reads the sources of watches once, now, in this process, and judges what came.

import type { Command } from 'commander';
import { AppError } from '../../core/errors.ts';
import { problemText, sayIn } from '../../core/problems.ts';
import type { Subscription, Watch } from '../../core/types.ts';
import type { Deps } from '../../pipeline/deps.ts';
import { type Fetched, fetchJob } from '../../pipeline/fetch.ts';
import { LEASE_MS } from '../../pipeline/schedule.ts';
import { seedBrands } from '../../pipeline/setup.ts';
import { type Cli, cliOf } from '../context.ts';
import { findWatchFor } from '../find.ts';
import { startJudging } from '../judge-now.ts';
import { count, counted, paint, progress, table } from '../ui.ts';

const EXAMPLES = `
Examples:
  $ itibar collect                     what is due now
  $ itibar collect --all               every active watch, due or not
  $ itibar collect "markam" --json     one watch; for cron and scripts`;

interface Row {
  watch: string;
  source: string;
  outcome: string;
  items: number;
  added: number;
  error: string | null;
}

export function register(program: Command): void {
  program
    .command('collect')
    .description('Reads the sources of watches once, now, and judges what came. Not needed while `itibar start` runs.')
    .argument('[watches...]', 'names or ids of watches; none = those that are due')
    .option('--all', 'every active watch, due or not')
    .addHelpText('after', EXAMPLES)
    .action(async (names: string[], options: { all?: boolean }, command: Command) => {
      const cli = cliOf(command);
      await cli.withApp({}, async ({ deps }) => {
        await seedBrands(deps);
        const due = await wanted(deps, names, options.all === true);
        const judging = startJudging(deps);
        const rows = await readAll(cli, deps, due);
        await judging.finish();
        report(cli, rows, judging.judgedCount);
      });
    });
}

async function wanted(deps: Deps, names: readonly string[], isAll: boolean): Promise<Subscription[]> {
  if (names.length > 0) {
    const watches: Watch[] = [];
    for (const name of names) watches.push(await findWatchFor(deps, name));
    const paused = watches.find((watch) => watch.isPaused);
    if (paused)
      throw new AppError(
        'watch.paused',
        `"${paused.name}" is paused. Resume it first: itibar watch resume "${paused.name}"`,
      );
    return (await Promise.all(watches.map(({ id }) => deps.store.subscriptions.list({ watchId: id })))).flat();
  }
  if (isAll) await deps.store.subscriptions.wake(null, deps.clock.now());
  const due: Subscription[] = [];
  for (;;) {
    const batch = await deps.store.subscriptions.claimDue(deps.clock.now(), 100, LEASE_MS);
    due.push(...batch);
    if (batch.length < 100) return due;
  }
}

/** As many at once as the configuration allows. One that fails never stops the others. */
async function readAll(cli: Cli, deps: Deps, due: readonly Subscription[]): Promise<Row[]> {
  const names = new Map((await deps.store.watches.list()).map(({ id, name }) => [id, name]));
  const bar = progress('Reading', due.length, !cli.out.isJson);
  const rows: Row[] = [];
  const waiting = [...due];
  const worker = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const fetched = await readOne(deps, next);
      if (!fetched) continue;
      const { outcome, itemCount: items, addedCount: added, error } = fetched;
      rows.push({
        watch: names.get(next.watchId) ?? next.watchId,
        source: next.sourceId,
        outcome,
        items,
        added,
        error: problemText(sayIn(deps.t, deps.config.locale), error),
      });
      bar.at(rows.length, next.sourceId);
    }
  };
  await Promise.all(Array.from({ length: Math.min(deps.config.fetch.concurrency, due.length) }, worker));
  bar.clear();
  return rows;
}

async function readOne(deps: Deps, { id }: Subscription): Promise<Fetched | null> {
  try {
    return await fetchJob(deps, { subscriptionId: id });
  } catch (error) {
    const message = error instanceof AppError ? error.message : String(error);
    return { outcome: 'broken', itemCount: 0, addedCount: 0, error: message };
  }
}

function report(cli: Cli, rows: readonly Row[], judgedCount: number): void {
  const added = rows.reduce((sum, row) => sum + row.added, 0);
  cli.out.answer({ runs: rows, added, judged: judgedCount });
  if (rows.length === 0) {
    cli.out.say('Nothing is due. `itibar collect --all` reads every active watch; `itibar watch list` shows them.');
    return;
  }
  const cells = rows.map((row) => [
    row.watch,
    row.source,
    row.error ? paint.red(row.outcome) : row.outcome,
    count(row.items),
    row.added > 0 ? paint.green(count(row.added)) : '0',
    row.error ?? '',
  ]);
  cli.out.say(table(['watch', 'source', 'outcome', 'items', 'new', ''], cells));
  cli.out.say(`${counted(added, 'new mention')}, ${count(judgedCount)} judged.`);
}
