// `itibar watch examples`: texts that mean the brand and texts that do not, by which its relevance judgement learns at once.

import type { Command } from 'commander';
import { updateWatch } from '../pipeline/watches.ts';
import { cliOf } from './context.ts';
import { findWatchFor } from './find.ts';
import { counted, paint, shorten } from './ui.ts';

interface Options {
  means: string[];
  meansNot: string[];
  clear?: boolean;
}

const collect = (value: string, before: string[]) => [...before, value];

/** Below `watch`. */
export function registerExamples(watch: Command): void {
  watch
    .command('examples')
    .description('Texts that mean the brand, and texts that do not although they name it. Ten of them already help.')
    .argument('<watch>', 'name or id')
    .option('--means <text>', 'a text that means the brand (repeatable)', collect, [])
    .option('--means-not <text>', 'a text that does not (repeatable)', collect, [])
    .option('--clear', 'forget those that are there first')
    .addHelpText(
      'after',
      '\nExamples:\n  $ itibar watch examples mavi --means "mavi mağazasından kot aldım" --means-not "gökyüzü ne mavi"\n  $ itibar watch examples mavi',
    )
    .action(async (name: string, { means, meansNot, clear }: Options, command: Command) => {
      const cli = cliOf(command);
      await cli.withDeps(async (deps) => {
        const found = await findWatchFor(deps, name);
        const isChanged = clear === true || means.length + meansNot.length > 0;
        const positiveExamples = [...new Set([...(clear ? [] : found.positiveExamples), ...means])];
        const negativeExamples = [...new Set([...(clear ? [] : found.negativeExamples), ...meansNot])];
        if (isChanged) await updateWatch(deps, found.id, { positiveExamples, negativeExamples }, 'cli');
        cli.out.answer({ watchId: found.id, positiveExamples, negativeExamples });
        cli.out.say(`${counted(positiveExamples.length + negativeExamples.length, 'example')} of ${found.name}:`);
        for (const text of positiveExamples) cli.out.say(`${paint.green('means it')}    ${shorten(text, 100)}`);
        for (const text of negativeExamples) cli.out.say(`${paint.yellow('means it not')} ${shorten(text, 100)}`);
      });
    });
}
