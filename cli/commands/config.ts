// `itibar config check|print`. Must never print a secret.

import type { Command } from 'commander';
import { cliOf } from '../context.ts';
import { paint, table } from '../ui.ts';

export function register(program: Command): void {
  const config = program.command('config').description('Checks and prints the configuration.');
  config
    .command('check')
    .description('Reads the configuration and names every mistake with its line.')
    .addHelpText('after', '\nExamples:\n  $ itibar config check\n  $ itibar config check -c /etc/itibar.yml')
    .action(async (_options: object, command: Command) => {
      const cli = cliOf(command);
      const loaded = await cli.loadConfig();
      const { checkDigestCron } = await import('../../pipeline/digest-schedule.ts');
      checkDigestCron(loaded.config);
      const { checkBrandSeeds } = await import('../config-check.ts');
      checkBrandSeeds(loaded.config);
      cli.out.answer({ isValid: true, file: loaded.file });
      cli.out.say(`${paint.green('The configuration is good.')} ${loaded.file ?? 'No file; all defaults.'}`);
    });
  config
    .command('print')
    .description('The settings in force, with secrets hidden.')
    .option('--defaults', 'the defaults instead, without file and environment')
    .option('--env', 'names of the environment variables')
    .addHelpText(
      'after',
      `
Defaults < file < environment (ITIBAR_…; ITIBAR_…_FILE for secrets) < options.

Examples:
  $ itibar config print
  $ itibar config print --defaults > itibar.yml
  $ itibar config print --env`,
    )
    .action(async (options: { defaults?: boolean; env?: boolean }, command: Command) => {
      const cli = cliOf(command);
      const { listSettings, redacted } = await import('../../config/load.ts');
      if (options.env) {
        const settings = listSettings();
        cli.out.answer(settings);
        cli.out.say(
          table(
            ['variable', 'setting'],
            settings.map(({ env, path }) => [env, path]),
          ),
        );
        return;
      }
      const { configSchema } = await import('../../config/schema.ts');
      const config = options.defaults ? configSchema.parse({}) : (await cli.loadConfig()).config;
      const shown = redacted(config);
      cli.out.answer(shown);
      const { stringify } = await import('yaml');
      cli.out.say(stringify(shown).trimEnd());
    });
}
