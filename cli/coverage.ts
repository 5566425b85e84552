// `itibar source coverage`: the coverage matrix, in the language of the installation.

import { COVERAGE } from '../config/coverage.ts';
import { coverageOf } from '../pipeline/coverage.ts';
import { watchedSources } from '../pipeline/source-yield.ts';
import type { Cli } from './context.ts';
import { paint } from './ui.ts';

const LEVEL_WORDS = {
  open: paint.green('can be seen'),
  partial: paint.yellow('in part'),
  keyed: paint.yellow('with a key'),
  none: paint.red('cannot be seen'),
};
const NOW_WORDS = {
  seen: paint.green('watched'),
  trouble: paint.red('cannot be read'),
  unused: paint.dim('not watched'),
};

export async function showCoverage(cli: Cli): Promise<void> {
  await cli.withDeps(async (deps) => {
    const entries = coverageOf(COVERAGE, await watchedSources(deps), deps.config.locale);
    cli.out.answer(entries);
    for (const entry of entries) {
      const now = entry.level === 'none' ? '' : `, ${NOW_WORDS[entry.now]}`;
      cli.out.say(`${paint.bold(entry.platform)}  ${LEVEL_WORDS[entry.level]}${now}`);
      const rows = [
        ['  sees', entry.sees],
        ['  misses', entry.misses],
        ['  way', entry.way],
        [
          '  sources',
          entry.sources.map(({ id, missingKeys }) => (missingKeys.length > 0 ? `${id} (key missing)` : id)).join(', '),
        ],
      ].filter(([, text]) => text !== '');
      for (const [label = '', text = ''] of rows) cli.out.say(`${paint.dim(label.padEnd(10))}${text}`);
    }
  });
}
