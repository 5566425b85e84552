// `itibar evidence`: capture the page of a mention, list and show packs, check that nothing was changed since, and hand
// packs over as a ZIP.

import { createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import type { Command } from 'commander';
import { version } from '../../config/root.ts';
import { AppError } from '../../core/errors.ts';
import { newId } from '../../core/id.ts';
import type { Evidence } from '../../core/types.ts';
import { audit } from '../../pipeline/audit.ts';
import type { Deps } from '../../pipeline/deps.ts';
import { captureMention } from '../../pipeline/evidence.ts';
import { type EvidenceSubject, exportEvidence, filterOf, packsOf, verifyPack } from '../../pipeline/evidence-export.ts';
import { maskLoose } from '../../pipeline/mask.ts';
import { type Cli, cliOf, wholeNumber } from '../context.ts';
import { findIncidentFor } from '../find.ts';
import { EXIT_FAILED, UsageError } from '../output.ts';
import { count, counted, paint, shorten, table, timeIn } from '../ui.ts';

interface Subjects {
  mention?: string;
  story?: string;
  incident?: string;
}

const PAGE = 200;

export function register(program: Command): void {
  const evidence = program
    .command('evidence')
    .description('Evidence packs: a page as it was, with the hashes of its files.');
  evidence
    .command('capture')
    .description('Captures the page of a mention now.')
    .argument('<mention>', 'id of the mention')
    .addHelpText('after', '\nExamples:\n  $ itibar evidence capture men_4f0c…')
    .action((id: string, _options: object, command: Command) => capture(cliOf(command), id));
  withSubjects(evidence.command('list').description('Packs, the newest first.'))
    .option('-n, --limit <count>', 'how many', '20')
    .addHelpText('after', '\nExamples:\n  $ itibar evidence list\n  $ itibar evidence list --incident last --json')
    .action((options: Subjects & { limit: string }, command: Command) => list(cliOf(command), options));
  evidence
    .command('show')
    .description('One pack: its files, hashes, and what changed.')
    .argument('<pack>', 'id or its beginning')
    .addHelpText('after', '\nExamples:\n  $ itibar evidence show evd_4f0c')
    .action((id: string, _options: object, command: Command) => show(cliOf(command), id));
  withSubjects(evidence.command('verify').description('Recomputes every hash and says what was changed.'))
    .argument('[pack]', 'id or its beginning; all packs when nothing is named')
    .addHelpText('after', '\nExamples:\n  $ itibar evidence verify\n  $ itibar evidence verify evd_4f0c')
    .action((id: string | undefined, options: Subjects, command: Command) => verify(cliOf(command), id, options));
  withSubjects(
    evidence.command('export').description('Packs as a ZIP with a manifest and a page that says what it proves.'),
  )
    .argument('[pack]', 'id or its beginning')
    .option('-o, --out <file>', 'where to write it (default: itibar-kanit-….zip here)')
    .addHelpText(
      'after',
      '\nExamples:\n  $ itibar evidence export --incident last\n  $ itibar evidence export --mention men_4f0c… -o kanit.zip',
    )
    .action((id: string | undefined, options: Subjects & { out?: string }, command: Command) =>
      exportZip(cliOf(command), id, options),
    );
}

function withSubjects(command: Command): Command {
  return command
    .option('-m, --mention <id>', 'of a mention')
    .option('-s, --story <id>', 'of a story')
    .option('-i, --incident <id>', 'of an incident: id, its beginning, or `last`');
}

/** Null when nothing is named. */
async function subjectOf(deps: Deps, options: Subjects, packId?: string): Promise<EvidenceSubject | null> {
  const named = [options.mention, options.story, options.incident, packId].filter((one) => one !== undefined);
  if (named.length > 1) throw new UsageError('Name one of: a pack, --mention, --story, --incident.');
  if (packId !== undefined) return { kind: 'pack', id: (await findPack(deps, packId)).id };
  if (options.mention !== undefined) return { kind: 'mention', id: options.mention };
  if (options.story !== undefined) return { kind: 'story', id: options.story };
  if (options.incident === undefined) return null;
  return { kind: 'incident', id: (await findIncidentFor(deps, options.incident)).id };
}

async function findPack(deps: Deps, wanted: string): Promise<Evidence> {
  const exact = await deps.store.evidence.get(wanted);
  if (exact) return exact;
  const { items } = await deps.store.evidence.list({}, { limit: 1000 });
  const [found, second] = wanted.length >= 6 ? items.filter(({ id }) => id.startsWith(wanted)) : [];
  if (found && !second) return found;
  throw new AppError(
    found ? 'evidence.ambiguous' : 'evidence.not-found',
    found
      ? `Several packs begin with "${wanted}". Use the whole id.`
      : `There is no pack "${wanted}". \`itibar evidence list\` names them.`,
  );
}

async function capture(cli: Cli, mentionId: string): Promise<void> {
  await cli.withDeps(async (deps) => {
    const record = await captureMention(deps, { id: newId('evd'), mentionId, reason: 'asked', by: 'cli' });
    await audit(deps, 'cli', 'evidence.captured', record.id, { mentionId, outcome: record.outcome });
    tell(cli, deps, record);
  });
}

async function show(cli: Cli, wanted: string): Promise<void> {
  await cli.withDeps(async (deps) => tell(cli, deps, await findPack(deps, wanted)));
}

function tell(cli: Cli, { config }: Deps, record: Evidence): void {
  cli.out.answer(record);
  const time = timeIn(config.timeZone);
  cli.out.say(`${paint.bold(record.id)}  ${outcomeText(record)}  ${time(record.capturedAt)}  (${record.reason})`);
  cli.out.say(shorten(record.finalUrl ?? record.url ?? 'no address on the web', 300));
  if (record.error) cli.out.say(paint.yellow(record.error));
  cli.out.say(
    `\n${table(
      ['file', 'size', 'SHA-256'],
      record.files.map(({ name, sizeBytes, sha256 }) => [name, `${count(sizeBytes)} B`, sha256]),
    )}`,
  );
  const { change, checks } = record;
  for (const sentence of change?.removed ?? []) cli.out.say(paint.red(`- ${shorten(maskLoose(sentence), 200)}`));
  for (const sentence of change?.added ?? []) cli.out.say(paint.green(`+ ${shorten(maskLoose(sentence), 200)}`));
  if (checks.nextAt !== null) cli.out.say(paint.dim(`The page is looked at again ${time(checks.nextAt)}.`));
}

function outcomeText({ outcome, change }: Evidence): string {
  const state = change ? paint.red(` ${change.kind}`) : '';
  return `${outcome === 'ok' ? paint.green(outcome) : paint.yellow(outcome)}${state}`;
}

async function list(cli: Cli, options: Subjects & { limit: string }): Promise<void> {
  const limit = wholeNumber(options.limit, '--limit', 1, 1000);
  await cli.withDeps(async (deps) => {
    const subject = await subjectOf(deps, options);
    const { items } = await deps.store.evidence.list(subject ? await filterOf(deps, subject) : {}, { limit });
    cli.out.answer(items);
    if (items.length === 0) return cli.out.say('No evidence yet. Capture some: itibar evidence capture MENTION');
    const time = timeIn(deps.config.timeZone);
    const rows = items.map((one) => [
      ...[one.id.slice(0, 12), time(one.capturedAt), outcomeText(one), String(one.files.length)],
      shorten(one.url ?? one.mentionId, 100),
    ]);
    cli.out.say(table(['id', 'captured', 'state', 'files', 'address'], rows));
  });
}

async function verify(cli: Cli, packId: string | undefined, options: Subjects): Promise<void> {
  await cli.withDeps(async (deps) => {
    const subject = await subjectOf(deps, options, packId);
    const answers = [];
    let fileCount = 0;
    for await (const record of subject ? await packsOf(deps, subject) : allPacks(deps)) {
      const files = await verifyPack(deps, record);
      const broken = files.filter(({ state }) => state !== 'whole');
      fileCount += files.length;
      answers.push({ id: record.id, isWhole: broken.length === 0, files });
      for (const { name, state, sha256, foundSha256 } of broken)
        cli.out.say(
          `${paint.red(state)}  ${record.id}  ${name}\n  captured ${sha256}${foundSha256 ? `\n  found    ${foundSha256}` : ''}`,
        );
    }
    cli.out.answer(answers);
    const brokenCount = answers.filter(({ isWhole }) => !isWhole).length;
    const sum = `${counted(answers.length, 'pack')}, ${counted(fileCount, 'file')}`;
    if (brokenCount === 0) return cli.out.say(`${paint.green('Unchanged since capture:')} ${sum}`);
    cli.out.say(`${paint.red(`${counted(brokenCount, 'pack')} not whole`)} of ${sum}`);
    process.exitCode = EXIT_FAILED;
  });
}

async function* allPacks(deps: Deps): AsyncGenerator<Evidence> {
  let cursor: string | null = null;
  do {
    const page: { items: Evidence[]; nextCursor: string | null } = await deps.store.evidence.list(
      {},
      { limit: PAGE, cursor },
    );
    yield* page.items;
    cursor = page.nextCursor;
  } while (cursor !== null);
}

async function exportZip(cli: Cli, packId: string | undefined, options: Subjects & { out?: string }): Promise<void> {
  await cli.withDeps(async (deps) => {
    const subject = await subjectOf(deps, options, packId);
    if (!subject) throw new UsageError('Name what to export: a pack, --mention, --story or --incident.');
    const zip = await exportEvidence(deps, subject, { version, by: 'cli' });
    const { manifestSha256, packCount, brokenCount, fileName } = zip;
    const file = options.out ?? fileName;
    try {
      // Never over a file that is there: an earlier pack may be the only one with its hash.
      await pipeline(zip.stream, createWriteStream(file, { flags: 'wx', mode: 0o600 }));
    } catch (cause) {
      if ((cause as NodeJS.ErrnoException).code === 'EEXIST')
        throw new AppError('evidence.exists', `${file} is there already. Name another file with --out.`, { cause });
      await rm(file, { force: true });
      throw cause;
    }
    cli.out.answer({ file, packCount, brokenCount, manifestSha256 });
    cli.out.say(`${paint.green('Written:')} ${file}, ${counted(packCount, 'pack')}`);
    cli.out.say(`SHA-256 of manifest.json: ${paint.bold(manifestSha256)}`);
    cli.out.say(paint.dim('Write this hash down elsewhere now; README.txt says why, and what it does not prove.'));
    if (brokenCount > 0)
      cli.out.say(paint.red(`${counted(brokenCount, 'file')} missing or altered: see manifest.json`));
  });
}
