// Imports: a CSV or JSONL file that somebody brings. Never planned; crawlers/parse/import-rows.ts reads the file and
// the records enter where fetched ones do.

import { z } from 'zod';
import { AppError } from '../../core/errors.ts';
import type { Source } from '../../core/ports.ts';

const params = z.strictObject({});

export const source: Source<z.infer<typeof params>> = {
  manifest: {
    id: 'import',
    title: 'CSV / JSONL',
    channel: 'support',
    homepage: 'https://www.rfc-editor.org/rfc/rfc4180',
    description: {
      tr: 'Elinizdeki bir CSV ya da JSONL dosyasındaki kayıtları içeri alır.',
      en: 'Brings in the records of a CSV or JSONL file.',
    },
    isOfficial: true,
    needs: [],
    params,
    example: {},
    selection: 'trust',
    isInbound: true,
    politeness: { minIntervalMs: 0, maxPages: 0, obeysRobots: false },
    legalNote:
      'You answer for the right to process what the file holds; personal data is kept as long as other mentions.',
    expectedPerDay: 0,
    isVerifiedLive: true,
  },
  plan: () => [],
  parse() {
    throw new AppError('source.invalid', 'Imports are not read from the web: use `itibar import FILE`.');
  },
};
