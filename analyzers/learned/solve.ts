// Learns a small change of a linear model: weights that are added to it, as few and as small as the examples allow.
// Squared hinge loss on which side of zero an example is and by how much, L2 towards no change at all; solved in the dual,
// one example after the other (Hsieh et al., ICML 2008, algorithm 1). Deterministic.

/** A text as numbered features with their values. */
export interface Sparse {
  ids: Uint32Array;
  values: Float32Array;
}

export interface Task {
  row: Sparse;
  /** What the model says without the change; over 0 = yes. */
  offset: number;
  /** 1 = should be yes, -1 = no. */
  side: 1 | -1;
  /** How far on that side it should be. */
  margin: number;
  /** Cost of its not being there. */
  cost: number;
}

export interface SolveOptions {
  /** Number of feature ids. */
  size: number;
  passes: number;
}

const NEARLY_DONE = 1e-3;

/** The weights to add, one for each feature id. */
export function solveChange(tasks: readonly Task[], { size, passes }: SolveOptions): Float32Array {
  const weights = new Float32Array(size);
  const duals = new Float64Array(tasks.length);
  const squares = tasks.map(({ row }) => row.values.reduce((sum, value) => sum + value * value, 0));
  const order = shuffled(tasks.length);
  for (let pass = 0; pass < passes; pass++) {
    let moved = 0;
    for (const index of order) {
      const { row, offset, side, margin, cost } = tasks[index] as Task;
      const square = squares[index] as number;
      if (square === 0) continue;
      const dual = duals[index] as number;
      const slack = 0.5 / cost;
      const gradient = side * (offset + dot(weights, row)) - margin + dual * slack;
      const next = Math.max(0, dual - gradient / (square + slack));
      if (next === dual) continue;
      duals[index] = next;
      addTo(weights, row, (next - dual) * side);
      moved = Math.max(moved, Math.abs(next - dual));
    }
    if (moved < NEARLY_DONE) break;
  }
  return weights;
}

function dot(weights: Float32Array, { ids, values }: Sparse): number {
  let sum = 0;
  for (let i = 0; i < ids.length; i++) sum += (weights[ids[i] as number] as number) * (values[i] as number);
  return sum;
}

function addTo(weights: Float32Array, { ids, values }: Sparse, step: number): void {
  for (let i = 0; i < ids.length; i++) {
    const id = ids[i] as number;
    weights[id] = (weights[id] as number) + step * (values[i] as number);
  }
}

/** Always the same order: a multiplicative generator over the positions. */
function shuffled(count: number): number[] {
  const order = Array.from({ length: count }, (_, i) => i);
  let state = 1;
  for (let i = count - 1; i > 0; i--) {
    state = Math.imul(state, 48271) >>> 0;
    const j = state % (i + 1);
    [order[i], order[j]] = [order[j] as number, order[i] as number];
  }
  return order;
}
