// `itibar watch`: the words that are watched.

import type { Command } from 'commander';
import { AppError } from '../../core/errors.ts';
import { problemText, sayIn } from '../../core/problems.ts';
import { WATCH_KINDS, type Watch } from '../../core/types.ts';
import type { Deps } from '../../pipeline/deps.ts';
import { pauseWatch, removeWatch, resumeWatch } from '../../pipeline/watches.ts';
import { type Cli, cliOf } from '../context.ts';
import { findBrandFor, findWatchFor } from '../find.ts';
import { canAsk, confirm } from '../prompt.ts';
import { count, paint, span, table, timeIn } from '../ui.ts';
import { type AddOptions, addWatch } from '../watch-add.ts';
import { registerExamples } from '../watch-examples.ts';
import { testWatch } from '../watch-test.ts';

const ADD_EXAMPLES = `
Kinds: ${WATCH_KINDS.join(', ')}.
The query knows words, "phrases", AND OR NOT (VE VEYA DEĞİL), -word, brackets, mark*, =Getir (exact), near/5, title: site: author: lang: channel: type:.
Turkish endings are understood: markam finds "Markam'dan". \`itibar source list\` names the sources.

Examples:
  $ itibar watch add "markam" --create-brand
  $ itibar watch add "Kargo şikayetleri" --brand Markam --kind weak-point -q 'markam (kargo OR teslimat)'
  $ itibar watch add "markam" -s bing-news -s feed:url=https://haber.example/rss.xml --every 10m --yes
  $ itibar watch add "markam" -s bing-news -s feed:@ekonomi -s feed:outlet=hurriyet
  $ itibar watch add "markam" -s 'mastodon:server=https://mastodon.social,tag=markam' --json`;

export function register(program: Command): void {
  const watch = program
    .command('watch')
    .description('The words that are watched: add, list, show, test, pause, resume, remove.');
  watch.addHelpText(
    'after',
    '\nExamples:\n  $ itibar watch add "markam" --create-brand\n  $ itibar watch list\n  $ itibar watch pause "markam"',
  );
  add(watch);
  list(watch);
  show(watch);
  registerExamples(watch);
  change(watch, 'pause', 'Reads its sources no more until it is resumed.', (deps, id) => pauseWatch(deps, id, 'cli'));
  change(watch, 'resume', 'Reads its sources again, at once.', (deps, id) => resumeWatch(deps, id, 'cli'));
  remove(watch);
  watch
    .command('test')
    .description('What the watch would find: in a text, or by reading its sources now. Stores nothing.')
    .argument('<watch>', 'name or id')
    .argument('[text]', 'a text to try the query on; without it the sources are read')
    .addHelpText(
      'after',
      '\nExamples:\n  $ itibar watch test markam "Markamdan aldığım telefon bozuk çıktı"\n  $ itibar watch test markam',
    )
    .action((name: string, text: string | undefined, _options: object, command: Command) =>
      testWatch(cliOf(command), name, text),
    );
}

const collect = (value: string, before: string[] | undefined) => [...(before ?? []), value];

function add(watch: Command): void {
  watch
    .command('add')
    .description('Adds a watch. Shows first what it would have found in what is stored.')
    .argument('<words>', 'what to watch: the name of the watch, and its query unless --query is given')
    .option('-b, --brand <name>', 'brand it belongs to (default: the only one there is)')
    .option('--create-brand', 'add the brand when it is not there')
    .option('-q, --query <query>', 'query, when it is more than the words')
    .option('-k, --kind <kind>', 'what is watched', 'brand')
    .option('-e, --every <time>', 'how often the sources are read', '15m')
    .option(
      '-s, --source <id[:key=value,…]>',
      'a source with its parameters; repeatable (default: all that need none)',
      collect,
    )
    .option('--example <text>', 'a text that means the brand; repeatable', collect, [])
    .option('--not-example <text>', 'a text that names it and means something else; repeatable', collect, [])
    .option('-y, --yes', 'do not ask')
    .addHelpText('after', ADD_EXAMPLES)
    .action((words: string, options: AddOptions, command: Command) => addWatch(cliOf(command), words, options));
}

async function rowsOf(deps: Deps, watches: readonly Watch[]) {
  const brands = new Map((await deps.store.brands.list()).map(({ id, name }) => [id, name]));
  const subscriptions = await deps.store.subscriptions.list();
  return watches.map((watch) => {
    const own = subscriptions.filter(({ watchId }) => watchId === watch.id);
    const lastRunAt = own.reduce<number | null>(
      (last, { lastRunAt: at }) => (at && at > (last ?? 0) ? at : last),
      null,
    );
    return {
      ...watch,
      brand: brands.get(watch.brandId) ?? '',
      sources: own.map(({ sourceId }) => sourceId),
      lastRunAt,
    };
  });
}

function list(watch: Command): void {
  watch
    .command('list')
    .description('All watches.')
    .option('-b, --brand <name>', 'only those of a brand')
    .addHelpText('after', '\nExamples:\n  $ itibar watch list\n  $ itibar watch list --brand Markam --json')
    .action(async (options: { brand?: string }, command: Command) => {
      const cli = cliOf(command);
      await cli.withDeps(async (deps) => {
        const brand = options.brand === undefined ? null : await findBrandFor(deps, options.brand);
        const rows = await rowsOf(deps, await deps.store.watches.list(brand?.id));
        cli.out.answer(rows);
        if (rows.length === 0) {
          cli.out.say('There is no watch yet. Add one: itibar watch add "markam" --create-brand');
          return;
        }
        const time = timeIn(deps.config.timeZone);
        const cells = rows.map((row) => [
          row.id.slice(0, 12),
          row.brand,
          row.isPaused ? paint.yellow(`${row.name} (paused)`) : row.name,
          row.kind,
          span(row.everyMs),
          count(row.sources.length),
          time(row.lastRunAt),
          row.query,
        ]);
        cli.out.say(table(['id', 'brand', 'name', 'kind', 'every', 'sources', 'last read', 'query'], cells));
      });
    });
}

function show(watch: Command): void {
  watch
    .command('show')
    .description('One watch with its sources and how they are doing.')
    .argument('<watch>', 'name or id')
    .addHelpText('after', '\nExamples:\n  $ itibar watch show markam')
    .action(async (name: string, _options: object, command: Command) => {
      const cli = cliOf(command);
      await cli.withDeps(async (deps) => showWatch(cli, deps, await findWatchFor(deps, name)));
    });
}

async function showWatch(cli: Cli, deps: Deps, watch: Watch): Promise<void> {
  const [row] = await rowsOf(deps, [watch]);
  const subscriptions = await deps.store.subscriptions.list({ watchId: watch.id });
  const health = new Map((await deps.store.sources.listHealth()).map((entry) => [entry.sourceId, entry]));
  const runs = new Map<string, string>();
  const say = sayIn(deps.t, deps.config.locale);
  for (const { id } of subscriptions) {
    const [last] = await deps.store.sources.runs({ subscriptionId: id, limit: 1 });
    if (last)
      runs.set(id, problemText(say, last.error) ?? `${last.outcome}, ${last.itemCount} items, ${last.addedCount} new`);
  }
  cli.out.answer({ ...row, subscriptions });
  const time = timeIn(deps.config.timeZone);
  cli.out.say(
    `${paint.bold(watch.name)} (${watch.kind} of ${row?.brand}, ${watch.id})${watch.isPaused ? paint.yellow(' paused') : ''}`,
  );
  cli.out.say(`Query: ${watch.query}\nEvery: ${span(watch.everyMs)}\n`);
  const cells = subscriptions.map((subscription) => {
    const suspended = problemText(say, health.get(subscription.sourceId)?.suspendedReason ?? null);
    return [
      subscription.sourceId,
      Object.entries(subscription.params)
        .map(([key, value]) => `${key}=${value}`)
        .join(' '),
      time(subscription.lastRunAt),
      time(subscription.nextRunAt),
      suspended ?? runs.get(subscription.id) ?? 'not read yet',
    ];
  });
  cli.out.say(table(['source', 'parameters', 'last read', 'next', 'outcome'], cells));
}

function change(
  watch: Command,
  verb: 'pause' | 'resume',
  description: string,
  act: (deps: Deps, id: string) => Promise<Watch>,
): void {
  watch
    .command(verb)
    .description(description)
    .argument('<watches...>', 'names or ids')
    .addHelpText('after', `\nExamples:\n  $ itibar watch ${verb} markam`)
    .action(async (names: string[], _options: object, command: Command) => {
      const cli = cliOf(command);
      await cli.withDeps(async (deps) => {
        const found: Watch[] = [];
        for (const name of names) found.push(await findWatchFor(deps, name));
        const changed: Watch[] = [];
        for (const { id } of found) changed.push(await act(deps, id));
        cli.out.answer(changed);
        for (const { name } of changed)
          cli.out.say(`${paint.green(verb === 'pause' ? 'Paused:' : 'Resumed:')} ${name}`);
      });
    });
}

function remove(watch: Command): void {
  watch
    .command('remove')
    .description('Removes a watch. What it found stays.')
    .argument('<watch>', 'name or id')
    .option('-y, --yes', 'do not ask')
    .addHelpText('after', '\nExamples:\n  $ itibar watch remove markam\n  $ itibar watch remove wat_4f0c… --yes')
    .action(async (name: string, options: { yes?: boolean }, command: Command) => {
      const cli = cliOf(command);
      await cli.withDeps(async (deps) => {
        const found = await findWatchFor(deps, name);
        const isAsked = canAsk() && !options.yes && !cli.out.isJson;
        if (isAsked && !(await confirm(`Remove the watch "${found.name}"?`, false)))
          throw new AppError('cli.cancelled', 'Nothing was changed.');
        await removeWatch(deps, found.id, 'cli');
        cli.out.answer({ removed: found });
        cli.out.say(`${paint.green('Removed:')} ${found.name}`);
      });
    });
}
