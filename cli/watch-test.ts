// What a watch would find: in one text, or by reading its sources now. Stores nothing.

import { AppError } from '../core/errors.ts';
import { compileQuery } from '../core/text/match.ts';
import { queryTerms } from '../core/text/query.ts';
import type { Mention, Watch } from '../core/types.ts';
import type { Deps } from '../pipeline/deps.ts';
import type { Cli } from './context.ts';
import { findWatchFor } from './find.ts';
import { maskedText } from './mention-text.ts';
import { trySource } from './try-source.ts';
import { count, paint, shorten, table } from './ui.ts';

interface Tested {
  source: string;
  outcome: string;
  itemCount: number;
  matches: Mention[];
  error: string | null;
}

export async function testWatch(cli: Cli, name: string, text: string | undefined): Promise<void> {
  await cli.withDeps(async (deps) => {
    const watch = await findWatchFor(deps, name);
    if (text !== undefined) return testText(cli, watch, text);
    const tested: Tested[] = [];
    for (const { sourceId, params } of await deps.store.subscriptions.list({ watchId: watch.id }))
      tested.push(await testSource(deps, watch, sourceId, params));
    report(cli, tested);
  });
}

function testText(cli: Cli, watch: Watch, text: string): void {
  const { matched, spans, why } = compileQuery(watch.query).match({ text }, 'en');
  cli.out.answer({ watch: watch.name, query: watch.query, matched, spans, why });
  cli.out.say(matched ? paint.green(why) : paint.yellow(why));
}

async function testSource(
  deps: Deps,
  watch: Watch,
  sourceId: string,
  params: Record<string, unknown>,
): Promise<Tested> {
  const source = deps.sources.get(sourceId);
  if (!source)
    throw new AppError('source.not-found', `The source ${sourceId} of the watch is gone; remove it from the watch.`);
  const query = { query: watch.query, terms: queryTerms(watch.query) };
  const { attempts, mentions } = await trySource(deps, source, params, query);
  const matcher = compileQuery(watch.query);
  const isTrusted = source.manifest.selection === 'trust';
  const matches = mentions.filter(
    ({ title, text, url, author, language, channel }) =>
      isTrusted || matcher.match({ title, text, url, authorHandle: author.handle, language, channel }).matched,
  );
  const failed = attempts.find(({ error }) => error !== null);
  const outcome = failed?.outcome ?? attempts[0]?.outcome ?? 'nothing to ask';
  return { source: sourceId, outcome, itemCount: mentions.length, matches, error: failed?.error ?? null };
}

function report(cli: Cli, tested: readonly Tested[]): void {
  cli.out.answer(
    tested.map((one) => ({ ...one, matches: one.matches.map(({ id, url, title }) => ({ id, url, title })) })),
  );
  const rows = tested.map(({ source, outcome, itemCount, matches, error }) => [
    source,
    error ? paint.red(outcome) : outcome,
    count(itemCount),
    count(matches.length),
    error ?? '',
  ]);
  cli.out.say(table(['source', 'outcome', 'items', 'match', ''], rows));
  for (const { source, matches } of tested)
    for (const mention of matches.slice(0, 3))
      cli.out.say(`  ${paint.dim(source)}  ${shorten(maskedText({ mention, judgement: null }), 100)}`);
  cli.out.say(paint.dim('Nothing was stored.'));
}
