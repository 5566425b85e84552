import { performance } from 'node:perf_hooks';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toContractLine } from '../../analyzers/judge.ts';
import { brand, input, judgeText, openJudge } from './support.ts';

const binary = String.fromCharCode(...Array.from({ length: 4000 }, (_, i) => (i * 7919) % 65536));

describe('hostile input', () => {
  it.each([
    ['nothing', ''],
    ['white space', ' \n\t '],
    ['lone surrogates', '\ud800 markam \udfff\udfff rezalet \ud83d'],
    ['binary rubbish', binary],
    ['NUL characters', '\0'.repeat(500)],
    ['only punctuation', '!?.,;:'.repeat(300)],
    ['only emoji', '😡🔥'.repeat(400)],
    ['a name that is a pattern', '(a+)+$ [^]* \\b'],
  ])('is judged without an error: %s', async (_name, text) => {
    const judged = await judgeText(text);
    expect(Object.keys(toContractLine('1', judged))).toHaveLength(9);
    for (const type of judged.types) {
      expect(type.start).toBeLessThanOrEqual(type.end);
      expect(type.end).toBeLessThanOrEqual(text.length);
    }
  });

  it('gives spans inside the text and confidences between 0 and 1 for any string', async () => {
    const judge = await openJudge();
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
        const judged = judge(input(text), brand('Telcanım'), { followers: null, storySize: 1 });
        const shares = [judged.sentiment, judged.actor, judged.language, ...judged.types, ...judged.aspects];
        const spans = [...judged.types, ...judged.pii];
        return (
          shares.every((one) => one.confidence >= 0 && one.confidence <= 1) &&
          spans.every((one) => one.start >= 0 && one.start <= one.end && one.end <= text.length)
        );
      }),
    );
  });

  it.each([
    ['one word', 'a'],
    ['a bracket', '('],
    ['a number', '12 '],
    ['a domain', 'a.a.'],
    ['a handle', '@a_'],
    ['an IBAN beginning', 'TR00 '],
    ['a pattern word', 'kart bilgisi istediler '],
    ['spaces', '   '],
  ])('takes a megabyte of %s in little more time than a hundredth of it', async (_name, piece) => {
    const judge = await openJudge();
    const timeOf = (length: number): number => {
      const text = piece.repeat(Math.ceil(length / piece.length)).slice(0, length);
      const start = performance.now();
      judge(input(text), brand('Telcanım'), { followers: null, storySize: 1 });
      return performance.now() - start;
    };
    timeOf(10_000);
    // What is analysed is bounded at 20,000 characters, so a megabyte may cost about twice 10,000; a second is generous
    // for a busy machine and far under what quadratic work on a megabyte would take (minutes).
    expect(timeOf(1_000_000)).toBeLessThan(1000);
  });
});
