import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { diffWords } from '../../dashboard/src/lib/word-diff.ts';

describe('diffWords', () => {
  it('shows which words went and which came', () => {
    expect(diffWords('Kargo üç gündür gelmedi, kızgınım', 'Kargo dün geldi, kızgınım')).toEqual([
      { kind: 'same', text: 'Kargo ' },
      { kind: 'removed', text: 'üç gündür gelmedi, ' },
      { kind: 'added', text: 'dün geldi, ' },
      { kind: 'same', text: 'kızgınım' },
    ]);
    expect(diffWords('aynı', 'aynı')).toEqual([{ kind: 'same', text: 'aynı' }]);
    expect(diffWords('', '')).toEqual([]);
  });

  it('loses no letter of either text, and keeps the longest common run', () => {
    const words = fc.array(fc.constantFrom('a', 'b', 'c ', 'd\n', ' '), { maxLength: 30 }).map((all) => all.join(' '));
    fc.assert(
      fc.property(words, words, (before, after) => {
        const parts = diffWords(before, after);
        const without = (kind: string) =>
          parts
            .filter((part) => part.kind !== kind)
            .map(({ text }) => text)
            .join('');
        expect(without('added')).toBe(before);
        expect(without('removed')).toBe(after);
        for (const [at, part] of parts.entries()) expect(part.kind).not.toBe(parts[at + 1]?.kind);
      }),
    );
  });

  it('comes to an end with two long texts that share nothing', () => {
    const long = (word: string) => Array.from({ length: 20_000 }, (_, at) => `${word}${at}`).join(' ');
    expect(diffWords(long('a'), long('b')).map(({ kind }) => kind)).toEqual(['removed', 'added']);
  });
});
