// `itibar import`: brings in a CSV or JSON Lines file and judges it, in this process. Run it again after anything: what
// is known is counted and not stored again. A line that cannot be read is reported and never stops the rest.

import type { Command } from 'commander';
import { SECOND } from '../../core/clock.ts';
import { CHANNELS, type Channel, type RawMention } from '../../core/types.ts';
import type { Deps } from '../../pipeline/deps.ts';
import { ingest } from '../../pipeline/ingest.ts';
import { seedBrands } from '../../pipeline/setup.ts';
import { type Cli, cliOf, oneOf } from '../context.ts';
import { brandOrOnly } from '../find.ts';
import { type Judging, startJudging } from '../judge-now.ts';
import { openInput } from '../lines.ts';
import { note, plain } from '../output.ts';
import { count, counted, megabytes, type Progress, paint, paintError, progress } from '../ui.ts';

interface Options {
  brand?: string;
  channel?: string;
  format?: string;
  live?: boolean;
}

const BATCH = 500;
/** Jobs of a hundred mentions that may wait before reading pauses. */
const MOST_WAITING_JOBS = 10;
/** So many bad lines are named one by one; the rest is counted. */
const NAMED_ERRORS = 20;

export function register(program: Command): void {
  program
    .command('import')
    .description('Brings in mentions from a CSV or JSON Lines file and judges them.')
    .argument('<file>', 'the file; - = standard input')
    .option('-b, --brand <name>', 'brand they belong to (default: the only one there is)')
    .option('--channel <channel>', `for lines that name none: ${CHANNELS.join(', ')}`, 'support')
    .option('--format <format>', 'csv or jsonl (default: by the name, else by the first character)')
    .option('--live', 'news, not history: may raise alerts')
    .addHelpText(
      'after',
      `
Columns, Turkish or English: metin/text (needed), başlık/title, tarih/date, yazar/author, adres/url, kanal/channel, puan/rating,
kimlik/id … Run it again after anything: what is known is not stored again. Bad lines are named and the rest goes on.

Examples:
  $ itibar import sikayetler.csv --brand Markam
  $ zcat old.jsonl.gz | itibar import - --format jsonl --channel complaint
  $ itibar import bugun.csv --live --json`,
    )
    .action((file: string, options: Options, command: Command) => importFile(cliOf(command), file, options));
}

interface Result {
  readCount: number;
  addedCount: number;
  knownCount: number;
  badCount: number;
  errors: { line: number; error: string }[];
}

interface Row {
  line: number;
  raw: RawMention;
}

async function importFile(cli: Cli, file: string, options: Options): Promise<void> {
  const channel = await oneOf(options.channel ?? 'support', CHANNELS, '--channel');
  const format =
    options.format === undefined ? null : await oneOf(options.format, ['csv', 'jsonl'] as const, '--format');
  const input = await openInput(file);
  await cli.withApp({}, async ({ deps }) => {
    await seedBrands(deps);
    const brand = await brandOrOnly(deps, options.brand);
    const startedAt = deps.clock.now();
    const judging = startJudging(deps);
    const run = new Import(deps, cli, judging, { brandId: brand.id, channel, isBackfill: options.live !== true });
    const { openImport } = await import('../../app.ts');
    const bytes = run.watchBytes(input);
    const rows = await openImport(bytes, { name: file, format, timeZone: deps.config.timeZone, now: startedAt });
    await run.take(rows);
    await run.finish();
    report(cli, run.result, { judgedCount: judging.judgedCount, tookMs: deps.clock.now() - startedAt });
  });
}

/** One import: rows to batches, batches to the store, with a brake when judging is behind. */
class Import {
  readonly result: Result = { readCount: 0, addedCount: 0, knownCount: 0, badCount: 0, errors: [] };
  readonly #deps: Deps;
  readonly #judging: Judging;
  readonly #target: { brandId: string; channel: Channel; isBackfill: boolean };
  readonly #isTold: boolean;
  #bar: Progress;
  #batch: Row[] = [];
  #readBytes = 0;
  #total: number | null = null;

  constructor(
    deps: Deps,
    cli: Cli,
    judging: Judging,
    target: { brandId: string; channel: Channel; isBackfill: boolean },
  ) {
    this.#deps = deps;
    this.#judging = judging;
    this.#target = target;
    this.#isTold = !cli.out.isJson;
    this.#bar = progress('Importing', null, this.#isTold);
  }

  /** Counts what was read, for the share that is done. */
  async *watchBytes({ bytes, sizeBytes }: { bytes: AsyncIterable<Buffer>; sizeBytes: number | null }) {
    this.#total = sizeBytes;
    for await (const chunk of bytes) {
      this.#readBytes += chunk.length;
      yield chunk;
    }
  }

  async take(rows: AsyncIterable<{ line: number; raw: RawMention } | { line: number; error: string }>): Promise<void> {
    for await (const row of rows) {
      this.result.readCount += 1;
      if ('error' in row) this.#refuse(row.line, row.error);
      else if (this.#batch.push(row) >= BATCH) await this.#store();
    }
    await this.#store();
  }

  async finish(): Promise<void> {
    await this.#judging.finish(() => this.#show());
    this.#bar.clear();
  }

  async #store(): Promise<void> {
    const batch = this.#batch;
    this.#batch = [];
    if (batch.length === 0) return;
    const raws = batch.map(({ raw }) => raw);
    const { addedIds, knownCount, unreadable } = await ingest(this.#deps, {
      sourceId: 'import',
      raws,
      ...this.#target,
    });
    this.result.addedCount += addedIds.length;
    this.result.knownCount += knownCount;
    for (const at of unreadable) this.#refuse(batch[at]?.line ?? 0, 'there is no text in it');
    await this.#judging.untilBelow(MOST_WAITING_JOBS);
    this.#show();
  }

  #refuse(line: number, error: string): void {
    this.result.badCount += 1;
    if (this.result.errors.length >= NAMED_ERRORS) return;
    this.result.errors.push({ line, error });
    this.#bar.clear();
    if (this.#isTold) note(`${paintError.yellow(`line ${line}`)}: ${plain(error)}`);
  }

  #show(): void {
    const share = this.#total ? `${Math.min(100, Math.floor((this.#readBytes / this.#total) * 100))}% read` : '';
    this.#bar.at(this.#judging.judgedCount, share);
  }
}

function report(cli: Cli, result: Result, { judgedCount, tookMs }: { judgedCount: number; tookMs: number }): void {
  const perSecond = Math.round(judgedCount / Math.max(0.001, tookMs / SECOND));
  const peakBytes = process.resourceUsage().maxRSS * 1024;
  cli.out.answer({ ...result, judgedCount, tookMs, perSecond, peakBytes });
  const { readCount, addedCount, knownCount, badCount, errors } = result;
  const known = knownCount > 0 ? `, ${count(knownCount)} known before` : '';
  const bad = badCount > 0 ? `, ${paint.yellow(`${counted(badCount, 'bad line')}`)}` : '';
  cli.out.say(`${counted(readCount, 'line')}: ${paint.green(`${count(addedCount)} new`)}${known}${bad}.`);
  if (badCount > errors.length) cli.out.say(`${count(badCount - errors.length)} bad lines more were not named.`);
  cli.out.say(
    paint.dim(
      `${count(judgedCount)} judged in ${(tookMs / SECOND).toFixed(1)} s, ${count(perSecond)}/s; memory ${megabytes(peakBytes)} at most.`,
    ),
  );
}
