// A file of names for a brand's lists: CSV of kind, name and other names, as spreadsheets write it (comma or semicolon,
// quotes by RFC 4180). A line that cannot be read is told with its number, and the others go on. Pure.

import { MOST_ALIASES } from '../core/entities.ts';
import { fold } from '../core/text/fold.ts';
import type { BrandEntity, ListedKind } from '../core/types.ts';

const KINDS: Readonly<Record<string, ListedKind>> = {
  product: 'product',
  urun: 'product',
  seller: 'seller',
  satici: 'seller',
  branch: 'branch',
  sube: 'branch',
  magaza: 'branch',
  executive: 'executive',
  yonetici: 'executive',
  competitor: 'competitor',
  rakip: 'competitor',
};

/** 'Şube' and 'branch' -> 'branch'; null for anything else. */
export function listedKindOf(word: string): ListedKind | null {
  const key = fold(word);
  return Object.hasOwn(KINDS, key) ? (KINDS[key] ?? null) : null;
}

export interface EntityFile {
  entities: BrandEntity[];
  /** Numbers of lines that name no kind or nothing, from 1. */
  unreadable: number[];
}

/** Further cells of a line, and parts of one between | or ;, are other names. A first line of headings is passed over. */
export function readEntityFile(text: string): EntityFile {
  const file: EntityFile = { entities: [], unreadable: [] };
  const lines = text.replace(/^\ufeff/, '').split(/\r\n|\n|\r/);
  const isSemicolon = (lines[0] ?? '').split(';').length > (lines[0] ?? '').split(',').length;
  for (const [index, line] of lines.entries()) {
    if (line.trim() === '') continue;
    const [first = '', name = '', ...more] = cellsOf(line, isSemicolon ? ';' : ',');
    const kind = listedKindOf(first);
    if (kind === null || name.trim() === '') {
      if (index > 0 || !/^(?:kind|tur|tip|type)$/.test(fold(first))) file.unreadable.push(index + 1);
      continue;
    }
    const aliases = more.flatMap((cell) => cell.split(/[|;]/)).map((alias) => alias.trim());
    file.entities.push({ kind, name: name.trim(), aliases: aliases.filter(Boolean).slice(0, MOST_ALIASES) });
  }
  return file;
}

function cellsOf(line: string, separator: string): string[] {
  const cells: string[] = [];
  let cell = '';
  let isQuoted = false;
  for (let i = 0; i < line.length; i++) {
    const character = line.charAt(i);
    if (character === '"' && isQuoted && line.charAt(i + 1) === '"') {
      cell += '"';
      i += 1;
    } else if (character === '"') {
      isQuoted = !isQuoted;
    } else if (character === separator && !isQuoted) {
      cells.push(cell.trim());
      cell = '';
    } else {
      cell += character;
    }
  }
  return [...cells, cell.trim()];
}
