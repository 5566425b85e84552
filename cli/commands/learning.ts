// `itibar train` and `itibar reanalyze`: learning from people's corrections, and judging anew what is stored.

import type { Command } from 'commander';
import type { App } from '../../app.ts';
import type { Changes } from '../../pipeline/judgement-changes.ts';
import {
  cancelReanalysis,
  currentReanalysis,
  previewReanalysis,
  type ReanalysisScope,
  startReanalysis,
} from '../../pipeline/reanalyze.ts';
import {
  activateVersion,
  activeVersion,
  earlierVersion,
  listTrainings,
  type Training,
  train,
} from '../../pipeline/training.ts';
import { startWork } from '../../pipeline/work.ts';
import { type Cli, cliOf, durationOf, wholeNumber } from '../context.ts';
import { findBrandFor } from '../find.ts';
import { UsageError } from '../output.ts';
import { count, counted, paint, progress, shorten, table, timeIn } from '../ui.ts';

const LOOK_EVERY_MS = 200;

export function register(program: Command): void {
  registerTrain(program);
  registerReanalyze(program);
}

function registerTrain(program: Command): void {
  const command = program
    .command('train')
    .description(
      'Learns from the corrections of this installation, tries it on what it did not learn, uses it when better.',
    )
    .option('--dry-run', 'try it and keep nothing')
    .option('--force', 'use it although it is not better')
    .addHelpText(
      'after',
      '\nExamples:\n  $ itibar train --dry-run\n  $ itibar train\n  $ itibar train list\n  $ itibar train rollback',
    )
    .action((options: { dryRun?: boolean; force?: boolean }, own: Command) => trainNow(cliOf(own), options));
  command
    .command('list')
    .description('The versions that were learned; the one in use is marked.')
    .action((_options: object, own: Command) => list(cliOf(own)));
  command
    .command('rollback')
    .description('Goes back to an earlier version; without one, to the one before. 0 = the shipped models alone.')
    .argument('[version]', 'number of the version')
    .addHelpText(
      'after',
      '\nExamples:\n  $ itibar train rollback\n  $ itibar train rollback 2\n  $ itibar train rollback 0',
    )
    .action((version: string | undefined, _options: object, own: Command) => rollback(cliOf(own), version));
}

async function trainNow(cli: Cli, { dryRun = false, force = false }: { dryRun?: boolean; force?: boolean }) {
  await cli.withApp({}, async ({ deps }) => {
    const bar = progress('Learning and testing', null, true);
    const onProgress = (done: number, total: number) => bar.at(done, `step ${done} of ${total}`);
    const { training, isActive } = await train(deps, { by: 'cli', isDry: dryRun, isForced: force, onProgress });
    bar.clear();
    cli.out.answer({ ...training, isActive, isDryRun: dryRun });
    showTraining(cli, training);
    if (dryRun) cli.out.say(paint.dim('Nothing was kept (--dry-run).'));
    else if (isActive)
      cli.out.say(`${paint.green('In use:')} version ${training.version}. Back: itibar train rollback`);
    else
      cli.out.say(
        `${paint.yellow('Not used:')} it is not better on what it did not learn. Use it all the same: itibar train --force`,
      );
    if (isActive && !dryRun)
      cli.out.say(paint.dim('What is stored keeps its judgement until: itibar reanalyze --preview'));
  });
}

function showTraining(cli: Cli, { lessonCount, fields, anchors, weightCount, version }: Training): void {
  const share = (part: number, all: number) => (all === 0 ? '-' : `${Math.round((100 * part) / all)} %`);
  cli.out.say(`Version ${version}, from ${counted(lessonCount, 'corrected mention')}, ${count(weightCount)} weights.`);
  const rows = Object.entries(fields).map(([field, { count: all, before, after }]) => [
    ...[field, count(all), `${count(before)} (${share(before, all)})`, `${count(after)} (${share(after, all)})`],
  ]);
  cli.out.say(table(['people said', 'words', 'machine before', 'after, unseen'], rows));
  const { count: all, changed, examples } = anchors;
  cli.out.say(
    `Of ${count(all)} judgements that nobody corrected, ${count(changed)} would change (${share(changed, all)}).`,
  );
  for (const { text, changes } of examples.slice(0, 5))
    cli.out.say(paint.dim(`  ${changes.map(changeText).join(', ')}: ${shorten(text, 90)}`));
}

function changeText({ field, from, to }: Changes['examples'][number]['changes'][number]): string {
  return `${field} ${from || '+'} → ${to || '-'}`;
}

async function list(cli: Cli): Promise<void> {
  await cli.withDeps(async (deps) => {
    const active = await activeVersion(deps);
    const trainings = await listTrainings(deps);
    cli.out.answer({ active, trainings });
    if (trainings.length === 0) return cli.out.say('Nothing was learned yet: itibar train');
    const time = timeIn(deps.config.timeZone);
    const rows = trainings.map(({ version, trainedAt, lessonCount, isBetter, by }) => [
      version === active ? paint.green(`${version} in use`) : String(version),
      ...[time(trainedAt), count(lessonCount), isBetter ? 'better' : 'not better', by],
    ]);
    cli.out.say(table(['version', 'when', 'corrected', 'test', 'by'], rows));
    if (active === 0) cli.out.say('In use: the shipped models alone.');
  });
}

async function rollback(cli: Cli, wanted: string | undefined): Promise<void> {
  await cli.withDeps(async (deps) => {
    const version = wanted === undefined ? await earlierVersion(deps) : wholeNumber(wanted, 'VERSION', 0);
    await activateVersion(deps, version, 'cli');
    cli.out.answer({ active: version });
    cli.out.say(version === 0 ? 'In use: the shipped models alone.' : `In use: version ${version}.`);
    cli.out.say(paint.dim('What is stored keeps its judgement until: itibar reanalyze --preview'));
  });
}

interface ReanalyzeOptions {
  brand?: string;
  since?: string;
  preview?: boolean;
  apply?: boolean;
  cancel?: boolean;
}

function registerReanalyze(program: Command): void {
  program
    .command('reanalyze')
    .description('Judges stored mentions anew. Corrections stay, counts stay exact, nobody is alerted for what is old.')
    .option('-b, --brand <name>', 'only of a brand')
    .option('--since <time>', 'only what was seen since: 2h, 7d, 2026-11-24')
    .option('--preview', 'show what would change and write nothing (without --apply: this)')
    .option('--apply', 'do it; goes on where it stood when it was stopped')
    .option('--cancel', 'stop a run that is going on; what is done stays')
    .addHelpText(
      'after',
      '\nExamples:\n  $ itibar reanalyze\n  $ itibar reanalyze --brand Markam --since 30d\n  $ itibar reanalyze --apply',
    )
    .action((options: ReanalyzeOptions, own: Command) => reanalyze(cliOf(own), options));
}

async function reanalyze(cli: Cli, options: ReanalyzeOptions): Promise<void> {
  if (options.preview && options.apply) throw new UsageError('--preview and --apply exclude each other.');
  if (options.cancel) {
    return cli.withDeps(async (deps) => {
      const run = await cancelReanalysis(deps, 'cli');
      cli.out.answer(run);
      cli.out.say(
        run ? `The run is ${run.state}; ${counted(run.doneCount, 'mention')} were judged anew.` : 'There is no run.',
      );
    });
  }
  const scope: ReanalysisScope = {};
  if (options.since) scope.since = await sinceOf(options.since);
  await cli.withApp({}, async (app) => {
    if (scope.since !== undefined && scope.since < 1e12) scope.since = app.deps.clock.now() - scope.since;
    if (options.brand) scope.brandId = (await findBrandFor(app.deps, options.brand)).id;
    await (options.apply ? apply(cli, app, scope) : preview(cli, app, scope));
  });
}

/** A duration in ms (small), or a time (epoch ms). */
async function sinceOf(text: string): Promise<number> {
  if (/^\d+(?:\.\d+)?[smhd]$/.test(text)) return durationOf(text, '--since');
  const at = Date.parse(text);
  if (!Number.isFinite(at)) throw new UsageError('--since must be like 24h, 7d or 2026-11-24.');
  return at;
}

async function preview(cli: Cli, { deps }: App, scope: ReanalysisScope): Promise<void> {
  const bar = progress('Judging', await deps.store.mentions.count(), true);
  const changes = await previewReanalysis(deps, scope, { onProgress: (done) => bar.at(done) });
  bar.clear();
  cli.out.answer(changes);
  cli.out.say(`${counted(changes.judgedCount, 'mention')} judged anew, ${count(changes.changedCount)} would change.`);
  for (const field of ['sentiment', 'severity', 'relevance', 'actor'] as const) {
    const rows = Object.entries(changes[field]).flatMap(([from, row]) =>
      Object.entries(row).map(([to, n]) => [from, to, count(n)]),
    );
    if (rows.length > 0) cli.out.say(`\n${table([`${field} from`, 'to', 'mentions'], rows)}`);
  }
  for (const [name, all] of [['type', changes.types] as const, ['aspect', changes.aspects] as const]) {
    const rows = Object.entries(all).map(([id, { added, removed }]) => [id, `+${count(added)}`, `-${count(removed)}`]);
    if (rows.length > 0) cli.out.say(`\n${table([name, 'more', 'less'], rows)}`);
  }
  for (const { title, before, after, count: n } of changes.incidents)
    cli.out.say(`Open incident "${shorten(title, 60)}": ${counted(n, 'mention')}, worst ${before} → ${after}`);
  if (changes.examples.length > 0) cli.out.say('');
  for (const { text, changes: own } of changes.examples)
    cli.out.say(`${paint.dim(own.map(changeText).join(', '))}  ${shorten(text, 100)}`);
  cli.out.say(paint.dim('\nNothing was written. Do it: itibar reanalyze --apply'));
}

async function apply(cli: Cli, { deps }: App, scope: ReanalysisScope): Promise<void> {
  const known = await currentReanalysis(deps);
  const run = known?.state === 'running' ? known : await startReanalysis(deps, scope, 'cli');
  if (known?.state === 'running') cli.out.say('Going on with the run that was started before.');
  startWork(deps, ['reanalyze']);
  const bar = progress('Judging anew', run.totalCount, true);
  for (;;) {
    const now = await currentReanalysis(deps);
    if (now?.id !== run.id || now.state !== 'running') {
      bar.clear();
      cli.out.answer(now);
      if (now)
        cli.out.say(
          `${now.state}: ${counted(now.doneCount, 'mention')} judged anew, ${count(now.changedCount)} changed.`,
        );
      return;
    }
    bar.at(now.doneCount);
    await deps.clock.sleep(LOOK_EVERY_MS);
  }
}
