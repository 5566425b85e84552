import { expect, it } from 'vitest';
import { seedBrands } from '../../pipeline/setup.ts';
import { removeWatch, updateWatch } from '../../pipeline/watches.ts';
import { openWorld } from './support.ts';

const SEEDS = {
  brands: [
    {
      name: 'Kahvecim',
      aliases: ['kahvecim.example'],
      watches: [
        { name: 'Kahvecim', query: 'kahvecim', every: '5m' },
        { name: 'Şube', kind: 'weak-point', query: 'kahvecim AND şube', sources: [{ id: 'forum' }] },
      ],
    },
  ],
};

it('writes brands and watches of the configuration once, due at once', async () => {
  const { deps, clock } = await openWorld({ config: SEEDS });
  expect(await seedBrands(deps)).toEqual({ brandCount: 1, watchCount: 2, problems: [] });
  expect(await seedBrands(deps)).toEqual({ brandCount: 0, watchCount: 0, problems: [] });
  const brand = (await deps.store.brands.list()).find(({ name }) => name === 'Kahvecim');
  const watches = await deps.store.watches.list(brand?.id);
  expect(watches.map(({ name, kind, everyMs }) => [name, kind, everyMs]).sort()).toEqual([
    ['Kahvecim', 'brand', 300_000],
    ['Şube', 'weak-point', 900_000],
  ]);
  const subscriptions = await deps.store.subscriptions.list({ watchId: watches[0]?.id ?? '' });
  expect(subscriptions.map(({ sourceId, nextRunAt }) => [sourceId, nextRunAt])).toEqual([['forum', clock.now()]]);
});

it('leaves alone what people changed or removed since', async () => {
  const { deps } = await openWorld({ config: SEEDS });
  await seedBrands(deps);
  const brand = (await deps.store.brands.list()).find(({ name }) => name === 'Kahvecim');
  const [first, second] = await deps.store.watches.list(brand?.id);
  await removeWatch(deps, first?.id ?? '', 'test');
  await updateWatch(deps, second?.id ?? '', { query: 'başka', isPaused: true }, 'test');
  expect(await seedBrands(deps)).toEqual({ brandCount: 0, watchCount: 0, problems: [] });
  expect(await deps.store.watches.list(brand?.id)).toMatchObject([{ id: second?.id, query: 'başka', isPaused: true }]);
});

it('takes a brand that is there under the same name, whatever its letters', async () => {
  const { deps } = await openWorld({
    config: { brands: [{ name: 'MARKAM', watches: [{ name: 'Yeni', query: 'x' }] }] },
  });
  expect(await seedBrands(deps)).toEqual({ brandCount: 0, watchCount: 1, problems: [] });
  expect((await deps.store.brands.list()).map(({ name }) => name)).toEqual(['Markam']);
});

it('says what is wrong with a seed and goes on with the others', async () => {
  const watches = [
    { name: 'Bozuk', query: '(açık' },
    { name: 'Kaynaksız', query: 'a', sources: [{ id: 'no-such-source' }] },
    { name: 'İyi', query: 'iyi' },
  ];
  const { deps, lines } = await openWorld({ config: { brands: [{ name: 'Kahvecim', watches }] } });
  const seeded = await seedBrands(deps);
  expect(seeded).toMatchObject({ brandCount: 1, watchCount: 1 });
  expect(seeded.problems).toEqual([
    expect.stringMatching(/^Kahvecim \/ Bozuk: ./),
    expect.stringMatching(/^Kahvecim \/ Kaynaksız: .*no-such-source/),
  ]);
  expect(lines.filter(({ level }) => level === 'warn').length).toBe(2);
});
