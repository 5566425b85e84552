// The newest bands in memory: a hash table without objects, because every mention brings up to two dozen entries.
// Entries stand in the order in which they came; one of the same key and story is renewed in its place.

/** Side by side; only the first `count` are there. */
export interface Entries {
  count: number;
  keys: Float64Array;
  stories: Uint32Array;
  judgements: Uint32Array;
}

const HIGH = 2 ** 32;

export class BandLog {
  #count = 0;
  #keys = new Float64Array(1024);
  #stories = new Uint32Array(1024);
  #judgements = new Uint32Array(1024);
  /** Number of the entry plus one; 0 = free. Twice to four times as many as entries; a power of two. */
  #slots = new Int32Array(4096);

  get count(): number {
    return this.#count;
  }

  put(key: number, story: number, judgement: number): void {
    const mask = this.#slots.length - 1;
    let at = spread(key) & mask;
    for (let found = this.#slots[at] as number; found !== 0; found = this.#slots[at] as number) {
      if (this.#keys[found - 1] === key && this.#stories[found - 1] === story) {
        this.#judgements[found - 1] = judgement;
        return;
      }
      at = (at + 1) & mask;
    }
    if (this.#count === this.#keys.length) {
      this.#grow();
      this.put(key, story, judgement);
      return;
    }
    this.#keys[this.#count] = key;
    this.#stories[this.#count] = story;
    this.#judgements[this.#count] = judgement;
    this.#count += 1;
    this.#slots[at] = this.#count;
  }

  /** Oldest first. */
  find(key: number): [story: number, judgement: number][] {
    const mask = this.#slots.length - 1;
    const found: number[] = [];
    let at = spread(key) & mask;
    for (let entry = this.#slots[at] as number; entry !== 0; entry = this.#slots[at] as number) {
      if (this.#keys[entry - 1] === key) found.push(entry - 1);
      at = (at + 1) & mask;
    }
    if (found.length > 1) found.sort((a, b) => a - b);
    return found.map((entry) => [this.#stories[entry] as number, this.#judgements[entry] as number]);
  }

  /** Oldest first; these are the log's own numbers. */
  entries(): Entries {
    return { count: this.#count, keys: this.#keys, stories: this.#stories, judgements: this.#judgements };
  }

  #grow(): void {
    const size = this.#keys.length * 2;
    this.#keys = copy(new Float64Array(size), this.#keys);
    this.#stories = copy(new Uint32Array(size), this.#stories);
    this.#judgements = copy(new Uint32Array(size), this.#judgements);
    this.#slots = new Int32Array(size * 4);
    const mask = this.#slots.length - 1;
    for (let i = 0; i < this.#count; i++) {
      let at = spread(this.#keys[i] as number) & mask;
      while (this.#slots[at] !== 0) at = (at + 1) & mask;
      this.#slots[at] = i + 1;
    }
  }
}

function copy<T extends Float64Array | Uint32Array>(to: T, from: T): T {
  to.set(from);
  return to;
}

function spread(key: number): number {
  const h = Math.imul((key >>> 0) ^ Math.imul(Math.floor(key / HIGH), 0x85ebca6b), 0x9e3779b1);
  return h ^ (h >>> 15);
}
