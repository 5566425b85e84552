// `itibar search`: where pages stand among the results of search engines.

import type { Command } from 'commander';
import { type SearchPage, type SearchView, searchTable } from '../../pipeline/search-table.ts';
import { type Cli, cliOf } from '../context.ts';
import { findWatchFor } from '../find.ts';
import { count, paint, shorten, table, timeIn } from '../ui.ts';

interface Options {
  watch?: string;
  query?: string;
}

export function register(program: Command): void {
  const search = program.command('search').description('Where pages stand among the results of search engines.');
  search
    .command('positions')
    .description('Every page by watch, engine and query: its rank now, a day ago, and whether it is yours or negative.')
    .option('-w, --watch <watch>', 'only of this watch; name or id')
    .option('-q, --query <query>', 'only this search, as it is asked: "markam şikayet"')
    .addHelpText(
      'after',
      `
Ranks come from the sources searxng, brave-search and serpapi of your watches.

Examples:
  $ itibar search positions
  $ itibar search positions --watch markam --query "markam şikayet"
  $ itibar search positions --json`,
    )
    .action((options: Options, command: Command) => positions(cliOf(command), options));
}

async function positions(cli: Cli, { watch, query }: Options): Promise<void> {
  await cli.withDeps(async (deps) => {
    const watchId = watch === undefined ? undefined : (await findWatchFor(deps, watch)).id;
    const views = await searchTable(deps, { watchId, query });
    cli.out.answer(views);
    if (views.length === 0) {
      cli.out.say('No search has been read yet. Add one to a watch: --source searxng, brave-search or serpapi.');
      return;
    }
    const time = timeIn(deps.config.timeZone);
    for (const view of views) show(cli, view, time);
  });
}

function show(cli: Cli, { watchName, engine, query, firstAt, pages }: SearchView, time: (at: number | null) => string) {
  cli.out.say(`\n${paint.bold(query)}  ${paint.dim(`${engine}, watch ${watchName}, since ${time(firstAt)}`)}`);
  const rows = pages.map((page) => [
    page.rank === null ? '-' : count(page.rank),
    changeOf(page),
    MARKS[page.mark],
    page.host,
    shorten(page.title ?? '', 60),
  ]);
  cli.out.say(table(['rank', 'a day ago', 'mark', 'site', 'page'], rows));
}

const MARKS = { own: paint.green('own'), negative: paint.red('negative'), neutral: paint.dim('neutral') };

function changeOf({ rank, dayAgo }: SearchPage): string {
  if (rank === dayAgo) return '=';
  if (dayAgo === null) return 'new';
  if (rank === null) return `gone (${dayAgo})`;
  return `${rank < dayAgo ? 'up' : 'down'} (${dayAgo})`;
}
