// `itibar lab`: single parts on their own, for scripts and measurements. No store, no network.

import type { Command } from 'commander';
import { AppError, messageOf } from '../../core/errors.ts';
import { CHANNELS, FINDING_TYPES, type FindingType } from '../../core/types.ts';
import { type Cli, cliOf } from '../context.ts';
import {
  badLine,
  idOf,
  LineError,
  type LineId,
  linesOf,
  mapLines,
  openInput,
  parseLine,
  textField,
  timeField,
} from '../lines.ts';
import { UsageError } from '../output.ts';

export function register(program: Command): void {
  const lab = program.command('lab').description('Single parts on their own: files in, JSON Lines out.');
  lab
    .command('match')
    .description('Whether each text matches a query, where, and why.')
    .argument('[file]', 'JSON Lines file; - or nothing = standard input', '-')
    .requiredOption('-q, --query <query>', 'a query as watches have it')
    .option('--locale <locale>', 'language of "why": tr or en (default: that of the configuration)')
    .addHelpText(
      'after',
      `
In:  {"id"?,"text","title"?,"url"?,"author"?,"channel"?,"language"?,"types"?:[…]}, one a line
Out: {"id","matched","spans":[{"start","end","term"}],"why"}, one a line

Examples:
  $ itibar lab match --query 'markam -çekiliş' texts.jsonl
  $ echo '{"text":"Markamdan aldım"}' | itibar lab match -q markam --locale en`,
    )
    .action(match);
  lab
    .command('stories')
    .description('Which mentions tell the same story.')
    .argument('[file]', 'JSON Lines file of mentions; - or nothing = standard input', '-')
    .addHelpText(
      'after',
      '\nOut: {"id","story"}, one a line, in the order of the mentions\n\nExamples:\n  $ itibar lab stories mentions.jsonl',
    )
    .action(stories);
  lab
    .command('feed')
    .description('Reads RSS, Atom, RDF and JSON feeds.')
    .argument('[files...]', 'feeds; - or nothing = standard input')
    .option('--url <url>', 'where the feed came from, for links without a host')
    .addHelpText(
      'after',
      `
Out: {"title","link","items":[{"id","title","link","author","publishedAt","summary","content"}]}; with several files one a
     line with "file", and a refused file is {"file","error"}

Examples:
  $ itibar lab feed rss.xml
  $ itibar lab feed feeds/*.xml > feeds.jsonl`,
    )
    .action(feeds);
  lab
    .command('extract')
    .description('The article in an HTML page: title, text, author, date.')
    .argument('[files...]', 'pages; - or nothing = standard input')
    .option('--url <url>', 'where the page came from, for its canonical address and links')
    .option('--url-map <file>', 'JSON file {"FILE": "address"}, when there are several pages')
    .addHelpText(
      'after',
      `
Out: {"title","text","author","publishedAt","siteName","language"}; with several pages one a line with "file", and a refused
     page is {"file","error"}. A date that the page does not give is null, never guessed.

Examples:
  $ itibar lab extract haber.html --url https://haber.example/1
  $ itibar lab extract pages/*.html --url-map addresses.json > articles.jsonl`,
    )
    .action(articles);
}

/** One file's bytes and the address it came from -> what is printed for it. */
type ReadDocument = (bytes: Uint8Array, url: string | null) => object | Promise<object>;

async function match(file: string, options: { query: string; locale?: string }, command: Command): Promise<void> {
  const cli = cliOf(command);
  const { compileQuery } = await import('../../core/text/match.ts');
  const matcher = asUsage(() => compileQuery(options.query));
  const locale = options.locale ?? (await cli.loadConfig()).config.locale;
  if (locale !== 'tr' && locale !== 'en') throw new UsageError('--locale must be tr or en.');
  await mapLines(cli.out, await openInput(file), (value, id) => {
    const text = textField(value, 'text');
    if (text === null) throw new LineError('"text" is missing.');
    const channel = textField(value, 'channel');
    const { matched, spans, why } = matcher.match(
      {
        text,
        title: textField(value, 'title'),
        url: textField(value, 'url'),
        authorHandle: textField(value, 'author'),
        language: textField(value, 'language'),
        channel: CHANNELS.find((known) => known === channel) ?? null,
        types: typesField(value),
      },
      locale,
    );
    return { id, matched, spans: spans.map(({ start, end, term }) => ({ start, end, term })), why };
  });
}

/** Null where the line does not say: type: is then not known yet. */
function typesField(value: Record<string, unknown>): FindingType[] | null {
  const given = value['types'];
  return Array.isArray(given) ? FINDING_TYPES.filter((type) => given.includes(type)) : null;
}

/** A query that cannot be read is a wrong option. */
function asUsage<T>(fn: () => T): T {
  try {
    return fn();
  } catch (error) {
    throw error instanceof AppError ? new UsageError(error.message) : error;
  }
}

interface StoryLine {
  id: LineId;
  item: { id: string; title: string | null; text: string; seenAt: number | null };
}

/** All mentions are read first: a story may begin with a later line. Lines that cannot be used keep their place. */
async function stories(file: string, _options: object, command: Command): Promise<void> {
  const cli = cliOf(command);
  const { storiesOf } = await import('../../core/stories.ts');
  const { bytes } = await openInput(file);
  const lines: (StoryLine | Record<string, unknown>)[] = [];
  for await (const line of linesOf(bytes)) {
    if (line.text !== null && line.text.trim() === '') continue;
    let id: LineId = null;
    try {
      const read = parseLine(line);
      id = idOf(read);
      lines.push({ id, item: storyItem(read.value, keyOf(id, line.number)) });
    } catch (error) {
      if (!(error instanceof LineError)) throw error;
      lines.push(badLine(line.number, error.message, id));
    }
  }
  const told = await storiesOf(lines.filter(isStoryLine).map(({ item }) => item));
  let at = 0;
  for (const line of lines) await cli.out.line(isStoryLine(line) ? { id: line.id, story: told[at++]?.story } : line);
  await cli.out.flush();
}

function keyOf(id: LineId, number: number): string {
  if (id === null) return `line:${number}`;
  return typeof id === 'object' ? `number:${id.digits}` : `${typeof id}:${id}`;
}

function isStoryLine(line: StoryLine | Record<string, unknown>): line is StoryLine {
  return 'item' in line;
}

function storyItem(value: Record<string, unknown>, id: string): StoryLine['item'] {
  const text = textField(value, 'text');
  const title = textField(value, 'title');
  if (text === null && title === null) throw new LineError('"text" is missing.');
  return { id, title, text: text ?? '', seenAt: timeField(value, 'seenAt') ?? timeField(value, 'publishedAt') };
}

async function feeds(files: string[], options: { url?: string }, command: Command): Promise<void> {
  const { openFeedReader } = await import('../../app.ts');
  await documents(cliOf(command), files, () => options.url ?? null, await openFeedReader());
}

async function articles(files: string[], options: { url?: string; urlMap?: string }, command: Command): Promise<void> {
  const cli = cliOf(command);
  const { openArticleReader } = await import('../../app.ts');
  const { timeZone } = (await cli.loadConfig()).config;
  const addresses = options.urlMap === undefined ? {} : await urlMapOf(options.urlMap);
  await documents(cli, files, (file) => addresses[file] ?? options.url ?? null, await openArticleReader(timeZone));
}

async function urlMapOf(file: string): Promise<Record<string, string>> {
  const wrong = () =>
    new UsageError('--url-map must name a JSON file such as {"page.html": "https://site.example/1"}.');
  let map: unknown;
  try {
    map = JSON.parse((await bytesOf(file)).toString('utf8'));
  } catch (error) {
    throw error instanceof SyntaxError ? wrong() : error;
  }
  if (typeof map !== 'object' || map === null || Array.isArray(map)) throw wrong();
  return Object.fromEntries(Object.entries(map).filter((entry) => typeof entry[1] === 'string'));
}

/** One file prints what was read, or fails; of several each gets a line of its own and the rest goes on. */
async function documents(
  cli: Cli,
  files: readonly string[],
  urlOf: (file: string) => string | null,
  read: ReadDocument,
): Promise<void> {
  const [first = '-', ...more] = files;
  if (more.length === 0) await cli.out.line(await read(await bytesOf(first), urlOf(first)));
  else for (const file of files) await cli.out.line(await documentLine(file, urlOf(file), read));
  await cli.out.flush();
}

async function documentLine(file: string, url: string | null, read: ReadDocument): Promise<object> {
  try {
    return { file, ...(await read(await bytesOf(file), url)) };
  } catch (error) {
    return { file, error: messageOf(error) };
  }
}

async function bytesOf(file: string): Promise<Buffer> {
  const { bytes } = await openInput(file);
  const chunks: Buffer[] = [];
  for await (const chunk of bytes) chunks.push(chunk);
  return Buffer.concat(chunks);
}
