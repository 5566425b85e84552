// `itibar erase author`: takes everything of one author out of the store, as a person may ask for (KVKK art. 7 and 11).
// Must ask before it deletes, and must never print what it deleted.

import type { Command } from 'commander';
import { cliOf } from '../context.ts';
import { UsageError } from '../output.ts';
import { canAsk, confirm } from '../prompt.ts';
import { counted } from '../ui.ts';

export function register(program: Command): void {
  const erase = program.command('erase').description('Take the data of one person out, for good.');
  erase
    .command('author')
    .description('Every mention of an author, its evidence, counts and samples; an audit entry without the name stays.')
    .argument('<name>', 'account or name as the source gives it')
    .option('--yes', 'do not ask')
    .addHelpText('after', '\nExamples:\n  $ itibar erase author @ayse_k\n  $ itibar erase author "Ayşe K." --yes')
    .action(async (name: string, options: { yes?: boolean }, command: Command) => {
      const cli = cliOf(command);
      if (!options.yes && !canAsk())
        throw new UsageError('Add --yes: this deletes for good, and there is nobody to ask.');
      if (!options.yes && !(await confirm(`Delete every mention of "${name}" for good?`, false))) return;
      await cli.withDeps(async ({ store, clock }) => {
        const erased = await store.mentions.eraseAuthor(name, 'cli', clock.now());
        cli.out.answer({ erased });
        cli.out.say(erased === 0 ? `Nothing of "${name}" is stored.` : `${counted(erased, 'mention')} deleted.`);
      });
    });
}
