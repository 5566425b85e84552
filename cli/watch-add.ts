// Adding a watch from the command line: options to input, the proof from what is stored, the question, the write.

import { AppError } from '../core/errors.ts';
import { suggest } from '../core/suggest.ts';
import { fold } from '../core/text/fold.ts';
import { parseQuery } from '../core/text/query.ts';
import { type Brand, WATCH_KINDS } from '../core/types.ts';
import { createBrand } from '../pipeline/brands.ts';
import { estimateCost } from '../pipeline/cost.ts';
import type { Deps } from '../pipeline/deps.ts';
import { checkSources, checkWatchName, defaultSources, type SourceChoice } from '../pipeline/watch-check.ts';
import { createWatch, previewQuery, type WatchInput } from '../pipeline/watches.ts';
import { type Cli, durationOf, oneOf } from './context.ts';
import { brandOrOnly } from './find.ts';
import { UsageError } from './output.ts';
import { canAsk, confirm } from './prompt.ts';
import { paint } from './ui.ts';
import { showPreview } from './watch-preview.ts';

export interface AddOptions {
  brand?: string;
  createBrand?: boolean;
  query?: string;
  kind: string;
  every: string;
  source?: string[];
  example: string[];
  notExample: string[];
  yes?: boolean;
}

const LEAST_EVERY_MS = 1000;

/** Everything is checked before the first write, so that a mistake leaves nothing half done. */
export async function addWatch(cli: Cli, words: string, options: AddOptions): Promise<void> {
  const name = words.trim();
  if (name === '') throw new UsageError('Name what to watch: itibar watch add "markam"');
  const kind = await oneOf(options.kind, WATCH_KINDS, '--kind');
  const everyMs = await durationOf(options.every, '--every');
  if (everyMs < LEAST_EVERY_MS) throw new UsageError('--every must be at least 1s.');
  const query = options.query ?? name;
  parseQuery(query);
  await cli.withDeps(async (deps) => {
    const sources = (options.source ?? []).flatMap((text) => presetChoices(deps, text) ?? [sourceChoice(text)]);
    checkChoices(deps, sources);
    const brand = await brandFor(cli, deps, options, name);
    const isAsking = canAsk() && !options.yes && !cli.out.isJson;
    if ('id' in brand) await checkWatchName(deps, brand.id, name, null);
    const examples = { positiveExamples: options.example, negativeExamples: options.notExample };
    const draft = 'id' in brand ? { brandId: brand.id, ...examples } : undefined;
    const preview = await previewQuery(deps, query, 'en', draft);
    showPreview(cli, query, preview);
    const costs = sources.flatMap((each) => estimateCost(deps, each, { query, everyMs }, deps.config.locale) ?? []);
    for (const { sentence } of costs) cli.out.say(paint.yellow(sentence));
    if (isAsking && !(await confirm(`Add the watch "${name}" to ${brand.name}?`)))
      throw new AppError('cli.cancelled', 'Nothing was added.');
    const owner = 'id' in brand ? brand : await createBrand(deps, brand, 'cli');
    const input: WatchInput = { brandId: owner.id, name, kind, query, everyMs, sources, ...examples };
    const watch = await createWatch(deps, input, 'cli');
    const read = (await deps.store.subscriptions.list({ watchId: watch.id })).map(({ sourceId }) => sourceId);
    const { scannedCount, matchedCount, perDay, hidden, byExamples, advice } = preview;
    const shown = {
      ...{ scannedCount, matchedCount, perDay, hidden: { count: hidden.count, parts: hidden.parts }, advice },
      byExamples: { count: byExamples.count, meantCount: byExamples.meantCount },
    };
    cli.out.answer({ watch, brand: owner, sources: read, costs, preview: shown });
    cli.out.say(
      `${paint.green('Added:')} ${watch.name} (${watch.id}) to ${owner.name}; reads ${[...new Set(read)].join(', ')}.`,
    );
    cli.out.say(paint.dim('`itibar start` reads it from now on; `itibar collect` reads it once, now.'));
  });
}

type NewBrand = Parameters<typeof createBrand>[1];

/** The brand that is there, or the one to be made. */
async function brandFor(cli: Cli, deps: Deps, options: AddOptions, words: string): Promise<Brand | NewBrand> {
  const brands = await deps.store.brands.list();
  const isWanted = options.brand !== undefined || options.createBrand === true;
  const name = options.brand ?? (options.createBrand ? words : undefined);
  const known = isWanted
    ? brands.find((brand) => fold(brand.name) === fold(name ?? '') || brand.id === name)
    : undefined;
  if (known) return known;
  const fresh: NewBrand = { name: name ?? words, aliases: [], domains: [], accounts: [], competitors: [] };
  if (options.createBrand) return fresh;
  const mayAsk = canAsk() && !options.yes && !cli.out.isJson && (options.brand !== undefined || brands.length === 0);
  if (mayAsk && (await confirm(`There is no brand "${fresh.name}" yet. Add it?`))) return fresh;
  const brand = await brandOrOnly(deps, options.brand);
  return brand;
}

/** 'feed:@ekonomi' -> a choice for each set of parameters of that name; null for anything else. Throws UsageError. */
function presetChoices(deps: Deps, text: string): SourceChoice[] | null {
  const [, sourceId, name] = /^([a-z0-9-]+):@(.*)$/s.exec(text.trim()) ?? [];
  if (sourceId === undefined || name === undefined) return null;
  const source = deps.sources.get(sourceId);
  if (!source) throw unknownSource(deps, sourceId);
  const presets = source.manifest.presets ?? {};
  const sets = Object.hasOwn(presets, name) ? presets[name] : undefined;
  if (sets) return sets.map((params) => ({ sourceId, params: { ...params } }));
  const known = Object.keys(presets).map((preset) => `${sourceId}:@${preset}`);
  const hint = known.length > 0 ? `There are: ${known.join(', ')}.` : `${sourceId} has none.`;
  throw new UsageError(`--source "${text}" names no set of parameters. ${hint}`);
}

/** 'feed:url=https://haber.example/rss.xml,title=Haber' -> id and parameters. Throws UsageError. */
export function sourceChoice(text: string): SourceChoice {
  const [, id = '', rest] = /^([a-z0-9-]+)(?::(.*))?$/s.exec(text.trim()) ?? [];
  if (!id) throw new UsageError(`--source "${text}" is not understood. Write id or id:key=value,key=value.`);
  return { sourceId: id, params: rest === undefined ? {} : paramsOf(rest, text) };
}

/** A comma begins a new parameter only when key= follows, so that addresses may hold commas. */
function paramsOf(rest: string, text: string): Record<string, unknown> {
  if (rest.trim().startsWith('{')) return jsonParams(rest, text);
  const params: Record<string, unknown> = {};
  for (const part of rest.split(/,(?=[A-Za-z][A-Za-z0-9]*=)/)) {
    const [, key, value] = /^([A-Za-z][A-Za-z0-9]*)=(.*)$/s.exec(part.trim()) ?? [];
    if (key === undefined || value === undefined)
      throw new UsageError(`In --source "${text}", "${part}" is no key=value.`);
    params[key] = value;
  }
  return params;
}

function jsonParams(rest: string, text: string): Record<string, unknown> {
  try {
    return JSON.parse(rest) as Record<string, unknown>;
  } catch {
    throw new UsageError(`In --source "${text}", the parameters are not valid JSON.`);
  }
}

/**
 * Text from the command line fits parameters that are numbers, switches or lists too. Throws 'source.unknown' with a
 * did-you-mean and what checkSources() throws.
 */
export function checkChoices(deps: Deps, choices: SourceChoice[]): void {
  for (const choice of choices) {
    const source = deps.sources.get(choice.sourceId);
    if (!source) throw unknownSource(deps, choice.sourceId);
    choice.params = fitted(choice.params, (params) => source.manifest.params.safeParse(params).success);
  }
  if (choices.length > 0) checkSources(deps, choices);
  else if (defaultSources(deps).length === 0)
    throw new UsageError('No source works without parameters; name one with --source.');
}

export function unknownSource(deps: Deps, id: string): AppError {
  const ids = [...deps.sources.keys()];
  const near = suggest(id, ids);
  return new AppError(
    'source.unknown',
    `There is no source "${id}".${near ? ` Did you mean ${near}?` : ` There are: ${ids.join(', ')}.`}`,
  );
}

function fitted(params: Record<string, unknown>, isGood: (params: Record<string, unknown>) => boolean) {
  if (isGood(params)) return params;
  const typed = Object.fromEntries(Object.entries(params).map(([key, value]) => [key, typedValue(value)]));
  return isGood(typed) ? typed : params;
}

function typedValue(value: unknown): unknown {
  if (typeof value !== 'string') return value;
  if (value === 'true' || value === 'false') return value === 'true';
  if (/^-?\d{1,15}(?:\.\d+)?$/.test(value)) return Number(value);
  return value.includes('|') ? value.split('|').map((part) => part.trim()) : value;
}
