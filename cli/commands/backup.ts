// `itibar backup` and `itibar restore`. A backup is a consistent copy made while everything runs; a restore keeps the
// former data beside the new.

import { existsSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Command } from 'commander';
import { AppError } from '../../core/errors.ts';
import { cliOf } from '../context.ts';
import { megabytes, paint } from '../ui.ts';

export function register(program: Command): void {
  program
    .command('backup')
    .description('Copies all data to a file. Works while itibar runs.')
    .argument('<file>', 'where to write the copy')
    .option('--force', 'overwrite the file when it is there')
    .addHelpText(
      'after',
      `
Examples:
  $ itibar backup /backup/itibar-$(date +%F).db
  $ itibar backup --data /var/lib/itibar copy.db --force`,
    )
    .action(async (file: string, options: { force?: boolean }, command: Command) => {
      const cli = cliOf(command);
      const path = resolve(file);
      if (existsSync(path) && !options.force)
        throw new AppError('backup.exists', `${file} is already there. Choose another name or add --force.`);
      await cli.withDeps((deps) => deps.store.backup(path));
      const { size } = await stat(path);
      cli.out.answer({ file: path, sizeBytes: size });
      cli.out.say(`${paint.green('Written:')} ${path} (${megabytes(size)})`);
    });
  program
    .command('restore')
    .description(
      'Puts a backup in the place of the data. The former data are kept beside it. Refuses while itibar runs.',
    )
    .argument('<file>', 'a file that `itibar backup` wrote')
    .addHelpText(
      'after',
      `
Examples:
  $ itibar restore /backup/itibar-2026-11-24.db
  $ itibar restore copy.db --data ./trial        into another data folder`,
    )
    .action(async (file: string, _options: object, command: Command) => {
      const cli = cliOf(command);
      const { config } = await cli.loadConfig();
      const { restoreBackup } = await import('../../app.ts');
      const { path, keptAs } = await restoreBackup(config, resolve(file));
      cli.out.answer({ file: path, keptAs });
      cli.out.say(`${paint.green('Restored:')} ${path}`);
      if (keptAs) cli.out.say(`The former data are kept in ${keptAs}`);
    });
}
