// `itibar migrate-store`: moves an installation from one store to another, usually from the embedded profile's file to
// MongoDB, and compares both afterwards. Run it again after anything; the source is only read.

import { statSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from 'commander';
import type { MovedPart } from '../../pipeline/move-store.ts';
import { type Cli, cliOf } from '../context.ts';
import { EXIT_FAILED, UsageError } from '../output.ts';
import { count, counted, type Progress, paint, progress, table } from '../ui.ts';

interface Flags {
  from?: string;
  to?: string;
  verifyOnly?: boolean;
}

const MONGO = /^mongodb(\+srv)?:\/\//;

export function register(program: Command): void {
  program
    .command('migrate-store')
    .description(
      'Moves everything to another store and compares both. Stop itibar first: what comes in meanwhile is told as a difference.',
    )
    .option('--from <place>', 'database file, data folder or mongodb:// address (default: the database of data.dir)')
    .option('--to <place>', 'mongodb:// address of an empty database (default: store.url)')
    .option('--verify-only', 'compare and write nothing')
    .addHelpText(
      'after',
      `
It goes on where it was cut off when it is run again. Waiting jobs are not moved, they are made again from what is stored; failed ones are not.
Afterwards set store.kind: mongo, store.url, queue.kind: bullmq and queue.url, and start itibar.

Examples:
  $ itibar migrate-store --to mongodb://itibar:secret@db.example/itibar
  $ itibar migrate-store --from /var/lib/itibar --to mongodb://db.example/itibar --json
  $ itibar migrate-store --from copy.db --to mongodb://db.example/itibar --verify-only`,
    )
    .action((flags: Flags, command: Command) => migrate(cliOf(command), flags));
}

async function migrate(cli: Cli, flags: Flags): Promise<void> {
  const { from, to } = await placesOf(cli, flags);
  const { openStoreAt } = await import('../../app.ts');
  const { moveStore, verifyMove } = await import('../../pipeline/move-store.ts');
  const source = await openStoreAt(from);
  try {
    const target = await openStoreAt(to);
    const bar = new Bar(!cli.out.isJson);
    try {
      const options = { source, target, onProgress: bar.show };
      report(cli, await (flags.verifyOnly ? verifyMove(options) : moveStore(options)), flags.verifyOnly === true);
    } finally {
      bar.clear();
      await target.close();
    }
  } finally {
    await source.close();
  }
}

async function placesOf(cli: Cli, flags: Flags): Promise<{ from: string; to: string }> {
  const { config } = await cli.loadConfig();
  const { databasePath, databaseName } = await import('../../app.ts');
  const to = flags.to ?? config.store.url;
  if (!MONGO.test(to))
    throw new UsageError('--to must be an address of MongoDB: mongodb://user:password@host:27017/itibar.');
  const from = flags.from ?? databasePath(config);
  const isFolder = !MONGO.test(from) && statSync(from, { throwIfNoEntry: false })?.isDirectory() === true;
  if (from === to) throw new UsageError('--from and --to are the same.');
  return { from: isFolder ? join(from, databaseName) : from, to };
}

/** One bar after the other: a part has a known size, and its own speed. */
class Bar {
  readonly #isShown: boolean;
  #part = '';
  #bar: Progress | null = null;

  constructor(isShown: boolean) {
    this.#isShown = isShown;
  }

  readonly show = (step: 'copy' | 'verify', part: string, done: number, total: number | null): void => {
    if (this.#part !== `${step} ${part}`) {
      this.clear();
      this.#part = `${step} ${part}`;
      this.#bar = progress(step === 'copy' ? `Copying ${part}` : `Comparing ${part}`, total, this.#isShown);
    }
    this.#bar?.at(done);
  };

  clear(): void {
    this.#bar?.clear();
  }
}

function report(cli: Cli, parts: readonly MovedPart[], isVerifyOnly: boolean): void {
  const different = parts.filter(({ isSame }) => !isSame);
  cli.out.answer({ isSame: different.length === 0, parts });
  const rows = parts.map(({ name, source, target, isSame }) => [
    name,
    count(source.count),
    count(target.count),
    isSame ? paint.green(source.checksum.slice(0, 12)) : paint.red('differs'),
  ]);
  cli.out.say(table(['part', 'source', 'target', 'checksum'], rows));
  if (different.length === 0) {
    cli.out.say(paint.green('\nBoth are the same.'));
    if (!isVerifyOnly)
      cli.out.say('Now set store.kind: mongo, store.url, queue.kind: bullmq and queue.url, and start itibar.');
    return;
  }
  process.exitCode = EXIT_FAILED;
  cli.out.say(
    paint.red(
      `\n${counted(different.length, 'part differs', 'parts differ')}. Was something still writing? Stop itibar and run this again.`,
    ),
  );
}
