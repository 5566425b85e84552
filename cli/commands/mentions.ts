// `itibar mentions`: what was found, as a list, as CSV for spreadsheets, as JSON Lines for programs.

import { createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import type { Command } from 'commander';
import type { JudgedMention, MentionFilter } from '../../core/ports.ts';
import { CHANNELS, CLAIMS, FINDING_TYPES, SENTIMENTS, type SeverityLevel } from '../../core/types.ts';
import type { Deps } from '../../pipeline/deps.ts';
import { type Cli, cliOf, durationOf, oneOf, wholeNumber } from '../context.ts';
import { CSV_COLUMNS, csvLine } from '../csv.ts';
import { findBrandFor, findWatchFor } from '../find.ts';
import { flatMention, maskedMention, showMention } from '../mention-show.ts';
import { UsageError } from '../output.ts';
import { counted, paint, severityText, shorten, table, timeIn } from '../ui.ts';
import { registerCorrect } from './correct.ts';

interface Options {
  brand?: string;
  watch?: string;
  sentiment?: string;
  type?: string;
  severity?: string;
  source?: string;
  channel?: string;
  entity?: string;
  claim?: string;
  search?: string;
  since?: string;
  until?: string;
  limit?: string;
  export?: string;
  out?: string;
  unmasked?: boolean;
}

const PAGE = 200;
const LISTED = 20;

export function register(program: Command): void {
  const list = program
    .command('mentions')
    .description('What was found, newest first. Personal data are masked.')
    .option('-b, --brand <name>', 'of a brand')
    .option('-w, --watch <name>', 'of a watch')
    .option('--sentiment <word>', SENTIMENTS.join(', '))
    .option('--type <type>', 'with a finding of the type: fraud, complaint, boycott …')
    .option('--severity <level>', 'of this level or worse: 1 crisis, 2 high, 3 case, 4 watch')
    .option('--source <id>', 'from a source')
    .option('--channel <channel>', CHANNELS.join(', '))
    .option('--entity <name>', 'that name it: "Kadıköy Şubesi", city:İzmir, product:…')
    .option('--claim <word>', `whose claim people found to be: ${CLAIMS.join(', ')}`)
    .option('--search <words>', 'with all of these words')
    .option('--since <time>', 'seen since: 2h, 7d, 2026-11-24')
    .option('--until <time>', 'seen before')
    .option('-n, --limit <count>', `how many (default: ${LISTED}; all for an export)`)
    .option('--export <format>', 'csv or jsonl instead of a list')
    .option('-o, --out <file>', 'write the export to a file (CSV then opens in a spreadsheet as it is)')
    .option('--unmasked', 'show personal data too')
    .addHelpText(
      'after',
      `
Examples:
  $ itibar mentions --sentiment negative --since 24h
  $ itibar mentions --entity "Kadıköy Şubesi" --sentiment negative
  $ itibar mentions --severity 2 --search "iade edilmedi"
  $ itibar mentions --brand Markam --since 7d --export csv --out hafta.csv`,
    )
    .action((options: Options, command: Command) => mentions(cliOf(command), options));
  registerCorrect(list);
  list
    .command('show')
    .description('One mention: its whole text, where it was seen, what was answered, and how it stood before.')
    .argument('<mention>', 'id, as `itibar mentions --json` gives it')
    .option('--unmasked', 'show personal data too')
    .addHelpText('after', '\nExample:\n  $ itibar mentions show men_4f0c…')
    .action(async (id: string, options: Options, command: Command) => {
      const cli = cliOf(command);
      const isUnmasked = options.unmasked === true || command.parent?.opts<Options>().unmasked === true;
      await cli.withDeps((deps) => showMention(cli, deps, id, isUnmasked));
    });
}

async function mentions(cli: Cli, options: Options): Promise<void> {
  const format =
    options.export === undefined ? null : await oneOf(options.export, ['csv', 'jsonl'] as const, '--export');
  if (options.out !== undefined && format === null) throw new UsageError('--out needs --export csv or --export jsonl.');
  const most = format === null ? LISTED : Number.POSITIVE_INFINITY;
  const limit = options.limit === undefined ? most : wholeNumber(options.limit, '--limit');
  const words = await wordsOf(options);
  await cli.withDeps(async (deps) => {
    const filter = { ...words, ...(await filterOf(deps, options)) };
    const found = pages(deps, filter, limit);
    const rows = async function* () {
      for await (const mention of found) yield maskedMention(mention, options.unmasked === true);
    };
    if (format !== null) return exportTo(cli, rows(), format, options.out);
    await list(cli, deps, rows());
  });
}

async function* pages(deps: Deps, filter: MentionFilter, limit: number): AsyncGenerator<JudgedMention> {
  let cursor: string | null = null;
  let left = limit;
  do {
    const page = await deps.store.mentions.list(filter, { limit: Math.min(PAGE, left), cursor });
    yield* page.items;
    left -= page.items.length;
    cursor = page.nextCursor;
  } while (cursor !== null && left > 0);
}

/** What needs no store: a slip here is wrong usage. */
async function wordsOf(options: Options): Promise<MentionFilter> {
  const filter: MentionFilter = {};
  if (options.sentiment) filter.sentiment = await oneOf(options.sentiment, SENTIMENTS, '--sentiment');
  if (options.type) filter.type = await oneOf(options.type, FINDING_TYPES, '--type');
  if (options.channel) filter.channel = await oneOf(options.channel, CHANNELS, '--channel');
  if (options.severity) filter.maxSeverity = wholeNumber(options.severity, '--severity', 1, 4) as SeverityLevel;
  if (options.entity) filter.entity = options.entity;
  if (options.claim) filter.claim = await oneOf(options.claim, CLAIMS, '--claim');
  if (options.search) filter.search = options.search;
  return filter;
}

async function filterOf(deps: Deps, options: Options): Promise<MentionFilter> {
  const filter: MentionFilter = {};
  if (options.brand) filter.brandId = (await findBrandFor(deps, options.brand)).id;
  if (options.watch) filter.watchId = (await findWatchFor(deps, options.watch)).id;
  if (options.source) filter.sourceId = await oneOf(options.source, [...deps.sources.keys()], '--source');
  if (options.since) filter.since = await timeOf(options.since, deps.clock.now(), '--since');
  if (options.until) filter.until = await timeOf(options.until, deps.clock.now(), '--until');
  return filter;
}

/** '24h' ago, or a date. */
async function timeOf(text: string, now: number, option: string): Promise<number> {
  if (/^\d+(?:\.\d+)?[smhd]$/.test(text)) return now - (await durationOf(text, option));
  const at = /^\d{12,13}$/.test(text) ? Number(text) : Date.parse(text);
  if (!Number.isFinite(at)) throw new UsageError(`${option} must be like 24h, 7d, 2026-11-24 or 2026-11-24T09:00.`);
  return at;
}

async function list(cli: Cli, deps: Deps, rows: AsyncIterable<JudgedMention>): Promise<void> {
  const found: JudgedMention[] = [];
  for await (const row of rows) found.push(row);
  cli.out.answer(found.map(flatMention));
  if (found.length === 0) {
    cli.out.say('Nothing found.');
    return;
  }
  const time = timeIn(deps.config.timeZone);
  const cells = found.map(({ mention, judgement }) => [
    time(mention.publishedAt ?? mention.seenAt),
    mention.sourceId,
    judgement ? severityText(judgement.severity.level) : paint.dim('not judged'),
    judgement ? sentimentText(judgement.sentiment.label) : '',
    judgement?.types.map(({ type }) => type).join(' ') ?? '',
    shorten(`${mention.title ? `${mention.title} · ` : ''}${mention.text}`, 300),
  ]);
  cli.out.say(table(['when', 'source', 'severity', 'sentiment', 'types', 'text'], cells));
  cli.out.say(paint.dim(`${counted(found.length, 'mention')}. More: --limit, all: --export csv`));
}

function sentimentText(label: string): string {
  if (label === 'negative') return paint.red(label);
  return label === 'positive' ? paint.green(label) : label;
}

/** A spreadsheet takes a file for UTF-8 only when it begins with the byte order mark. */
async function exportTo(
  cli: Cli,
  rows: AsyncIterable<JudgedMention>,
  format: 'csv' | 'jsonl',
  file: string | undefined,
): Promise<void> {
  let rowCount = 0;
  const lines = async function* () {
    if (format === 'csv') yield CSV_COLUMNS.join(',');
    for await (const row of rows) {
      rowCount += 1;
      yield format === 'csv' ? csvLine(row) : JSON.stringify(flatMention(row));
    }
  };
  if (file === undefined) {
    for await (const line of lines()) await cli.out.text(line);
    return cli.out.flush();
  }
  const mark = format === 'csv' ? '\ufeff' : '';
  const end = format === 'csv' ? '\r\n' : '\n';
  await pipeline(async function* () {
    yield mark;
    for await (const line of lines()) yield line + end;
  }, createWriteStream(file));
  cli.out.answer({ file, count: rowCount });
  cli.out.say(`${paint.green('Written:')} ${file}, ${counted(rowCount, 'mention')}`);
}
