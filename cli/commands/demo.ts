// `itibar demo`: the whole system on an invented brand. A sample web of real servers on loopback is read through the
// ordinary sources; mails go to a real mailbox. There is no back door: what works here works with the real web.

import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Command } from 'commander';
import type { App, DemoWeb } from '../../app.ts';
import type { Config } from '../../config/schema.ts';
import { systemClock } from '../../core/clock.ts';
import { findBrand } from '../../pipeline/brands.ts';
import type { Deps } from '../../pipeline/deps.ts';
import { seedBrands } from '../../pipeline/setup.ts';
import { type Cli, cliOf, openFor, wholeNumber } from '../context.ts';
import { fillHistory, fillSearches } from '../demo-history.ts';
import { narrate } from '../demo-lines.ts';
import { note } from '../output.ts';
import { untilAskedToStop } from '../signals.ts';
import { counted, paint } from '../ui.ts';
import { serverFlags, setupLink } from './service.ts';

interface Options {
  port?: string;
  host?: string;
  seed: string;
  keep?: boolean;
  locale?: string;
}

const HOOK = 'destek';
/** Known to everybody: it guards nothing but a sample on this machine. */
const HOOK_SECRET = 'demo-webhook-secret-on-loopback';

export function register(program: Command): void {
  program
    .command('demo')
    .description('Watches an invented brand in a sample web on this machine. Within two minutes something burns.')
    .option('-p, --port <port>', 'port of the page (default: 4280; 0 = any free one)')
    .option('--host <host>', 'address to listen on (default: 127.0.0.1)')
    .option('--seed <number>', 'another number tells another story', '1')
    .option('--keep', 'keep the data when it ends (--data DIR keeps them too)')
    .option('--locale <locale>', 'tr or en', 'tr')
    .addHelpText(
      'after',
      `
Nothing leaves this machine and nothing of yours is touched: the data lie in a folder of their own. Ctrl-C ends it.

Examples:
  $ itibar demo
  $ itibar demo --port 8080 --seed 7
  $ itibar demo --data ./demo-data --locale en`,
    )
    .action((options: Options, command: Command) => demo(cliOf(command), options));
}

async function demo(cli: Cli, options: Options): Promise<void> {
  const server = serverFlags(options);
  const seed = wholeNumber(options.seed, '--seed', 0, 2 ** 31);
  const isOwnFolder = cli.flags.data === undefined;
  const dir = isOwnFolder ? mkdtempSync(join(tmpdir(), 'itibar-demo-')) : resolve(cli.flags.data ?? '');
  mkdirSync(dir, { recursive: true });
  const { createLog } = await import('../../config/log.ts');
  // Alerts go to the log too; told once in the lines below is enough.
  const flags = { ...cli.flags, logLevel: cli.flags.logLevel ?? ('error' as const) };
  const log = await createLog(flags.logLevel);
  const { startDemoWeb } = await import('../../app.ts');
  const web = await startDemoWeb({ clock: systemClock, log, seed });
  try {
    const config = await demoConfig(web, { dir, locale: options.locale, ...server });
    const historyCount = await openFor(config, flags, {}, ({ deps }) => bringHistory(cli, deps, web));
    await openFor(config, flags, {}, (app) => run(cli, app, web, historyCount));
  } finally {
    await web.stop();
    if (isOwnFolder && !options.keep) rmSync(dir, { recursive: true, force: true });
    else cli.out.say(`The data are kept in ${dir}`);
  }
}

/** Neither itibar.yml nor the environment of the person have a say: the demo is the same everywhere. */
async function demoConfig(
  web: DemoWeb,
  wanted: { dir: string; locale: string | undefined; [flag: string]: unknown },
): Promise<Config> {
  const { loadConfig } = await import('../../config/load.ts');
  const { dir, locale, ...flags } = wanted;
  const { mail } = web.sites;
  return loadConfig({
    env: {},
    cwd: dir,
    flags: {
      ...flags,
      locale,
      'data.dir': dir,
      'fetch.allowHosts': web.hosts,
      'fetch.minInterval': 100,
      'mail.host': mail.host,
      'mail.port': mail.port,
      'mail.from': 'itibar <itibar@demo.example>',
      'mail.to': ['iletisim@pazarlamacim.example'],
      [`webhooks.${HOOK}`]: { secret: HOOK_SECRET, brand: web.brand.name },
      brands: [web.brand],
    },
  }).config;
}

/** Before anything is watched, so that the rules know what is usual. */
async function bringHistory(cli: Cli, deps: Deps, web: DemoWeb): Promise<number> {
  await seedBrands(deps);
  const brand = await findBrand(deps, web.brand.name);
  await fillSearches(deps, brand.id, web.pastAnswers());
  return fillHistory(deps, brand.id, web.history(), !cli.out.isJson);
}

async function run(cli: Cli, app: App, web: DemoWeb, historyCount: number): Promise<void> {
  const { deps } = app;
  const api = await app.serve();
  app.startJobs();
  const desk = web.startDesk({ webhookUrl: `${api.url}/hooks/${HOOK}`, secret: HOOK_SECRET });
  const link = await setupLink(app, api.url);
  const { url: webUrl } = web;
  const { inboxUrl } = web.sites.mail;
  cli.out.answer({ url: api.url, setupUrl: link, webUrl, inboxUrl, historyCount, dataDir: deps.config.data.dir });
  cli.out.say(welcome({ url: api.url, link, webUrl, inboxUrl, historyCount, brand: web.brand.name }));
  const stopTelling = cli.out.isJson ? () => undefined : narrate(deps, web);
  try {
    await untilAskedToStop();
  } finally {
    stopTelling();
    desk.stop();
    if (!cli.out.isJson) note('');
  }
}

function welcome(facts: {
  url: string;
  link: string | null;
  webUrl: string;
  inboxUrl: string;
  historyCount: number;
  brand: string;
}): string {
  const rows = [
    ['The page', paint.bold(paint.cyan(facts.url))],
    ...(facts.link ? [['First sign-in', paint.bold(paint.green(facts.link))]] : []),
    ['The mailbox', paint.cyan(facts.inboxUrl)],
    ['The sample web', paint.cyan(facts.webUrl)],
  ];
  const lines = rows.map(([name, value]) => `  ${(name ?? '').padEnd(16)}${value}`);
  return [
    '',
    paint.bold(`itibar watches "${facts.brand}", an invented brand, in a sample web on this machine.`),
    ...lines,
    '',
    `${counted(facts.historyCount, 'mention')} of two ordinary weeks are in. It is quiet now; in less than a minute it will not be.`,
    paint.dim('Open the first sign-in link and watch. Ctrl-C ends it.'),
    '',
  ].join('\n');
}
