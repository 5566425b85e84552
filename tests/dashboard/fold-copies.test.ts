// Copies of one text in a story's list: one is shown, the others are counted, and all of them when it was opened.

import { expect, it } from 'vitest';
import type { Mention, StoryCourse } from '../../dashboard/src/api.gen.ts';
import { foldCopies } from '../../dashboard/src/lib/fold-copies.ts';

const mention = (id: string) => ({ id }) as Mention;
const copy = (mentionId: string, otherIds: string[]): StoryCourse['copies'][number] => ({
  ...{ mentionId, otherIds, count: 1 + otherIds.length, accountCount: 1, firstAt: 1, lastAt: 2 },
});
const shown = (ids: string[], copies: StoryCourse['copies'], opened: string[] = []) =>
  foldCopies(ids.map(mention), copies, new Set(opened)).map((fold) => [fold.mention.id, fold.key, fold.moreCount]);

it('shows the first of a text that is in the list and how many more there are, on this page or not', () => {
  const copies = [copy('a', ['c', 'e', 'z'])];
  expect(shown(['e', 'd', 'c', 'b'], copies)).toEqual([
    ['e', 'a', 3],
    ['d', null, 0],
    ['b', null, 0],
  ]);
});

it('shows all of a text that was opened, the button only once', () => {
  expect(shown(['e', 'd', 'c'], [copy('a', ['c', 'e'])], ['a'])).toEqual([
    ['e', 'a', 2],
    ['d', null, 0],
    ['c', null, 2],
  ]);
});
