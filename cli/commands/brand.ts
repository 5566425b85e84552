// `itibar brand`: the brands, and the lists of what texts may name of them: products, sellers, branches, people, competitors.

import { readFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { AppError, messageOf } from '../../core/errors.ts';
import { ENTITY_KINDS, LISTED_KINDS, type ListedKind } from '../../core/types.ts';
import type { Deps } from '../../pipeline/deps.ts';
import { addEntities, entityTable, removeEntity } from '../../pipeline/entities.ts';
import { listedKindOf, readEntityFile } from '../../pipeline/entity-file.ts';
import { type Cli, cliOf, oneOf } from '../context.ts';
import { brandOrOnly } from '../find.ts';
import { UsageError } from '../output.ts';
import { count, counted, paint, table } from '../ui.ts';

interface Options {
  brand?: string;
  kind?: string;
  alias?: string[];
}

const BRAND = ['-b, --brand <name>', 'brand (default: the only one there is)'] as const;
const collect = (value: string, before: string[] | undefined) => [...(before ?? []), value];
const SHOWN = 40;

export function register(program: Command): void {
  const brand = program.command('brand').description('Brands, and what texts may name of them.');
  brand
    .command('list')
    .description('All brands.')
    .addHelpText('after', '\nExamples:\n  $ itibar brand list --json')
    .action((_options: object, command: Command) => listBrands(cliOf(command)));
  const entity = brand
    .command('entity')
    .description('Products, sellers, branches, executives and competitors that are looked for in every text.');
  entity.addHelpText('after', EXAMPLES);
  entity
    .command('add')
    .description('Adds a name, or other names to one that is there.')
    .argument('<kind>', `${LISTED_KINDS.join(', ')} (ürün, satıcı, şube, yönetici, rakip)`)
    .argument('<name>', 'as it shall be shown; Turkish endings are understood')
    .option(...BRAND)
    .option('-a, --alias <name>', 'another name of it; repeatable', collect)
    .addHelpText('after', EXAMPLES)
    .action((kind: string, name: string, options: Options, command: Command) =>
      add(cliOf(command), { kind: kindOf(kind), name }, options),
    );
  entity
    .command('remove')
    .description('Removes a name. What it was found in stays.')
    .argument('<name>', 'the name')
    .option(...BRAND)
    .option('-k, --kind <kind>', 'only of this kind')
    .addHelpText('after', EXAMPLES)
    .action((name: string, options: Options, command: Command) => remove(cliOf(command), name, options));
  entity
    .command('list')
    .description('The names of a brand.')
    .option(...BRAND)
    .option('-k, --kind <kind>', 'only of this kind')
    .addHelpText('after', EXAMPLES)
    .action((options: Options, command: Command) => list(cliOf(command), options));
  entity
    .command('import')
    .description('Adds names from a CSV file: kind, name, other names.')
    .argument('<file>', 'CSV with comma or semicolon; other names in further cells or between |')
    .option(...BRAND)
    .addHelpText('after', EXAMPLES)
    .action((file: string, options: Options, command: Command) => importFile(cliOf(command), file, options));
  entity
    .command('count')
    .description('How often each is named: last seven days against the seven before. Towns are counted as well.')
    .option(...BRAND)
    .option('-k, --kind <kind>', ENTITY_KINDS.join(', '))
    .addHelpText('after', EXAMPLES)
    .action((options: Options, command: Command) => counts(cliOf(command), options));
}

const EXAMPLES = `
Examples:
  $ itibar brand entity add branch "Kadıköy Şubesi" --alias "Kadıköy Çarşı"
  $ itibar brand entity add ürün "Karnova Pro 3" --alias KP3 --brand Karnova
  $ itibar brand entity import subeler.csv
  $ itibar brand entity list --kind branch
  $ itibar brand entity count --kind city
  $ itibar mentions --entity "Kadıköy Şubesi"`;

/** Throws UsageError. */
function kindOf(word: string): ListedKind {
  const kind = listedKindOf(word);
  if (kind === null) throw new UsageError(`"${word}" is no kind. Use one of: ${LISTED_KINDS.join(', ')}.`);
  return kind;
}

async function listBrands(cli: Cli): Promise<void> {
  await cli.withDeps(async (deps) => {
    const brands = await deps.store.brands.list();
    cli.out.answer(brands);
    const rows = brands.map(({ id, name, aliases, domains, entities = [] }) => [
      ...[id.slice(0, 12), name, aliases.join(', '), domains.join(', ')],
      count(entities.length),
    ]);
    cli.out.say(
      rows.length === 0 ? 'There is no brand yet.' : table(['id', 'name', 'aliases', 'domains', 'names'], rows),
    );
  });
}

async function add(cli: Cli, wanted: { kind: ListedKind; name: string }, options: Options): Promise<void> {
  if (wanted.name.trim() === '') throw new UsageError('The name is empty.');
  await cli.withDeps(async (deps) => {
    const { id, name } = await brandOrOnly(deps, options.brand);
    const entity = { ...wanted, aliases: options.alias ?? [] };
    const { brand, addedCount } = await addEntities(deps, id, [entity], 'cli');
    cli.out.answer({ brand: name, addedCount, entities: brand.entities });
    cli.out.say(
      `${paint.green(addedCount > 0 ? 'Added:' : 'Changed:')} ${wanted.kind} ${wanted.name.trim()} of ${name}`,
    );
    sayRest(cli);
  });
}

/** What was judged before knows nothing of it. */
function sayRest(cli: Cli): void {
  cli.out.say(paint.dim('Looked for in what comes from now on.'));
}

async function remove(cli: Cli, name: string, options: Options): Promise<void> {
  const kind = options.kind === undefined ? null : kindOf(options.kind);
  await cli.withDeps(async (deps) => {
    const brand = await brandOrOnly(deps, options.brand);
    const removed = await removeEntity(deps, brand.id, { kind, name }, 'cli');
    if (removed.length === 0)
      throw new AppError(
        'entity.not-found',
        `${brand.name} has no such name. \`itibar brand entity list\` shows them.`,
      );
    cli.out.answer({ brand: brand.name, removed });
    for (const one of removed) cli.out.say(`${paint.green('Removed:')} ${one.kind} ${one.name}`);
  });
}

async function list(cli: Cli, options: Options): Promise<void> {
  const kind = options.kind === undefined ? null : kindOf(options.kind);
  await cli.withDeps(async (deps) => {
    const { entities = [] } = await brandOrOnly(deps, options.brand);
    const shown = entities.filter((one) => kind === null || one.kind === kind);
    cli.out.answer(shown);
    const rows = shown.map((one) => [one.kind, one.name, one.aliases.join(', ')]);
    cli.out.say(rows.length === 0 ? 'No names yet.' : table(['kind', 'name', 'also'], rows));
  });
}

async function importFile(cli: Cli, file: string, options: Options): Promise<void> {
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    throw new UsageError(`${file} cannot be read: ${messageOf(error)}`);
  });
  const { entities, unreadable } = readEntityFile(text);
  if (entities.length === 0) throw new UsageError(`${file} holds no line like: branch,Kadıköy Şubesi,Kadıköy Çarşı`);
  await cli.withDeps(async (deps) => {
    const { id, name } = await brandOrOnly(deps, options.brand);
    const { addedCount } = await addEntities(deps, id, entities, 'cli');
    cli.out.answer({ brand: name, lineCount: entities.length, addedCount, unreadable });
    cli.out.say(
      `${paint.green('Read:')} ${counted(entities.length, 'line')}, ${count(addedCount)} new names of ${name}`,
    );
    if (unreadable.length > 0)
      cli.out.say(
        paint.yellow(`Not understood: line ${unreadable.slice(0, 20).join(', ')}. First the kind, then the name.`),
      );
    sayRest(cli);
  });
}

async function counts(cli: Cli, options: Options): Promise<void> {
  const kind = options.kind === undefined ? null : await oneOf(options.kind, ENTITY_KINDS, '--kind');
  await cli.withDeps((deps) => showCounts(cli, deps, options.brand, kind));
}

async function showCounts(
  cli: Cli,
  deps: Deps,
  brandName: string | undefined,
  kind: (typeof ENTITY_KINDS)[number] | null,
): Promise<void> {
  const brandId = brandName === undefined ? null : (await brandOrOnly(deps, brandName)).id;
  const found = await entityTable(deps, { brandId, kind });
  cli.out.answer(found);
  if (found.items.length === 0) {
    cli.out.say('Nothing was named in the last two weeks.');
    return;
  }
  const rows = found.items
    .slice(0, SHOWN)
    .map((one) => [one.kind, one.name, count(one.count), count(one.previous), count(one.negative)]);
  cli.out.say(table(['kind', 'name', 'this week', 'week before', 'negative'], rows));
}
