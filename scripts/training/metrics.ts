// Figures for classifiers: precision, recall, F1 per class, their plain mean, calibration error.

export interface ClassFigures {
  label: string;
  n: number;
  precision: number;
  recall: number;
  f1: number;
}

export interface Figures {
  n: number;
  accuracy: number;
  macroF1: number;
  classes: ClassFigures[];
}

function figuresOf(label: string, hit: number, given: number, n: number): ClassFigures {
  const precision = given === 0 ? 0 : hit / given;
  const recall = n === 0 ? 0 : hit / n;
  const f1 = precision + recall === 0 ? 0 : (2 * precision * recall) / (precision + recall);
  return { label, n, precision, recall, f1 };
}

/** One label per text. Classes that never occur in `gold` are left out of the mean. */
export function single(gold: readonly string[], said: readonly string[], labels: readonly string[]): Figures {
  let right = 0;
  for (let i = 0; i < gold.length; i++) if (gold[i] === said[i]) right++;
  const classes = labels.map((label) => {
    let hit = 0;
    let given = 0;
    let n = 0;
    for (let i = 0; i < gold.length; i++) {
      if (gold[i] === label) n++;
      if (said[i] === label) given++;
      if (gold[i] === label && said[i] === label) hit++;
    }
    return figuresOf(label, hit, given, n);
  });
  const present = classes.filter((c) => c.n > 0);
  return {
    n: gold.length,
    accuracy: right / Math.max(1, gold.length),
    macroF1: mean(present.map((c) => c.f1)),
    classes,
  };
}

/** Several labels per text. The mean is over classes with at least `least` texts. */
export function multi(
  gold: readonly string[][],
  said: readonly string[][],
  labels: readonly string[],
  least = 1,
): Figures {
  let same = 0;
  for (let i = 0; i < gold.length; i++)
    if ([...(gold[i] ?? [])].sort().join() === [...(said[i] ?? [])].sort().join()) same++;
  const classes = labels.map((label) => {
    let hit = 0;
    let given = 0;
    let n = 0;
    for (let i = 0; i < gold.length; i++) {
      const isGold = gold[i]?.includes(label) ?? false;
      const isSaid = said[i]?.includes(label) ?? false;
      if (isGold) n++;
      if (isSaid) given++;
      if (isGold && isSaid) hit++;
    }
    return figuresOf(label, hit, given, n);
  });
  const counted = classes.filter((c) => c.n >= least);
  return {
    n: gold.length,
    accuracy: same / Math.max(1, gold.length),
    macroF1: mean(counted.map((c) => c.f1)),
    classes,
  };
}

export function mean(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((a, b) => a + b, 0) / values.length;
}

/** Expected calibration error over ten equal bins: how far confidence and being right are apart. */
export function calibrationError(confidences: readonly number[], isRight: readonly boolean[]): number {
  const bins = Array.from({ length: 10 }, () => ({ n: 0, confidence: 0, right: 0 }));
  confidences.forEach((confidence, i) => {
    const bin = bins[Math.min(9, Math.floor(confidence * 10))];
    if (!bin) return;
    bin.n++;
    bin.confidence += confidence;
    if (isRight[i]) bin.right++;
  });
  const total = Math.max(1, confidences.length);
  return bins.reduce((sum, bin) => sum + (bin.n === 0 ? 0 : Math.abs(bin.confidence - bin.right) / total), 0);
}
