// `itibar jobs`: what waits, what failed for good, and running it again.

import type { Command } from 'commander';
import { AppError } from '../../core/errors.ts';
import { JOB_NAMES } from '../../core/ports.ts';
import type { Deps } from '../../pipeline/deps.ts';
import { cliOf, wholeNumber } from '../context.ts';
import { count, counted, paint, table, timeIn } from '../ui.ts';

const ALL = 10_000;

export function register(program: Command): void {
  const jobs = program.command('jobs').description('Jobs that wait, and jobs that failed for good.');
  jobs
    .command('list', { isDefault: true })
    .description('How many jobs wait, run and failed; the failed ones with their reason.')
    .option('-n, --limit <count>', 'how many failed ones to show', '20')
    .addHelpText('after', '\nExamples:\n  $ itibar jobs\n  $ itibar jobs list --limit 100 --json')
    .action(async (options: { limit: string }, command: Command) => {
      const cli = cliOf(command);
      const limit = wholeNumber(options.limit, '--limit');
      await cli.withDeps(async ({ queue, config }) => {
        const stats = await queue.stats();
        const failed = await queue.deadLetters(limit);
        cli.out.answer({ stats, failed });
        const rows = JOB_NAMES.map((name) => {
          const { pending, running, delayed, dead } = stats[name];
          return [name, count(pending), count(running), count(delayed), dead ? paint.red(count(dead)) : '0'];
        });
        cli.out.say(table(['job', 'waiting', 'running', 'later', 'failed'], rows));
        if (failed.length === 0) return;
        const time = timeIn(config.timeZone);
        const letters = failed.map(({ id, name, failedAt, error }) => [id, name, time(failedAt), error]);
        cli.out.say(`\n${table(['failed', 'job', 'when', 'why'], letters)}`);
        cli.out.say(paint.dim('Run again: itibar jobs replay ID, or itibar jobs replay --all'));
      });
    });
  jobs
    .command('replay')
    .description('Puts failed jobs back; `itibar start` runs them.')
    .argument('[id]', 'a failed job')
    .option('--all', 'every failed job')
    .addHelpText('after', '\nExamples:\n  $ itibar jobs replay job_4f0c…\n  $ itibar jobs replay --all')
    .action(async (id: string | undefined, options: { all?: boolean }, command: Command) => {
      const cli = cliOf(command);
      await cli.withDeps(async (deps) => {
        const replayed = await replay(deps, id, options.all === true);
        cli.out.answer({ replayed });
        cli.out.say(`${counted(replayed, 'job')} put back.`);
      });
    });
}

async function replay({ queue }: Deps, id: string | undefined, isAll: boolean): Promise<number> {
  if (!isAll && id === undefined) throw new AppError('jobs.needed', 'Name a failed job or add --all.');
  const ids = isAll ? (await queue.deadLetters(ALL)).map((letter) => letter.id) : [id ?? ''];
  let replayed = 0;
  for (const one of ids) if (await queue.replay(one)) replayed += 1;
  if (!isAll && replayed === 0)
    throw new AppError('jobs.not-found', `There is no failed job "${id}". \`itibar jobs\` lists them.`);
  return replayed;
}
