// One text, cut into words once and shared by all analyzers of a run. Bounds what is looked at: a text of a megabyte
// costs no more than one of 20,000 characters. Never changes the text: all offsets are those of context.full.

import type { AnalysisContext, BrandView } from '../core/ports.ts';
import { fold } from '../core/text/fold.ts';
import { type Token, tokenize } from '../core/text/tokenize.ts';

/** Characters of title and text that are analysed; what follows is stored but not judged. */
export const ANALYSED_CHARS = 20_000;

export interface ViewToken extends Token {
  /** The word names the watched brand. */
  isBrand: boolean;
  /** Only on the last word of a name: what follows the name in it, glued or behind an apostrophe: "Markamdan" -> 'dan'. */
  ending?: string;
}

export interface TextView {
  /** The analysed part of context.full. */
  full: string;
  tokens: readonly ViewToken[];
  /** The tokens' folded forms with spaces between: for short regular expressions. */
  folded: string;
  /** Spans in which the brand is named, by name, alias, domain or account. */
  named: readonly { start: number; end: number; firstToken: number; lastToken: number }[];
}

const SUFFIX =
  /^(y|n|s)?(a|e|i|u|in|un|da|de|ta|te|dan|den|tan|ten|la|le|lar|ler|ca|ce|ci|cu|li|lu|lik|luk|siz|suz|mi|mu|ki|dir|tir|dur|tur|im|iz|imiz|niz|n|y|nin|nun|daki|deki)*$/;
const LONGEST_SUFFIX = 10;

/** 'markamdan' names 'markam'; 'markamatik' does not. Short names accept no glued endings beyond case. */
function isNameWithEnding(word: string, name: string): boolean {
  if (!word.startsWith(name)) return false;
  const rest = word.slice(name.length);
  return rest === '' || (rest.length <= LONGEST_SUFFIX && name.length > 2 && SUFFIX.test(rest));
}

interface Name {
  words: string[];
  joined: string;
}

function namesOf(brand: BrandView): Name[] {
  const texts = [brand.name, ...brand.aliases, ...brand.domains, ...brand.accounts];
  return texts
    .map((text) => {
      const words = tokenize(text).map((token) => token.folded);
      return { words, joined: words.join('') };
    })
    .filter((name) => name.joined.length > 1);
}

/** Reads texts; remembers the last one, so that the analyzers of one run share the work. */
export class TextReader {
  #brand: BrandView | null = null;
  #names: Name[] = [];
  #context: { full: string; brand: BrandView | null } | null = null;
  #view: TextView | null = null;

  read(context: Pick<AnalysisContext, 'full' | 'brand'>): TextView {
    if (this.#view && this.#context?.full === context.full && this.#context.brand === context.brand) return this.#view;
    const full = context.full.length > ANALYSED_CHARS ? context.full.slice(0, ANALYSED_CHARS) : context.full;
    const tokens = tokenize(full) as ViewToken[];
    for (const token of tokens) token.isBrand = false;
    const named = context.brand ? this.#mark(tokens, context.brand) : [];
    this.#context = { full: context.full, brand: context.brand };
    this.#view = { full, tokens, folded: tokens.map((token) => token.folded).join(' '), named };
    return this.#view;
  }

  #mark(tokens: ViewToken[], brand: BrandView): TextView['named'] {
    if (this.#brand !== brand) {
      this.#brand = brand;
      this.#names = namesOf(brand);
    }
    const named: { start: number; end: number; firstToken: number; lastToken: number }[] = [];
    for (let at = 0; at < tokens.length; at++) {
      const name = this.#nameAt(tokens, at);
      if (name === null) continue;
      for (let i = at; i <= at + name.more; i++) (tokens[i] as ViewToken).isBrand = true;
      const last = at + name.more;
      const { folded, suffix = '' } = tokens[last] as ViewToken;
      (tokens[last] as ViewToken).ending = folded.slice(name.letters) + suffix;
      named.push({ start: tokens[at]?.start ?? 0, end: tokens[last]?.end ?? 0, firstToken: at, lastToken: last });
      at = last;
    }
    return named;
  }

  /** How many more tokens behind `at` belong to the name, and how many letters of the last one; null when there is none. */
  #nameAt(tokens: readonly ViewToken[], at: number): { more: number; letters: number } | null {
    const token = tokens[at];
    if (!token) return null;
    const isTag = token.kind === 'hashtag' || token.kind === 'mention';
    const bare = token.folded;
    for (const { words, joined } of this.#names) {
      const isInTag = isTag && bare.startsWith(joined) && joined.length > 3;
      if (isInTag || isNameWithEnding(bare, joined)) return { more: 0, letters: joined.length };
      if (words.length < 2) continue;
      const more = words.length - 1;
      const fits = words.every((part, i) => {
        const given = tokens[at + i]?.folded ?? '';
        return i < more ? given === part : isNameWithEnding(given, part);
      });
      if (fits) return { more, letters: words[more]?.length ?? 0 };
    }
    return null;
  }
}

/** Folds a list written in ordinary Turkish. */
export function foldedSet(words: string): ReadonlySet<string> {
  return new Set(
    words
      .split(/\s+/)
      .map(fold)
      .filter((word) => word !== ''),
  );
}
