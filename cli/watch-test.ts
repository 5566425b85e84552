// What a watch would find: in one text, or by reading its sources now. Stores nothing.

import { compileExclusions } from '../core/text/exclusions.ts';
import { compileQuery } from '../core/text/match.ts';
import type { Watch } from '../core/types.ts';
import { previewQuery } from '../pipeline/preview.ts';
import { type TriedSource, tryQuery } from '../pipeline/try-query.ts';
import type { Cli } from './context.ts';
import { findWatchFor } from './find.ts';
import { maskedText } from './mention-text.ts';
import { count, paint, shorten, table } from './ui.ts';
import { showPreview } from './watch-preview.ts';

export async function testWatch(cli: Cli, name: string, text: string | undefined): Promise<void> {
  await cli.withDeps(async (deps) => {
    const watch = await findWatchFor(deps, name);
    if (text !== undefined) return testText(cli, watch, text);
    const preview = await previewQuery(deps, watch.query, 'en');
    const tried = await tryQuery(deps, watch.query, await deps.store.subscriptions.list({ watchId: watch.id }));
    cli.out.answer(
      tried.map(({ sourceId: source, matches, ...rest }) => ({
        ...{ source, ...rest },
        matches: matches.map(({ id, url, title }) => ({ id, url, title })),
      })),
    );
    report(cli, tried);
    cli.out.say(`\n${paint.bold('In what is stored')}`);
    showPreview(cli, watch.query, preview);
    cli.out.say(paint.dim('Nothing was stored.'));
  });
}

function testText(cli: Cli, watch: Watch, text: string): void {
  const { matched, spans, why } = compileQuery(watch.query).match({ text }, 'en');
  const hidden = compileExclusions(watch.query)?.find({ text }) ?? null;
  cli.out.answer({ watch: watch.name, query: watch.query, matched, spans, why, hiddenBy: hidden?.by ?? null });
  cli.out.say(matched ? paint.green(why) : paint.yellow(why));
  if (hidden) cli.out.say(`Without -${hidden.by} it would match.`);
}

function report(cli: Cli, tried: readonly TriedSource[]): void {
  const rows = tried.map(({ sourceId, outcome, itemCount, matches, perDay, error }) => [
    sourceId,
    error ? paint.red(outcome) : outcome,
    count(itemCount),
    count(matches.length),
    perDay === null ? '' : `about ${perDay}`,
    error ?? '',
  ]);
  cli.out.say(table(['source', 'outcome', 'items', 'match', 'a day', ''], rows));
  for (const { sourceId, matches } of tried)
    for (const mention of matches.slice(0, 3))
      cli.out.say(`  ${paint.dim(sourceId)}  ${shorten(maskedText({ mention, judgement: null }), 100)}`);
}
