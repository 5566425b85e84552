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
      const length = this.#nameLengthAt(tokens, at);
      if (length === 0) continue;
      for (let i = at; i < at + length; i++) (tokens[i] as ViewToken).isBrand = true;
      const last = at + length - 1;
      named.push({ start: tokens[at]?.start ?? 0, end: tokens[last]?.end ?? 0, firstToken: at, lastToken: last });
      at = last;
    }
    return named;
  }

  /** How many tokens from `at` on name the brand; 0 when they do not. */
  #nameLengthAt(tokens: readonly ViewToken[], at: number): number {
    const token = tokens[at];
    if (!token) return 0;
    const isTag = token.kind === 'hashtag' || token.kind === 'mention';
    const bare = token.folded;
    for (const name of this.#names) {
      if (isTag && bare.startsWith(name.joined) && name.joined.length > 3) return 1;
      if (isNameWithEnding(bare, name.joined)) return 1;
      if (name.words.length < 2) continue;
      const fits = name.words.every((part, i) => {
        const given = tokens[at + i]?.folded ?? '';
        return i < name.words.length - 1 ? given === part : isNameWithEnding(given, part);
      });
      if (fits) return name.words.length;
    }
    return 0;
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
