// `itibar source`: which places can be read, how they are doing, and one live look at them.

import type { Command } from 'commander';
import { AppError } from '../../core/errors.ts';
import { missingKeys } from '../../core/keys.ts';
import type { Source } from '../../core/ports.ts';
import { problemText, sayIn } from '../../core/problems.ts';
import { queryTerms } from '../../core/text/query.ts';
import type { Deps } from '../../pipeline/deps.ts';
import { type WatchedSource, watchedSources } from '../../pipeline/source-yield.ts';
import { resumeSource } from '../../pipeline/sources.ts';
import { type TryResult, trySource } from '../../pipeline/try-source.ts';
import { type Cli, cliOf } from '../context.ts';
import { showCoverage } from '../coverage.ts';
import { maskedText } from '../mention-text.ts';
import { EXIT_FAILED } from '../output.ts';
import { badFeedsText, costText, showSource } from '../source-show.ts';
import { count, counted, megabytes, paint, shorten, table, timeIn } from '../ui.ts';
import { checkChoices, sourceChoice, unknownSource } from '../watch-add.ts';

export function register(program: Command): void {
  const source = program.command('source').description('The places that can be read, and how they are doing.');
  source
    .command('list')
    .description('All sources with their parameters, their health, and what they bring against their usual.')
    .addHelpText('after', '\nExamples:\n  $ itibar source list\n  $ itibar source list --json')
    .action((_options: object, command: Command) => list(cliOf(command)));
  source
    .command('show')
    .description('One source: its health, what it cost so far, and every feed of it with what it usually brings.')
    .argument('<source>', 'id')
    .addHelpText('after', '\nExamples:\n  $ itibar source show feed\n  $ itibar source show x --json')
    .action(async (id: string, _options: object, command: Command) => {
      const cli = cliOf(command);
      await cli.withDeps(async (deps) => showSource(cli, sourceFor(deps, id).manifest.id, deps));
    });
  source
    .command('coverage')
    .description('What can, may and cannot be seen of each platform, why, and which way exists.')
    .addHelpText('after', '\nExamples:\n  $ itibar source coverage\n  $ itibar source coverage --json')
    .action((_options: object, command: Command) => showCoverage(cliOf(command)));
  source
    .command('try')
    .description('Reads a source once with parameters of yours and shows every step. Stores nothing.')
    .argument('<source>', 'id, with parameters as id:key=value,key=value')
    .argument('[query]', 'words to ask for, where the source can be asked')
    .addHelpText(
      'after',
      `
Examples:
  $ itibar source try feed:url=https://haber.example/rss.xml
  $ itibar source try google-news "markam"
  $ itibar source try 'mastodon:server=https://mastodon.social,tag=markam' --json`,
    )
    .action((text: string, query: string | undefined, _options: object, command: Command) =>
      attempt(cliOf(command), text, query ?? ''),
    );
  source
    .command('test')
    .description('Reads the example of each source live: does it still answer as itibar expects? Stores nothing.')
    .argument('[sources...]', 'ids; none = all of them')
    .addHelpText(
      'after',
      '\nSources whose key is not set are left out. Exit code 1 when one of the others does not.\n\nExamples:\n  $ itibar source test\n  $ itibar source test google-news feed',
    )
    .action((ids: string[], _options: object, command: Command) => test(cliOf(command), ids));
  source
    .command('resume')
    .description('Reads a suspended source again, at once.')
    .argument('<source>', 'id')
    .addHelpText('after', '\nExamples:\n  $ itibar source resume mastodon')
    .action(async (id: string, _options: object, command: Command) => {
      const cli = cliOf(command);
      await cli.withDeps(async (deps) => {
        await resumeSource(deps, sourceFor(deps, id).manifest.id, 'cli');
        cli.out.answer({ resumed: id });
        cli.out.say(`${paint.green('Resumed:')} ${id}`);
      });
    });
}

function sourceFor(deps: Deps, id: string): Source {
  const source = deps.sources.get(id);
  if (!source) throw unknownSource(deps, id);
  return source;
}

/** Silent or broken: the two look alike from afar and ask for different things. */
const STATE_WORDS = {
  ok: paint.green('ok'),
  unused: paint.dim('unused'),
  quiet: paint.yellow('silent, answers'),
  failing: paint.red('broken'),
  suspended: paint.red('broken, waits'),
};

async function list(cli: Cli): Promise<void> {
  await cli.withDeps(async (deps) => {
    const states = await watchedSources(deps);
    const { locale, budgets } = deps.config;
    const say = sayIn(deps.t, locale);
    cli.out.answer(
      states.map(({ manifest, health, subscriptionCount, state, since, missingKeys, feeds, yield: found }) => {
        const { params: _, ...shown } = manifest;
        const parameters = Object.keys(manifest.example);
        const status = { missingKeys, state, since, yield: found, subscriptionCount, health, feeds };
        return { ...shown, parameters, budgetUsd: budgets[manifest.id] ?? null, ...status };
      }),
    );
    const time = timeIn(deps.config.timeZone);
    const rows = states.map((status) => {
      const { manifest, health, subscriptionCount, state, yield: found } = status;
      const parameters = Object.keys(manifest.example).join(', ') || '(none needed)';
      return [
        manifest.id,
        manifest.channel,
        STATE_WORDS[state],
        count(subscriptionCount),
        time(health?.lastItemAt ?? null),
        found ? count(found.lastDayCount) : '-',
        found?.usualPerDay == null ? '-' : count(found.usualPerDay),
        manifest.isInbound ? '(brings its items by itself)' : parameters,
        costText(deps, status) ?? '-',
        marksOf(status) + (problemText(say, health?.suspendedReason ?? null) ?? manifest.description[locale]),
      ];
    });
    const columns = ['source', 'channel', 'state', 'used', 'last item', '24 h', 'usual/day'];
    cli.out.say(table([...columns, 'parameters', 'cost', 'what it is'], rows));
  });
}

/** What keeps a source from being relied on: a key that is not set, dead feeds, a parser that never saw the live site. */
function marksOf(status: WatchedSource): string {
  const { manifest, missingKeys } = status;
  const bad = badFeedsText(status);
  const missing = missingKeys.map((name) => `keys.${name}`);
  const marks = [
    ...(missing.length > 0 ? [paint.yellow(`[needs ${missing.join(', ')}]`)] : []),
    ...(bad ? [paint.yellow(`[${bad}]`)] : []),
    ...(manifest.isVerifiedLive || manifest.isInbound ? [] : [paint.dim('[unverified against the live site]')]),
  ];
  return marks.map((mark) => `${mark} `).join('');
}

async function attempt(cli: Cli, text: string, query: string): Promise<void> {
  const choice = sourceChoice(text);
  await cli.withDeps(async (deps) => {
    const source = outbound(deps, choice.sourceId);
    if (Object.keys(choice.params).length > 0) checkChoices(deps, [choice]);
    const result = await trySource(deps, source, choice.params, { query, terms: query ? queryTerms(query) : [] });
    const { attempts, mentions } = result;
    cli.out.answer({ source: choice.sourceId, params: choice.params, attempts, mentions });
    showAttempts(cli, result);
    const time = timeIn(deps.config.timeZone);
    const rows = mentions
      .slice(0, 10)
      .map((mention) => [
        time(mention.publishedAt),
        shorten(mention.author.handle ?? mention.author.name ?? '', 20),
        shorten(maskedText({ mention, judgement: null }), 100),
      ]);
    if (rows.length > 0) cli.out.say(`\n${table(['published', 'author', 'text'], rows)}`);
    cli.out.say(`${counted(mentions.length, 'mention')}. ${paint.dim('Nothing was stored.')}`);
    if (!result.isGood) process.exitCode = EXIT_FAILED;
  });
}

function outbound(deps: Deps, id: string): Source {
  const source = sourceFor(deps, id);
  if (source.manifest.isInbound)
    throw new AppError('source.inbound', `${id} brings its items by itself; there is nothing to read.`);
  return source;
}

function showAttempts(cli: Cli, { attempts }: TryResult): void {
  const rows = attempts.map(({ method, url, outcome, status, sizeBytes, durationMs, error }) => [
    error ? paint.red(outcome) : outcome,
    status === null ? '-' : String(status),
    megabytes(sizeBytes),
    `${count(durationMs)} ms`,
    `${method} ${url}${error ? `  ${error}` : ''}`,
  ]);
  cli.out.say(
    rows.length > 0 ? table(['outcome', 'status', 'size', 'time', 'request'], rows) : 'There is nothing to ask.',
  );
}

async function test(cli: Cli, ids: readonly string[]): Promise<void> {
  await cli.withDeps(async (deps) => {
    const chosen = ids.length > 0 ? ids.map((id) => outbound(deps, id)) : [...deps.sources.values()];
    const rows: { source: string; isGood: boolean; outcome: string; items: number; error: string | null }[] = [];
    for (const source of chosen) {
      if (source.manifest.isInbound) continue;
      const missing = missingKeys(source.manifest, deps.config.keys);
      if (missing.length > 0 && ids.length === 0) continue;
      const query = 'Türkiye';
      const { attempts, mentions, isGood } = await trySource(
        deps,
        source,
        source.manifest.example,
        { query, terms: [query] },
        1,
      );
      const failed = attempts.find(({ error }) => error !== null);
      const outcome = failed?.outcome ?? attempts[0]?.outcome ?? 'nothing to ask';
      rows.push({ source: source.manifest.id, isGood, outcome, items: mentions.length, error: failed?.error ?? null });
    }
    cli.out.answer(rows);
    const cells = rows.map((row) => [
      row.isGood ? paint.green('ok') : paint.red('fail'),
      row.source,
      row.outcome,
      count(row.items),
      row.error ?? '',
    ]);
    cli.out.say(table(['', 'source', 'outcome', 'items', ''], cells));
    if (rows.some(({ isGood }) => !isGood)) process.exitCode = EXIT_FAILED;
  });
}
