// Whole texts of our own writing with all their labels: texts/*.jsonl to learn from, check/*.jsonl by another hand that saw
// neither texts nor patterns, to compare models and never to learn from. And labels of real texts by id (labels/*.jsonl);
// the texts themselves lie beside the checkout and never come here.

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Channel } from '../../core/types.ts';
import { type Row, readRows, type Split } from './corpus.ts';
import { textKey } from './examples.ts';

const HERE = import.meta.dirname;

function linesOf(folder: string): Record<string, unknown>[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith('.jsonl'))
    .sort()
    .flatMap((file) => readFileSync(join(folder, file), 'utf8').split('\n'))
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}

/** Whole texts written by us, every label given. Throws when a line is no JSON. */
export function ownRows(folder: 'texts' | 'check' = 'texts'): Row[] {
  return linesOf(join(HERE, folder)).map((raw, i) => ({
    ...(raw as unknown as Row),
    id: `${folder}-${i}`,
    title: typeof raw.title === 'string' ? raw.title : null,
    brand: typeof raw.brand === 'string' && raw.brand !== '' ? raw.brand : null,
    split: 'train',
  }));
}

const CHANNEL_OF: readonly [RegExp, Channel][] = [
  [/^(finans_haber|ttc3600|clickbait|dogrulama)/, 'news'],
  [/^(eksi)/, 'community'],
  [/(sikayet|magaza|eticaret|trendyol|memnuniyet|tesekkur)/, 'complaint'],
  [/./, 'social'],
];

const FOLDERS = ['sentiment', 'complaints', 'background', 'threats'] as const;

/** Real texts that we read and labelled, found again by their ids; those of the test part and copies of held-back texts are left out. */
export function readRowsByLabel(dataDir: string, held: ReadonlyMap<string, Split>): Row[] {
  const wanted = new Map(linesOf(join(HERE, 'labels')).map((raw) => [String(raw.id), raw]));
  const files = new Set([...wanted.keys()].map((id) => id.replace(/-[^-]*$/, '')));
  const out: Row[] = [];
  for (const folder of FOLDERS)
    for (const file of readdirSync(join(dataDir, folder)).sort()) {
      const name = file.replace(/\.jsonl$/, '');
      if (!files.has(name)) continue;
      for (const row of readRows(dataDir, `${folder}/${name}`)) {
        const label = wanted.get(row.id);
        if (!label || row.split === 'test' || held.get(textKey(row.text)) === 'test') continue;
        wanted.delete(row.id);
        const channel = CHANNEL_OF.find(([pattern]) => pattern.test(name))?.[1] ?? null;
        out.push({ ...row, ...(label as Partial<Row>), id: row.id, text: row.text, channel: row.channel ?? channel });
      }
    }
  return out;
}
