// `itibar user`: the people who may sign in. A password is typed or piped, never an argument: arguments are seen by others.

import type { Command } from 'commander';
import { createUser, ensureSetupLink, setPassword, setUserDisabled } from '../../pipeline/accounts.ts';
import { cliOf, oneOf } from '../context.ts';
import { findUserFor } from '../find.ts';
import { UsageError } from '../output.ts';
import { readPassword } from '../prompt.ts';
import { paint, table, timeIn } from '../ui.ts';

const ROLES = ['admin', 'member', 'viewer'] as const;

export function register(program: Command): void {
  const user = program.command('user').description('The people who may sign in to the page.');
  user
    .command('add')
    .description('Adds a person. Asks for the password; a script pipes it into standard input.')
    .argument('<email>', 'address to sign in with')
    .option('--name <name>', 'name (default: the address)')
    .option('--role <role>', `${ROLES.join(', ')}`, 'member')
    .option('--locale <locale>', 'tr or en')
    .addHelpText(
      'after',
      `
Examples:
  $ itibar user add ayse@markam.example --name "Ayşe Demir" --role admin
  $ pass show itibar/ayse | itibar user add ayse@markam.example`,
    )
    .action(async (email: string, options: AddOptions, command: Command) => {
      const cli = cliOf(command);
      const role = await oneOf(options.role, ROLES, '--role');
      const locale =
        options.locale === undefined ? undefined : await oneOf(options.locale, ['tr', 'en'] as const, '--locale');
      if (!/^[^\s@]+@[^\s@]+$/.test(email)) throw new UsageError(`"${email}" is no mail address.`);
      const password = await readPassword(`Password for ${email}`);
      await cli.withDeps(async (deps) => {
        const person = { email, name: options.name ?? email, role, password, ...(locale ? { locale } : {}) };
        const { passwordHash: _, ...made } = await createUser(deps, person, 'cli');
        cli.out.answer(made);
        cli.out.say(`${paint.green('Added:')} ${made.name} <${made.email}>, ${made.role}`);
      });
    });
  user
    .command('list')
    .description('Everybody who may or might sign in.')
    .addHelpText('after', '\nExamples:\n  $ itibar user list')
    .action(async (_options: object, command: Command) => {
      const cli = cliOf(command);
      await cli.withDeps(async (deps) => {
        const users = (await deps.store.users.list()).map(({ passwordHash: _, ...shown }) => shown);
        cli.out.answer(users);
        const time = timeIn(deps.config.timeZone);
        const rows = users.map((one) => [
          one.email,
          one.name,
          one.role,
          time(one.createdAt),
          one.isDisabled ? paint.red('disabled') : '',
        ]);
        cli.out.say(
          users.length > 0 ? table(['address', 'name', 'role', 'since', ''], rows) : 'Nobody yet: itibar user link',
        );
      });
    });
  user
    .command('reset')
    .description('Sets a new password and signs the person out everywhere.')
    .argument('<user>', 'address, name or id')
    .addHelpText('after', '\nExamples:\n  $ itibar user reset ayse@markam.example')
    .action(async (wanted: string, _options: object, command: Command) => {
      const cli = cliOf(command);
      await cli.withDeps(async (deps) => {
        const found = await findUserFor(deps, wanted);
        await setPassword(deps, found, await readPassword(`New password for ${found.email}`), 'cli');
        cli.out.answer({ reset: found.email });
        cli.out.say(`${paint.green('Password set:')} ${found.email}`);
      });
    });
  disabling(user, 'disable', true, 'Lets the person in no more and signs them out.');
  disabling(user, 'enable', false, 'Lets the person in again.');
  user
    .command('link')
    .description('A fresh first-login link, while there is no user. The former one stops working.')
    .addHelpText('after', '\nExamples:\n  $ itibar user link')
    .action(async (_options: object, command: Command) => {
      const cli = cliOf(command);
      await cli.withDeps(async (deps) => {
        const url = await ensureSetupLink(deps);
        cli.out.answer({ setupUrl: url });
        cli.out.say(url ?? 'There is a user already; add others with `itibar user add`.');
      });
    });
}

interface AddOptions {
  name?: string;
  role: string;
  locale?: string;
}

function disabling(user: Command, verb: 'disable' | 'enable', isDisabled: boolean, description: string): void {
  user
    .command(verb)
    .description(description)
    .argument('<user>', 'address, name or id')
    .addHelpText('after', `\nExamples:\n  $ itibar user ${verb} ayse@markam.example`)
    .action(async (wanted: string, _options: object, command: Command) => {
      const cli = cliOf(command);
      await cli.withDeps(async (deps) => {
        const found = await findUserFor(deps, wanted);
        await setUserDisabled(deps, found, isDisabled, 'cli');
        cli.out.answer({ email: found.email, isDisabled });
        cli.out.say(`${paint.green(isDisabled ? 'Disabled:' : 'Enabled:')} ${found.email}`);
      });
    });
}
