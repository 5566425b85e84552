// How often a word occurs in ordinary Turkish (tweets, reviews, news), whatever it may name. A name that is also an
// ordinary word must be judged by its surroundings; one that is not, names its brand. A small table of hashed counts:
// it can overrate a rare word in a few cases in a hundred, never underrate a common one.

export const WORD_BITS = 18;
const SIZE = 2 ** WORD_BITS;

function placesOf(word: string): [number, number] {
  let a = 0x811c9dc5;
  let b = 0x9747b28c;
  for (let i = 0; i < word.length; i++) {
    const code = word.charCodeAt(i);
    a = Math.imul(a ^ code, 0x01000193);
    b = Math.imul(b ^ code, 0x5bd1e995);
    b ^= b >>> 13;
  }
  a ^= a >>> 15;
  return [a & (SIZE - 1), b & (SIZE - 1)];
}

export class CommonWords {
  #table: Uint8Array;

  /** `table`: 2^18 bytes, each 16 times the base-two logarithm of a count. */
  constructor(table: Uint8Array) {
    if (table.length !== SIZE) {
      throw new Error('analyzers/model/words.bin has the wrong size: run npm run train, or restore the file.');
    }
    this.#table = table;
  }

  /** Base-two logarithm of how often the folded word was counted in a million and a half words; 0 for rare ones. */
  levelOf(word: string): number {
    const [a, b] = placesOf(word);
    return Math.min(this.#table[a] as number, this.#table[b] as number) / 16;
  }
}

/** The table for words counted `least` times and more. */
export function packCommonWords(counts: ReadonlyMap<string, number>, least = 5): Uint8Array {
  const table = new Uint8Array(SIZE);
  for (const [word, count] of counts) {
    if (count < least) continue;
    const level = Math.min(255, Math.round(Math.log2(count) * 16));
    for (const place of placesOf(word)) table[place] = Math.max(table[place] as number, level);
  }
  return table;
}
