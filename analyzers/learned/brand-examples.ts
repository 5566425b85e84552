// Is the brand meant? What people showed for one brand (examples of its watches, "not our concern" clicks) as a change of
// the relevance judgement of just that brand, from the first examples on. Learned when a brand is first judged with them,
// in milliseconds, and kept as long as the same examples are handed in. Pure: the same examples give the same change.

import type { BrandView } from '../../core/ports.ts';
import { type Sparse, solveChange, type Task } from './solve.ts';

/** One naming of the brand as the relevance judgement sees it: what it says by itself (log odds), and by which features. */
export interface NamingScore {
  odds: number;
  buckets: Uint32Array;
  /** How the name is written, and what stands around it. */
  facts: readonly string[];
}

const BITS = 15;
const BUCKETS = 1 << BITS;
const FACTS = 1 << 10;
const SIZE = BUCKETS + FACTS + 1;

/** Chosen on relevance.jsonl with words held out whole, see docs/learning.md: the result hardly depends on them. */
const FACT_VALUE = 0.5;
const BIAS_VALUE = 0.3;
const COST = 1;
const MARGIN = 2;
const PASSES = 200;

export type Examples = NonNullable<BrandView['examples']>;

export class BrandExamples {
  readonly #changes = new WeakMap<Examples, Float32Array>();

  /** `score` reads one text; null when the brand is not named in it, which teaches nothing. */
  changeFor(examples: Examples, score: (text: string) => NamingScore | null): (naming: NamingScore) => number {
    let weights = this.#changes.get(examples);
    if (!weights) {
      weights = learn(examples, score);
      this.#changes.set(examples, weights);
    }
    const change = weights;
    return (naming) => {
      const { ids, values } = rowOf(naming);
      let sum = 0;
      for (let i = 0; i < ids.length; i++) sum += (change[ids[i] as number] as number) * (values[i] as number);
      return sum;
    };
  }
}

function learn({ positive, negative }: Examples, score: (text: string) => NamingScore | null): Float32Array {
  const taskOf = (side: 1 | -1) => (text: string) => {
    const naming = score(text);
    return naming ? [{ row: rowOf(naming), offset: naming.odds, side, margin: MARGIN, cost: COST } satisfies Task] : [];
  };
  const tasks: Task[] = [...positive.flatMap(taskOf(1)), ...negative.flatMap(taskOf(-1))];
  return solveChange(tasks, { size: SIZE, passes: PASSES });
}

function rowOf({ buckets, facts }: NamingScore): Sparse {
  const ids = new Uint32Array(buckets.length + facts.length + 1);
  const values = new Float32Array(ids.length).fill(1 / Math.sqrt(Math.max(1, buckets.length)));
  buckets.forEach((bucket, i) => {
    ids[i] = bucket & (BUCKETS - 1);
  });
  facts.forEach((fact, i) => {
    ids[buckets.length + i] = BUCKETS + hashOf(fact);
    values[buckets.length + i] = FACT_VALUE;
  });
  ids[ids.length - 1] = SIZE - 1;
  values[ids.length - 1] = BIAS_VALUE;
  return { ids, values };
}

function hashOf(fact: string): number {
  let h = 0x811c9dc5;
  for (let i = 0; i < fact.length; i++) h = Math.imul(h ^ fact.charCodeAt(i), 0x01000193);
  return (h >>> 0) % FACTS;
}
