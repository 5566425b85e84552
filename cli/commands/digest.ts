// `itibar digest`: shows what the next digest says, or sends a test of it.

import { writeFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { AppError, messageOf } from '../../core/errors.ts';
import type { Brand, Delivery } from '../../core/types.ts';
import type { Deps } from '../../pipeline/deps.ts';
import { digestJob } from '../../pipeline/digest.ts';
import { gatherDigestInput } from '../../pipeline/digest-input.ts';
import { dayOf, digestPeriod } from '../../pipeline/digest-schedule.ts';
import { notifyJob } from '../../pipeline/notify.ts';
import { routesOf } from '../../pipeline/routes.ts';
import { type Cli, cliOf } from '../context.ts';
import { findBrandFor } from '../find.ts';
import { EXIT_FAILED, UsageError } from '../output.ts';
import { paint } from '../ui.ts';

interface Options {
  brand?: string;
  test?: boolean;
  preview?: boolean;
  html?: string;
}

export function register(program: Command): void {
  program
    .command('digest')
    .description('Shows the daily digest as it would be now, or sends a test of it.')
    .option('-b, --brand <name>', 'of one brand (default: all)')
    .option('--preview', 'print the mail as text (default)')
    .option('--html <file>', 'write the mail as HTML to a file')
    .option('--test', 'send it now, marked as a test, to every route')
    .addHelpText(
      'after',
      `
Examples:
  $ itibar digest
  $ itibar digest --html digest.html
  $ itibar digest --test                 the mail arrives? then the settings are right`,
    )
    .action(async (options: Options, command: Command) => {
      if (options.test && (options.html !== undefined || options.preview))
        throw new UsageError('--test sends; it does not go with --preview or --html.');
      const cli = cliOf(command);
      await cli.withDeps((deps) => (options.test ? send(cli, deps) : show(cli, deps, options)));
    });
}

async function show(cli: Cli, deps: Deps, options: Options): Promise<void> {
  const brands =
    options.brand === undefined ? await deps.store.brands.list() : [await findBrandFor(deps, options.brand)];
  if (brands.length === 0) throw new AppError('brand.needed', 'There is no brand yet, so there is nothing to tell.');
  const mails = [];
  for (const brand of brands) mails.push({ brand: brand.name, ...(await mailOf(deps, brand)) });
  cli.out.answer(mails);
  if (options.html !== undefined) {
    const [first] = mails;
    if (!first || mails.length > 1) throw new UsageError('--html writes one digest: name the brand with --brand.');
    await writeFile(options.html, first.html);
    cli.out.say(`${paint.green('Written:')} ${options.html}`);
    return;
  }
  for (const { subject, text } of mails) cli.out.say(`${paint.bold(subject)}\n\n${text}\n`);
}

interface Mail {
  subject: string;
  text: string;
  html: string;
}

async function mailOf(deps: Deps, brand: Brand): Promise<Mail> {
  const now = deps.clock.now();
  const { since } = digestPeriod(deps.config, now);
  const day = dayOf(now, deps.config.timeZone);
  const input = await gatherDigestInput(deps, brand, { day, since, isTest: false, isLate: false });
  const notifier = deps.notifiers.get('mail');
  if (!notifier) throw new AppError('notify.missing', 'There is no mail notifier in this build.');
  return notifier.render(deps.parts.alerting.buildDigest(input), { timeZone: deps.config.timeZone }) as Mail;
}

async function send(cli: Cli, deps: Deps): Promise<void> {
  const before = deps.clock.now();
  await digestJob(deps, { day: dayOf(before, deps.config.timeZone), isTest: true });
  const made = (await deps.store.deliveries.list({ states: ['pending', 'sending', 'sent', 'failed'] }, 200)).filter(
    ({ subjectId, createdAt }) => subjectId.startsWith('digest-test:') && createdAt >= before,
  );
  const results = [];
  for (const delivery of made) results.push(await deliver(deps, delivery));
  cli.out.answer(results);
  for (const { route, error } of results)
    cli.out.say(error === null ? `${paint.green('Sent:')} ${route}` : `${paint.red('Not sent:')} ${route}: ${error}`);
  if (!routesOf(deps.config).some(({ notifierId }) => notifierId === 'mail'))
    cli.out.say(paint.yellow('No mail was sent: set mail.host and mail.to.'));
  if (made.length === 0) cli.out.say('There is no brand yet, so there is nothing to tell.');
  if (results.some(({ error }) => error !== null)) process.exitCode = EXIT_FAILED;
}

async function deliver(deps: Deps, { id, routeId }: Delivery): Promise<{ route: string; error: string | null }> {
  try {
    await notifyJob(deps, { deliveryId: id }, { log: deps.log });
  } catch (error) {
    return { route: routeId, error: messageOf(error) };
  }
  const after = await deps.store.deliveries.get(id);
  return { route: routeId, error: after?.state === 'sent' ? null : (after?.lastError ?? 'It was not sent.') };
}
