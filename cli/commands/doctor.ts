// `itibar doctor`: looks at everything an installation stands on, says what is wrong and how to mend it.

import type { Command } from 'commander';
import { checkUp } from '../check-up.ts';
import { cliOf } from '../context.ts';
import type { Finding } from '../finding.ts';
import { EXIT_FAILED } from '../output.ts';
import { paint } from '../ui.ts';

export function register(program: Command): void {
  program
    .command('doctor')
    .description(
      'Checks Node, the data folder (or MongoDB and Redis), the configuration, mail, sources and failed jobs.',
    )
    .option('--no-mail', 'do not connect to the mail server')
    .addHelpText(
      'after',
      '\nExit code 1 when something fails; warnings do not count.\n\nExamples:\n  $ itibar doctor\n  $ itibar doctor --json --no-mail',
    )
    .action(async (options: { mail: boolean }, command: Command) => {
      const cli = cliOf(command);
      const findings = await checkUp(cli, { isMailTried: options.mail });
      const isGood = findings.every(({ state }) => state !== 'fail');
      cli.out.answer({ isGood, findings });
      for (const finding of findings) cli.out.say(lineOf(finding));
      cli.out.say(isGood ? paint.green('\nReady.') : paint.red('\nSomething needs mending; see the lines above.'));
      if (!isGood) process.exitCode = EXIT_FAILED;
    });
}

function lineOf({ state, what, says, mend }: Finding): string {
  const mark = { ok: paint.green('ok  '), warn: paint.yellow('warn'), fail: paint.red('fail') }[state];
  return `${mark}  ${what}: ${says}${mend ? `\n      ${paint.bold('->')} ${mend}` : ''}`;
}
