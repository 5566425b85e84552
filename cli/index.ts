#!/usr/bin/env node
// The command line: names every command, loads the code of the one that is wanted, turns errors into one sentence and
// an exit code. Must stay light: `itibar --help` loads commander and nothing else.

import { Command, CommanderError, Option } from 'commander';
import { version } from '../config/root.ts';
import { EXIT_USAGE, endQuietlyOnClosedPipe, reportError, UsageError } from './output.ts';

interface Group {
  name: string;
  summary: string;
  load(): Promise<{ register(program: Command): void }>;
}

const SERVICE = () => import('./commands/service.ts');
const WORKER = () => import('./commands/worker.ts');
const USER = () => import('./commands/user.ts');
const LEARNING = () => import('./commands/learning.ts');
const COPY = () => import('./commands/backup.ts');

/** In the order of the help: first steps, every day, upkeep, tools. */
const GROUPS: readonly Group[] = [
  { name: 'init', summary: 'write a commented itibar.yml', load: () => import('./commands/init.ts') },
  {
    name: 'demo',
    summary: 'watch an invented brand in a sample web on this machine',
    load: () => import('./commands/demo.ts'),
  },
  { name: 'start', summary: 'collect, judge, alert and serve the page: all in one', load: SERVICE },
  { name: 'serve', summary: 'serve the page and the API only', load: SERVICE },
  { name: 'worker', summary: 'work on jobs, in a process of its own', load: WORKER },
  { name: 'scheduler', summary: 'make jobs by the clock, in a process of its own', load: WORKER },
  {
    name: 'watch',
    summary: 'add, list, show, test, pause, resume and remove watches',
    load: () => import('./commands/watch.ts'),
  },
  {
    name: 'brand',
    summary: 'list brands and what texts may name of them: products, branches, people',
    load: () => import('./commands/brand.ts'),
  },
  { name: 'collect', summary: 'read the sources of watches once, now', load: () => import('./commands/collect.ts') },
  {
    name: 'import',
    summary: 'bring in mentions from a CSV or JSON Lines file',
    load: () => import('./commands/import.ts'),
  },
  {
    name: 'mentions',
    summary: 'list, export, show and correct what was found',
    load: () => import('./commands/mentions.ts'),
  },
  {
    name: 'story',
    summary: 'show, merge and split stories',
    load: () => import('./commands/story.ts'),
  },
  { name: 'train', summary: 'learn from the corrections of this installation', load: LEARNING },
  { name: 'reanalyze', summary: 'judge what is stored anew, with a preview', load: LEARNING },
  { name: 'incident', summary: 'list, show and work on incidents', load: () => import('./commands/incident.ts') },
  {
    name: 'evidence',
    summary: 'capture pages as evidence, check and export them',
    load: () => import('./commands/evidence.ts'),
  },
  {
    name: 'digest',
    summary: 'show the daily digest, or send a test of it',
    load: () => import('./commands/digest.ts'),
  },
  {
    name: 'search',
    summary: 'where pages stand among the results of search engines',
    load: () => import('./commands/search.ts'),
  },
  { name: 'source', summary: 'list and try the places that can be read', load: () => import('./commands/source.ts') },
  { name: 'config', summary: 'check and print the configuration', load: () => import('./commands/config.ts') },
  { name: 'user', summary: 'add, list and disable the people who may sign in', load: USER },
  { name: 'erase', summary: 'delete what is stored of one author', load: () => import('./commands/erase.ts') },
  { name: 'backup', summary: 'copy the data to a file, also while running', load: COPY },
  { name: 'restore', summary: 'put a backup in the place of the data', load: COPY },
  {
    name: 'migrate-store',
    summary: 'move everything to MongoDB, for the scaled profile',
    load: () => import('./commands/migrate-store.ts'),
  },
  { name: 'jobs', summary: 'see failed jobs and run them again', load: () => import('./commands/jobs.ts') },
  { name: 'doctor', summary: 'say what is wrong and how to mend it', load: () => import('./commands/doctor.ts') },
  {
    name: 'analyze',
    summary: 'judge texts: JSON Lines in, JSON Lines out',
    load: () => import('./commands/analyze.ts'),
  },
  { name: 'lab', summary: 'single parts on their own: match, stories, feed', load: () => import('./commands/lab.ts') },
];

const EXAMPLES = `
Examples:
  $ itibar demo                                    see it work, nothing to set up
  $ itibar init && itibar start                    your own installation
  $ itibar watch add "markam" --create-brand       watch a word
  $ itibar import old.csv --brand Markam           bring in what you have
  $ itibar doctor                                  when something is not right

Every command has its own help: itibar watch add --help`;

function createProgram(): Command {
  const program = new Command('itibar')
    .description('Watches over the reputation of a brand: collects, judges, alerts. Self-hosted, Turkish first.')
    .version(version, '-V, --version', 'print the version')
    .option('-c, --config <file>', 'configuration file (default: $ITIBAR_CONFIG or ./itibar.yml)')
    .option('--data <dir>', 'data folder (default: data.dir of the configuration)')
    .addOption(new Option('--log-level <level>', 'how much is logged').choices(['debug', 'info', 'warn', 'error']))
    .option('--json', 'print JSON: one object or array, or JSON Lines')
    .helpOption('-h, --help', 'print help')
    .helpCommand('help [command]', 'print the help of a command')
    .configureHelp({ showGlobalOptions: true })
    .addHelpText('after', EXAMPLES)
    .showSuggestionAfterError();
  return program;
}

/** Options of the program that take a value: their value is not the name of a command. */
const TAKES_VALUE = new Set(['-c', '--config', '--data', '--log-level']);

/** The first word that is no option; for `help watch` the second. */
function wantedGroup(args: readonly string[]): string | null {
  let isHelp = false;
  for (let at = 0; at < args.length; at += 1) {
    const arg = args[at] ?? '';
    if (TAKES_VALUE.has(arg)) at += 1;
    else if (arg === 'help' && !isHelp) isHelp = true;
    else if (!arg.startsWith('-')) return arg;
  }
  return null;
}

/** Real code for the wanted command, names for the others. */
async function addCommands(program: Command, wanted: string | null): Promise<void> {
  const group = GROUPS.find(({ name }) => name === wanted);
  const real = new Command();
  if (group) (await group.load()).register(real);
  for (const { name, summary } of GROUPS) {
    const command = real.commands.find((candidate) => candidate.name() === name);
    program.addCommand(command ? prepare(command, program).summary(summary) : new Command(name).description(summary));
  }
}

/** What addCommand() does not hand on: the settings of the program, for the command and those below it. */
function prepare(command: Command, parent: Command): Command {
  command.copyInheritedSettings(parent);
  for (const child of command.commands) prepare(child, command);
  return command;
}

function isJsonWanted(args: readonly string[]): boolean {
  const end = args.indexOf('--');
  return (end === -1 ? args : args.slice(0, end)).includes('--json');
}

/** Commander has already written its sentence, unless JSON is wanted. Help and version are no mistakes. */
function usageCode(error: CommanderError, isJson: boolean): number {
  if (error.exitCode === 0) return 0;
  if (isJson && error.code !== 'commander.help')
    return reportError(new UsageError(error.message.replace(/^error: /, '')), true);
  return EXIT_USAGE;
}

async function main(args: readonly string[]): Promise<number> {
  const isJson = isJsonWanted(args);
  const program = createProgram();
  program.exitOverride().configureOutput({
    writeErr: (text) => {
      if (!isJson) process.stderr.write(text);
    },
    outputError: (text, write) => write(text.replace(/^error: /, 'itibar: ')),
  });
  try {
    const wanted = wantedGroup(args);
    await addCommands(program, wanted);
    if (wanted === null && !args.some((arg) => /^(?:help|-h|--help|-V|--version)$/.test(arg))) program.help();
    await program.parseAsync(args, { from: 'user' });
    return typeof process.exitCode === 'number' ? process.exitCode : 0;
  } catch (error) {
    return error instanceof CommanderError ? usageCode(error, isJson) : reportError(error, isJson);
  }
}

endQuietlyOnClosedPipe();
process.exitCode = await main(process.argv.slice(2));
