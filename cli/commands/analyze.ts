// `itibar analyze`: the whole judgement of each text, as the contract of docs says. No store, no network.

import type { Command } from 'commander';
import type { Config } from '../../config/schema.ts';
import type { AnalyzerInput, BrandView } from '../../core/ports.ts';
import { fold } from '../../core/text/fold.ts';
import { CHANNELS, type Channel } from '../../core/types.ts';
import { cliOf } from '../context.ts';
import { LineError, mapLines, openInput, textField, timeField } from '../lines.ts';

export function register(program: Command): void {
  program
    .command('analyze')
    .description('Judges texts: language, relevance, sentiment, aspects, findings, actor, personal data, severity.')
    .argument('[file]', 'JSON Lines file; - or nothing = standard input', '-')
    .addHelpText(
      'after',
      `
In:  {"id"?,"text","title"?,"channel"?,"brand"?,"url"?,"author"?,"publishedAt"?}, one a line
Out: {"id","language","relevance","sentiment","aspects","findings","actor","pii","severity"}, one a line
A line that cannot be used gives {"line","error"} in its place and the run goes on. Spans refer to title + line feed + text.

Examples:
  $ echo '{"id":1,"text":"Param iade edilmedi, dolandırıldım!","brand":"Markam"}' | itibar analyze
  $ itibar analyze mentions.jsonl > judged.jsonl`,
    )
    .action(async (file: string, _options: object, command: Command) => {
      const cli = cliOf(command);
      const input = await openInput(file);
      const { config } = await cli.loadConfig();
      const { openLab } = await import('../../app.ts');
      const { judge, toContractLine } = await openLab();
      const brandOf = brandViews(config);
      await mapLines(cli.out, input, (value, id) => {
        const { text, followers } = inputOf(value);
        return { ...toContractLine('', judge(text, brandOf(value.brand), { followers, storySize: 1 })), id };
      });
    });
}

function inputOf(value: Record<string, unknown>): { text: AnalyzerInput; followers: number | null } {
  const text = textField(value, 'text');
  if (text === null) throw new LineError('"text" is missing.');
  const author = value.author;
  const channel = textField(value, 'channel');
  const publishedAt = timeField(value, 'publishedAt');
  const who = authorOf(author);
  const known = CHANNELS.find((one) => one === channel) ?? null;
  return {
    text: {
      title: textField(value, 'title'),
      text,
      channel: known as Channel | null,
      url: textField(value, 'url'),
      authorHandle: who.handle,
      publishedAt,
    },
    followers: who.followers,
  };
}

/** A handle, or the author as itibar stores one. */
function authorOf(author: unknown): { handle: string | null; followers: number | null } {
  if (author === undefined || author === null) return { handle: null, followers: null };
  if (typeof author === 'string') return { handle: author, followers: null };
  if (typeof author !== 'object' || Array.isArray(author)) throw new LineError('"author" must be a text.');
  const { handle, name, followers } = author as Record<string, unknown>;
  const named = typeof handle === 'string' ? handle : typeof name === 'string' ? name : null;
  return { handle: named, followers: typeof followers === 'number' && followers >= 0 ? followers : null };
}

/** A name need not be configured; one that is brings its aliases and domains along. Each name is made once. */
function brandViews(config: Config): (brand: unknown) => BrandView | null {
  const known = new Map<string, BrandView>();
  const view = (name: string, more: Partial<BrandView> = {}): BrandView => ({
    ...{ id: `brd_${fold(name)}`, name, aliases: [], domains: [], accounts: [], competitors: [] },
    ...more,
  });
  for (const { watches: _, name, ...seed } of config.brands) known.set(name, view(name, seed));
  return (brand) => {
    if (brand === undefined || brand === null || brand === '') return null;
    if (typeof brand !== 'string') throw new LineError('"brand" must be the name of a brand.');
    const found = known.get(brand) ?? view(brand);
    if (known.size < 10_000) known.set(brand, found);
    return found;
  };
}
