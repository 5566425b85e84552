// `itibar mentions correct` and `itibar mentions alike`: people's word above the machine's, from the command line.

import type { Command } from 'commander';
import type { CorrectionWish } from '../../core/corrections.ts';
import { AppError } from '../../core/errors.ts';
import { ACTORS, CLAIMS, SENTIMENTS } from '../../core/types.ts';
import { correct, undoCorrections } from '../../pipeline/corrections.ts';
import type { Deps } from '../../pipeline/deps.ts';
import { lookalikesOf } from '../../pipeline/lookalikes.ts';
import { maskLoose } from '../../pipeline/mask.ts';
import { type Cli, cliOf } from '../context.ts';
import { findBrandFor } from '../find.ts';
import { UsageError } from '../output.ts';
import { counted, paint, shorten, table } from '../ui.ts';

interface CorrectOptions {
  brand?: string;
  sentiment?: string;
  type?: string;
  aspect?: string;
  actor?: string;
  severity?: string;
  claim?: string;
  irrelevant?: boolean;
  relevant?: boolean;
  undo?: boolean;
}

/** Below `mentions`. */
export function registerCorrect(mentions: Command): void {
  mentions
    .command('correct')
    .description('Says what a mention really is. It wins over the machine at once and for good, until it is undone.')
    .argument('<id>', 'a mention')
    .option('--sentiment <word>', SENTIMENTS.join(', '))
    .option('--type <±type>', '+fraud gives the type, -complaint takes it away; several with commas')
    .option('--aspect <±aspect>', '+delivery,-payment-billing')
    .option('--actor <word>', ACTORS.join(', '))
    .option('--severity <level>', '1 crisis, 2 high, 3 case, 4 watch')
    .option('--claim <word>', CLAIMS.join(', '))
    .option('--irrelevant', 'the brand is not meant')
    .option('--relevant', 'the brand is meant')
    .option('--undo', 'take back everything that people said of it')
    .option('-b, --brand <name>', 'for this brand, where several see the mention')
    .addHelpText(
      'after',
      `
Examples:
  $ itibar mentions correct men_4f0c… --sentiment neutral --type=-complaint,+question
  $ itibar mentions correct men_4f0c… --type=+fraud --severity 1
  $ itibar mentions correct men_4f0c… --irrelevant
  $ itibar mentions correct men_4f0c… --undo`,
    )
    // `mentions` has options of the same names, which take the values: they are read from there.
    .action((id: string, options: CorrectOptions, own: Command) =>
      run(cliOf(own), id, { ...mentions.opts<CorrectOptions>(), ...options }),
    );
  mentions
    .command('alike')
    .description(
      'Mentions that look like a corrected one and of which the machine says the same. Nothing is changed without --apply.',
    )
    .argument('<id>', 'a corrected mention')
    .option('--apply', 'say the same of all that are shown')
    .addHelpText(
      'after',
      '\nExamples:\n  $ itibar mentions alike men_4f0c…\n  $ itibar mentions alike men_4f0c… --apply',
    )
    .action((id: string, options: { apply?: boolean }, own: Command) => alike(cliOf(own), id, options.apply === true));
}

function wishesOf(options: CorrectOptions): CorrectionWish[] {
  const wishes: CorrectionWish[] = [];
  for (const field of ['sentiment', 'actor', 'severity', 'claim'] as const) {
    const to = options[field];
    if (to !== undefined) wishes.push({ field, to });
  }
  for (const field of ['type', 'aspect'] as const)
    for (const word of options[field]?.split(',') ?? []) {
      if (!/^[+-]./.test(word))
        throw new UsageError(`--${field} needs a sign: --${field}=+${word} or --${field}=-${word}.`);
      wishes.push({ field, label: word.slice(1), to: word.startsWith('+') ? 'yes' : 'no' });
    }
  if (options.relevant) wishes.push({ field: 'relevance', to: 'brand' });
  if (options.irrelevant) wishes.push({ field: 'relevance', to: 'other' });
  return wishes;
}

async function brandIdOf(deps: Deps, id: string, name: string | undefined): Promise<string> {
  const found = await deps.store.mentions.get(id);
  if (!found)
    throw new AppError('mention.not-found', `There is no mention "${id}". \`itibar mentions --json\` shows their ids.`);
  return name === undefined ? (found.judgement?.brandId ?? '') : (await findBrandFor(deps, name)).id;
}

async function run(cli: Cli, id: string, options: CorrectOptions): Promise<void> {
  const wishes = wishesOf(options);
  if (wishes.length === 0 && !options.undo)
    throw new UsageError('Say what it really is, for example --sentiment neutral.');
  await cli.withDeps(async (deps) => {
    const brandId = await brandIdOf(deps, id, options.brand);
    if (options.undo) {
      const own = (await deps.store.corrections.ofMentions([id])).filter((one) => one.brandId === brandId);
      const undone = await undoCorrections(
        deps,
        own.map((one) => one.id),
        'cli',
      );
      cli.out.answer({ undone: undone.length });
      cli.out.say(`${counted(undone.length, 'correction')} taken back.`);
      if (wishes.length === 0) return;
    }
    const written = await correct(deps, { mentionIds: [id], brandId, wishes, by: 'cli' });
    if (written.length === 0)
      throw new AppError('mention.unjudged', 'This mention is not judged yet; try again later.');
    cli.out.answer(written);
    for (const { field, label, from, to } of written)
      cli.out.say(`${field}${label ? ` ${label}` : ''}: ${paint.dim(`machine ${from || '-'}`)} → ${paint.green(to)}`);
    cli.out.say(paint.dim(`Look-alikes: itibar mentions alike ${id}`));
  });
}

async function alike(cli: Cli, id: string, isApplied: boolean): Promise<void> {
  await cli.withDeps(async (deps) => {
    const answer = [];
    for (const one of await deps.store.corrections.ofMentions([id])) {
      const offers = await lookalikesOf(deps, one);
      if (offers.length === 0) continue;
      const words = `${one.field}${one.label ? ` ${one.label}` : ''}: ${one.from} → ${one.to}`;
      const rows = offers.map(({ found: { mention }, reason }) => [
        mention.id,
        reason,
        maskLoose(shorten(mention.text, 90)),
      ]);
      cli.out.say(`${words}\n${table(['mention', 'why', 'text'], rows)}`);
      const ids = offers.map(({ found }) => found.mention.id);
      const { brandId, field, label, to } = one;
      const wishes = [{ field, ...(label ? { label } : {}), to }];
      if (isApplied) await correct(deps, { mentionIds: ids, brandId, wishes, by: 'cli' });
      answer.push({ correction: one, mentionIds: ids, isApplied });
    }
    cli.out.answer(answer);
    if (answer.length === 0) return cli.out.say('Nothing looks alike.');
    cli.out.say(isApplied ? 'Said of all of them.' : paint.dim('Nothing was changed. Say the same of all: --apply'));
  });
}
