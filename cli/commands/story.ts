// `itibar story`: what looks like one event, and what people say about it: show, merge, split.

import type { Command } from 'commander';
import type { Story } from '../../core/types.ts';
import type { Deps } from '../../pipeline/deps.ts';
import { maskLoose } from '../../pipeline/mask.ts';
import { findNear } from '../../pipeline/near-stories.ts';
import { mergeStories, readStory, splitStory, undoMerge } from '../../pipeline/stories.ts';
import { courseOf } from '../../pipeline/story-course.ts';
import { type Cli, cliOf } from '../context.ts';
import { findUserFor } from '../find.ts';
import { maskedText } from '../mention-text.ts';
import { count, counted, paint, severityText, shorten, table, timeIn } from '../ui.ts';

interface As {
  as?: string;
}

export function register(program: Command): void {
  const story = program.command('story').description('What is told as one event: show it, merge stories, split one.');
  story
    .command('show')
    .description('One story: who was first, where it went, copies, what looks like it.')
    .argument('<story>', 'id; that of a merged one works as well')
    .addHelpText('after', '\nExamples:\n  $ itibar story show sto_4f0c8k2m9d1v7x3q5w6z')
    .action(async (id: string, _options: object, command: Command) => {
      const cli = cliOf(command);
      await cli.withDeps(async (deps) => show(cli, deps, await readStory(deps, id)));
    });
  story
    .command('merge')
    .description('Takes the others into the first one. Their ids lead there from then on.')
    .argument('<story>', 'the one that stays')
    .argument('<others...>', 'those that go into it')
    .option('--as <user>', 'who does it: address or name of a user')
    .addHelpText('after', '\nExamples:\n  $ itibar story merge sto_1… sto_2… --as ayse@markam.example')
    .action(async (id: string, others: string[], options: As, command: Command) => {
      const cli = cliOf(command);
      await cli.withDeps(async (deps) => {
        const merged = await mergeStories(deps, id, others, await byOf(deps, options));
        cli.out.answer(merged);
        cli.out.say(`${paint.green('Merged:')} ${maskLoose(merged.title)}, ${counted(merged.mentionCount, 'mention')}`);
      });
    });
  story
    .command('split')
    .description('Moves mentions into a story of their own. With --undo: brings back one that was merged away.')
    .argument('<story>', 'the story; with --undo the old id of the merged one')
    .argument('[mentions...]', 'ids of the mentions that go')
    .option('--undo', 'undo the merge of this story')
    .option('--as <user>', 'who does it: address or name of a user')
    .addHelpText(
      'after',
      '\nExamples:\n  $ itibar story split sto_1… men_a… men_b…\n  $ itibar story split sto_2… --undo',
    )
    .action(async (id: string, mentions: string[], options: As & { undo?: true }, command: Command) => {
      const cli = cliOf(command);
      await cli.withDeps(async (deps) => {
        const by = await byOf(deps, options);
        const pair = options.undo ? await undoMerge(deps, id, by) : await splitStory(deps, id, mentions, by);
        cli.out.answer(pair);
        for (const { id: storyId, title, mentionCount } of [pair.story, pair.made])
          cli.out.say(`${paint.dim(storyId)}  ${counted(mentionCount, 'mention')}  ${shorten(maskLoose(title), 100)}`);
      });
    });
}

async function byOf(deps: Deps, { as }: As): Promise<string> {
  return as === undefined ? 'cli' : (await findUserFor(deps, as)).id;
}

async function show(cli: Cli, deps: Deps, story: Story): Promise<void> {
  const course = await courseOf(deps, story);
  const near = await findNear(deps, story);
  const links = await deps.store.stories.links(story.id);
  cli.out.answer({
    ...story,
    ...{ firstId: story.firstMentionId, hours: course.hours, outlets: course.outlets, copies: course.copies, links },
    suggested: near.suggested.map((one) => ({ id: one.story.id, likeness: one.likeness })),
    past: near.past.map((one) => ({
      ...{ id: one.story.id, likeness: one.likeness, incidentId: one.incident?.id ?? null, outcome: one.outcome },
    })),
  });
  const time = timeIn(deps.config.timeZone);
  cli.out.say(`${severityText(story.severity)}  ${paint.bold(maskLoose(story.title))}`);
  cli.out.say(`${story.state}, ${counted(story.mentionCount, 'mention')}, ${count(story.negativeCount)} negative`);
  if (story.wave)
    cli.out.say(
      paint.yellow(
        `May be coordinated: ${story.wave.accountCount} accounts, ${time(story.wave.from)} to ${time(story.wave.to)}.`,
      ),
    );
  if (course.first) {
    const { author, sourceId } = course.first.mention;
    const who = author.name ?? author.handle ?? 'somebody';
    cli.out.say(`First: ${who} on ${sourceId}, ${time(story.firstSeenAt)}: ${shorten(maskedText(course.first), 120)}`);
  }
  const rows = course.outlets.map((one) => [
    time(one.firstAt),
    one.channel,
    one.siteName ?? one.sourceId,
    count(one.count),
  ]);
  cli.out.say(`\n${table(['since', 'channel', 'where', 'mentions'], rows)}`);
  for (const copy of course.copies.slice(0, 5))
    cli.out.say(`${count(copy.count)} times the same text, first in ${copy.mentionId}`);
  tellNear(cli, near);
}

function tellNear(cli: Cli, { suggested, past }: Awaited<ReturnType<typeof findNear>>): void {
  if (suggested.length > 0) cli.out.say('\nLooks like it, perhaps one with it:');
  for (const { story } of suggested) cli.out.say(`  ${paint.dim(story.id)}  ${shorten(maskLoose(story.title), 100)}`);
  if (past.length > 0) cli.out.say('\nSomething like it was there before:');
  for (const { story, incident, outcome } of past) {
    const end = outcome ?? (incident ? incident.state : story.state);
    cli.out.say(`  ${paint.dim(story.id)}  ${shorten(maskLoose(story.title), 80)}: ${shorten(maskLoose(end), 100)}`);
  }
}
