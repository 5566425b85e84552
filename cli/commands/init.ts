// `itibar init`: a first itibar.yml with a comment at every choice. Never overwrites what is there unless told to.

import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import type { Command } from 'commander';
import { AppError } from '../../core/errors.ts';
import { type Cli, cliOf, oneOf } from '../context.ts';
import { type FirstSettings, firstConfig } from '../first-config.ts';
import { ask, canAsk } from '../prompt.ts';
import { paint } from '../ui.ts';

interface Options {
  locale?: string;
  brand?: string;
  mail?: string;
  yes?: boolean;
  force?: boolean;
}

export function register(program: Command): void {
  program
    .command('init')
    .description('Writes a commented itibar.yml. Asks a few questions when a person is there to answer.')
    .option('--locale <locale>', 'language of the file, the mails and the page: tr or en')
    .option('-b, --brand <name>', 'brand to watch')
    .option('--mail <address>', 'who gets alerts and the digest')
    .option('-y, --yes', 'ask nothing')
    .option('--force', 'overwrite the file when it is there')
    .addHelpText(
      'after',
      `
Examples:
  $ itibar init
  $ itibar init --brand Markam --mail pr@markam.example --locale tr --yes
  $ itibar init -c /etc/itibar.yml --force`,
    )
    .action((options: Options, command: Command) => init(cliOf(command), options));
}

async function init(cli: Cli, options: Options): Promise<void> {
  const file = resolve(cli.flags.config ?? 'itibar.yml');
  if (existsSync(file) && !options.force)
    throw new AppError('init.exists', `${file} is already there. Add --force to overwrite it.`);
  const settings = await settingsFrom(cli, options);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, firstConfig(settings), { mode: 0o600 });
  // Reads it back: a file that itibar itself wrote must never be refused.
  const { loadConfig } = await import('../../config/load.ts');
  loadConfig({ file, env: {} });
  cli.out.answer({ file, ...settings });
  cli.out.say(`${paint.green('Written:')} ${file}`);
  cli.out.say(settings.brand ? 'Next: itibar start' : 'Next: write your brand into it, then: itibar start');
}

async function settingsFrom(cli: Cli, options: Options): Promise<FirstSettings> {
  const given = options.locale === undefined ? null : await oneOf(options.locale, ['tr', 'en'] as const, '--locale');
  const isAsking = canAsk() && !options.yes && !cli.out.isJson;
  if (!isAsking) return { locale: given ?? 'tr', brand: options.brand ?? '', mail: options.mail ?? '' };
  const locale = given ?? (await oneOf(await ask('Dil / language (tr, en):', 'tr'), ['tr', 'en'] as const, 'language'));
  const questions =
    locale === 'tr'
      ? ['Markanızın adı (boş bırakılabilir):', 'Uyarılar hangi e-posta adresine gitsin (boş bırakılabilir):']
      : ['Name of your brand (may be empty):', 'Which mail address gets the alerts (may be empty):'];
  return {
    locale,
    brand: options.brand ?? (await ask(questions[0] ?? '')),
    mail: options.mail ?? (await ask(questions[1] ?? '')),
  };
}
