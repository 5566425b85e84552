// `itibar start` (everything in one process) and `itibar serve` (page and API only).

import { spawn } from 'node:child_process';
import type { Command } from 'commander';
import type { App } from '../../app.ts';
import { ensureSetupLink } from '../../pipeline/accounts.ts';
import type { Deps } from '../../pipeline/deps.ts';
import { routesOf } from '../../pipeline/routes.ts';
import { seedBrands } from '../../pipeline/setup.ts';
import { type Cli, cliOf, wholeNumber } from '../context.ts';
import { note, type Output } from '../output.ts';
import { untilAskedToStop } from '../signals.ts';
import { counted, paint } from '../ui.ts';

interface Options {
  port?: string;
  host?: string;
  open?: boolean;
}

const EXAMPLES = {
  start: `
Examples:
  $ itibar start                         with itibar.yml of this folder, or with none at all
  $ itibar start --port 8080 --open      another port, and open the page
  $ itibar start -c /etc/itibar.yml --data /var/lib/itibar

Ctrl-C ends it cleanly: running jobs finish or go back to the queue. A second Ctrl-C ends it at once.`,
  serve: `
Examples:
  $ itibar serve                         the page of what is stored; nothing is collected
  $ itibar serve --host 0.0.0.0          reachable from other machines (put HTTPS in front of it)`,
};

export function register(program: Command): void {
  service(program, 'start', 'Collects, judges, alerts and serves the page: everything in one process.', true);
  service(program, 'serve', 'Serves the page and the API; collects nothing and sends nothing.', false);
}

function service(program: Command, name: 'start' | 'serve', description: string, hasJobs: boolean): void {
  program
    .command(name)
    .description(description)
    .option('-p, --port <port>', 'port of the page (default: 4280; 0 = any free one)')
    .option('--host <host>', 'address to listen on (default: 127.0.0.1)')
    .option('--open', 'open the page in the browser')
    .addHelpText('after', EXAMPLES[name])
    .action((options: Options, command: Command) => runService(cliOf(command), options, hasJobs));
}

/** The flags that --port and --host mean. Throws UsageError. */
export function serverFlags(options: Options): Record<string, unknown> {
  const port = options.port === undefined ? undefined : wholeNumber(options.port, '--port', 0, 65_535);
  return { 'server.port': port, 'server.host': options.host };
}

async function runService(cli: Cli, options: Options, hasJobs: boolean): Promise<void> {
  const opening = { isService: true, isLight: !hasJobs, flags: serverFlags(options) };
  await cli.withApp(opening, async (app) => {
    // Heard from here on, so that a stop that comes early finds jobs that can be handed back.
    const asked = untilAskedToStop();
    await app.deps.queue.stats();
    const { problems } = await seedBrands(app.deps);
    const api = await app.serve();
    if (hasJobs) app.startJobs();
    const link = await setupLink(app, api.url);
    cli.out.answer({ url: api.url, setupUrl: link, isCollecting: hasJobs });
    await welcome(cli.out, app.deps, { url: api.url, link, problems, hasJobs });
    if (options.open) openPage(link ?? api.url);
    await asked;
  });
}

/** The first-login link at the address that was really opened (port 0 is only known now). Null when there is a user. */
export async function setupLink(app: App, url: string): Promise<string | null> {
  const { deps } = app;
  const link = await ensureSetupLink(deps);
  const isGuessed = deps.config.server.port === 0 && deps.config.server.publicUrl === '';
  return link !== null && isGuessed ? link.replace(deps.publicUrl, url) : link;
}

async function welcome(
  out: Output,
  deps: Deps,
  facts: { url: string; link: string | null; problems: string[]; hasJobs: boolean },
): Promise<void> {
  const watches = await deps.store.watches.list();
  out.say(`itibar runs at ${paint.bold(paint.cyan(facts.url))}`);
  if (facts.link) out.say(`First sign-in (works once): ${paint.bold(paint.green(facts.link))}`);
  if (facts.hasJobs) {
    const active = watches.filter((watch) => !watch.isPaused).length;
    const advice = ' Add one on the page or with `itibar watch add "markam" --create-brand`.';
    out.say(`Watching: ${counted(active, 'watch', 'watches')}.${active === 0 ? advice : ''}`);
  }
  out.say(`Alerts go to: ${alertWays(deps)}`);
  for (const problem of facts.problems) out.say(paint.yellow(`Not written from the configuration: ${problem}`));
  out.say(paint.dim('Ctrl-C ends it.'));
}

function alertWays(deps: Deps): string {
  const names = routesOf(deps.config).map(({ id }) => id);
  const isMailOff = !names.includes('mail');
  return `${names.join(', ')}${isMailOff ? ' (mail is off: set mail.host and mail.to)' : ''}.`;
}

/** Best effort: where there is no browser the address is printed anyway. */
function openPage(url: string): void {
  const [program, args] =
    process.platform === 'darwin'
      ? ['open', [url]]
      : process.platform === 'win32'
        ? ['explorer.exe', [url]]
        : ['xdg-open', [url]];
  const child = spawn(program as string, args as string[], { detached: true, stdio: 'ignore' });
  child.on('error', () => note('The browser could not be opened; use the address above.'));
  child.unref();
}
