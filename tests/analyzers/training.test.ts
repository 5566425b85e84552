import { describe, expect, it } from 'vitest';
import { LinearModel, type ModelMeta } from '../../analyzers/model/linear.ts';
import { FINDING_TYPES } from '../../core/types.ts';
import { ExampleMaker, FactTable } from '../../scripts/training/examples.ts';
import { pack, thresholdOf } from '../../scripts/training/fit.ts';
import { generate, readFragments, withEnding } from '../../scripts/training/generate.ts';
import { type Example, scoresOf } from '../../scripts/training/learn.ts';
import { learnSvm } from '../../scripts/training/svm.ts';

const options = { classes: 2, facts: 0, bits: 12, costYes: 1, costNo: 1, factValue: 0.3, passes: 20, seed: 1 };

function examples(): Example[] {
  const maker = new ExampleMaker(new FactTable());
  return generate(1)
    .filter((made) => made.types.includes('praise') || made.types.includes('fraud'))
    .map((made) => {
      const isFraud = made.types.includes('fraud') ? 1 : 0;
      const { buckets } = maker.make({ ...made, id: '1', split: 'train' }, false);
      return { buckets, facts: [], target: isFraud, labels: Int8Array.of(isFraud, 1 - isFraud), weight: 1 };
    });
}

describe('training', () => {
  it('gives the same weights for the same texts', () => {
    expect(learnSvm(examples(), options).weights).toEqual(learnSvm(examples(), options).weights);
  });

  it('loses next to nothing when the weights are packed into eight bits', () => {
    const texts = examples();
    const model = learnSvm(texts, options);
    const meta: ModelMeta = {
      version: '1',
      kind: 'one-vs-rest',
      bits: 12,
      labels: ['fraud', 'praise'],
      facts: [],
      temperature: 1,
      thresholds: [0.5, 0.5],
    };
    const packed = new LinearModel(meta, pack(model, meta));
    for (const one of texts) {
      const exact = scoresOf(model, one, new Float64Array(2));
      const small = packed.scores({ buckets: one.buckets, count: one.buckets.length }, []);
      expect(Math.abs((exact[0] ?? 0) - (small[0] ?? 0))).toBeLessThan(0.1);
    }
  });

  it('refuses weights that do not fit their description', () => {
    const meta: ModelMeta = {
      version: '1',
      kind: 'softmax',
      bits: 4,
      labels: ['a', 'b'],
      facts: [],
      temperature: 1,
      thresholds: [],
    };
    expect(() => new LinearModel(meta, new Uint8Array(7))).toThrow(/npm run train/);
  });

  it('sets the limit where the F score is best', () => {
    const shares = [0.9, 0.8, 0.7, 0.6, 0.2, 0.1, 0.1, 0.05, 0.8, 0.7, 0.9, 0.75];
    const truth = shares.map((share) => share > 0.5);
    const limit = thresholdOf(shares, truth);
    expect(limit).toBeGreaterThan(0.2);
    expect(limit).toBeLessThanOrEqual(0.6);
  });
});

describe('texts of our own making', () => {
  it('are the same in every run, all different, and leave no mark of their form behind', () => {
    const made = generate(2);
    expect(generate(2)).toEqual(made);
    expect(new Set(made.map((one) => one.text)).size).toBe(made.length);
    expect(made.filter((one) => /[[\]{}|~]/.test(one.text + (one.title ?? '')))).toEqual([]);
  });

  it('cover every finding type with five fragments and more, and name no type that does not exist', () => {
    const fragments = readFragments();
    for (const type of FINDING_TYPES) {
      const count = fragments.filter((fragment) => fragment.types.includes(type)).length;
      expect(count, type).toBeGreaterThanOrEqual(5);
    }
    expect(fragments.flatMap((one) => one.types).filter((type) => !FINDING_TYPES.includes(type))).toEqual([]);
  });

  it('give a name its ending by the harmony of its vowels', () => {
    expect(withEnding('Norbank', 'de')).toBe('ta');
    expect(withEnding('Evcimen', 'nin')).toBe('in');
    expect(withEnding('Oyunbaz', 'nin')).toBe('ın');
    expect(withEnding('Suvarya', 'yi')).toBe('yı');
  });
});
