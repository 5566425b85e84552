// `itibar incident`: what burns, its timeline, and what people do about it.

import type { Command } from 'commander';
import { INCIDENT_STATES, type Incident, OPERATOR_ID } from '../../core/types.ts';
import { OPERATOR_NAME } from '../../pipeline/alert-message.ts';
import type { Deps } from '../../pipeline/deps.ts';
import { actOnIncident, type IncidentAct } from '../../pipeline/incidents.ts';
import { maskLoose } from '../../pipeline/mask.ts';
import { type Cli, cliOf, oneOf, wholeNumber } from '../context.ts';
import { findBrandFor, findIncidentFor, findUserFor } from '../find.ts';
import { maskedText } from '../mention-text.ts';
import { count, counted, paint, severityText, shorten, table, timeIn } from '../ui.ts';

const OPEN = ['open', 'acknowledged', 'contained'] as const;

export function register(program: Command): void {
  const incident = program.command('incident').description('What burns: list, show, and act on incidents.');
  incident
    .command('list')
    .description('Incidents that are not resolved; --all for the others too.')
    .option('-b, --brand <name>', 'of a brand')
    .option('--state <state>', INCIDENT_STATES.join(', '))
    .option('--all', 'resolved ones too')
    .option('-n, --limit <count>', 'how many', '20')
    .addHelpText('after', '\nExamples:\n  $ itibar incident list\n  $ itibar incident list --all --json')
    .action((options: ListOptions, command: Command) => list(cliOf(command), options));
  incident
    .command('show')
    .description('One incident: why it was opened, what happened since, what people write.')
    .argument('<incident>', 'id, its beginning, or `last`')
    .addHelpText('after', '\nExamples:\n  $ itibar incident show last\n  $ itibar incident show inc_4f0c')
    .action(async (id: string, _options: object, command: Command) => {
      const cli = cliOf(command);
      await cli.withDeps(async (deps) => show(cli, deps, await findIncidentFor(deps, id)));
    });
  act(incident, 'ack', 'acknowledge', 'Says that somebody takes care of it.');
  act(incident, 'contain', 'contain', 'Says that it no longer grows.');
  act(incident, 'resolve', 'resolve', 'Closes it. What it covered does not open again.');
  act(incident, 'note', 'note', 'Writes a note into the timeline.');
}

interface ListOptions {
  brand?: string;
  state?: string;
  all?: boolean;
  limit: string;
}

async function list(cli: Cli, options: ListOptions): Promise<void> {
  const limit = wholeNumber(options.limit, '--limit', 1, 1000);
  const states = options.state
    ? [await oneOf(options.state, INCIDENT_STATES, '--state')]
    : options.all
      ? null
      : [...OPEN];
  await cli.withDeps(async (deps) => {
    const brand = options.brand === undefined ? null : await findBrandFor(deps, options.brand);
    const filter = { ...(brand ? { brandId: brand.id } : {}), ...(states ? { states } : {}) };
    const { items } = await deps.store.incidents.list(filter, { limit });
    cli.out.answer(items);
    if (items.length === 0) {
      cli.out.say(paint.green(options.all || options.state ? 'No incidents.' : 'Nothing burns: no open incidents.'));
      return;
    }
    const time = timeIn(deps.config.timeZone);
    const rows = items.map((one) => [
      one.id.slice(0, 12),
      severityText(one.severity),
      one.state,
      time(one.openedAt),
      count(one.mentionCount),
      shorten(maskLoose(one.title), 200),
    ]);
    cli.out.say(table(['id', 'severity', 'state', 'opened', 'mentions', 'title'], rows));
  });
}

async function show(cli: Cli, deps: Deps, incident: Incident): Promise<void> {
  const timeline = await deps.store.incidents.timeline(incident.id);
  const brand = await deps.store.brands.get(incident.brandId);
  const owner = incident.ownerId === null ? null : await deps.store.users.get(incident.ownerId);
  const sample = [];
  for (const id of incident.mentionIds.slice(-5)) {
    const found = await deps.store.mentions.get(id);
    if (found) sample.push(found);
  }
  const isOperators = incident.brandId === OPERATOR_ID;
  const brandName = isOperators ? OPERATOR_NAME : (brand?.name ?? null);
  cli.out.answer({ ...incident, brand: brandName, owner: owner?.name ?? null, timeline });
  const time = timeIn(deps.config.timeZone);
  cli.out.say(`${severityText(incident.severity)}  ${paint.bold(maskLoose(incident.title))}`);
  cli.out.say(
    `${brandName ?? ''}, ${incident.state}, opened ${time(incident.openedAt)}, ${isOperators ? '' : `${counted(incident.mentionCount, 'mention')}, `}` +
      `${owner ? `owner ${owner.name}` : 'nobody owns it'}`,
  );
  cli.out.say(`${maskLoose(incident.reason)}\n${paint.dim(`${deps.publicUrl}/incidents/${incident.id}`)}\n`);
  const rows = timeline.map(({ at, kind, text }) => [time(at), kind, shorten(maskLoose(text), 300)]);
  cli.out.say(table(['when', 'what', ''], rows));
  if (sample.length > 0) cli.out.say('\nWhat people write:');
  for (const found of sample) cli.out.say(`  ${paint.dim(found.mention.sourceId)}  ${shorten(maskedText(found), 140)}`);
}

function act(incident: Command, name: string, action: IncidentAct['action'], description: string): void {
  const isNote = action === 'note';
  incident
    .command(name)
    .description(description)
    .argument('<incident>', 'id, its beginning, or `last`')
    .argument(isNote ? '<text>' : '[text]', 'goes into the timeline')
    .option('--as <user>', 'who does it: address or name of a user')
    .addHelpText(
      'after',
      `\nExamples:\n  $ itibar incident ${name} last "Ödeme ekibi bakıyor" --as ayse@markam.example`,
    )
    .action(async (id: string, text: string | undefined, options: { as?: string }, command: Command) => {
      const cli = cliOf(command);
      await cli.withDeps(async (deps) => {
        const found = await findIncidentFor(deps, id);
        const by = options.as === undefined ? 'cli' : (await findUserFor(deps, options.as)).id;
        const changed = await actOnIncident(deps, found.id, { action, text }, by);
        cli.out.answer(changed);
        cli.out.say(`${paint.green(isNote ? 'Noted:' : `${changed.state}:`)} ${maskLoose(changed.title)}`);
      });
    });
}
