// Brands and watches of the configuration, written into the store once. What people changed or removed later stays so.
// A seed that cannot be written is reported and the others go on.

import type { Config } from '../config/schema.ts';
import { AppError } from '../core/errors.ts';
import { fold } from '../core/text/fold.ts';
import type { Brand } from '../core/types.ts';
import { createBrand } from './brands.ts';
import type { Deps } from './deps.ts';
import { createWatch } from './watches.ts';

type BrandSeed = Config['brands'][number];
type WatchSeed = BrandSeed['watches'][number];

export interface Seeded {
  brandCount: number;
  watchCount: number;
  /** One sentence for each seed that could not be written. */
  problems: string[];
}

/** Writes what is not there yet. Run at every start; a watch that somebody removed does not come back. */
export async function seedBrands(deps: Deps): Promise<Seeded> {
  const seeded: Seeded = { brandCount: 0, watchCount: 0, problems: [] };
  const known = new Map((await deps.store.brands.list()).map((brand) => [fold(brand.name), brand]));
  for (const seed of deps.config.brands) {
    await attempt(deps, seeded, seed.name, async () => {
      const stored = known.get(fold(seed.name));
      const brand = stored ?? (await createBrand(deps, seed, 'config'));
      if (!stored) seeded.brandCount += 1;
      for (const watch of seed.watches)
        await attempt(deps, seeded, `${seed.name} / ${watch.name}`, () => seedWatch(deps, brand, watch, seeded));
    });
  }
  return seeded;
}

async function seedWatch(deps: Deps, brand: Brand, seed: WatchSeed, seeded: Seeded): Promise<void> {
  const key = `seeded:${brand.id}:${fold(seed.name)}`;
  if ((await deps.store.settings.get(key)) === true) return;
  const names = (await deps.store.watches.list(brand.id)).map((watch) => fold(watch.name));
  if (!names.includes(fold(seed.name))) {
    const { name, kind, query, every } = seed;
    const sources = seed.sources.map(({ id, params }) => ({ sourceId: id, params }));
    await createWatch(deps, { brandId: brand.id, name, kind, query, everyMs: every, sources }, 'config');
    seeded.watchCount += 1;
  }
  await deps.store.settings.set(key, true);
}

async function attempt(deps: Deps, seeded: Seeded, name: string, write: () => Promise<void>): Promise<void> {
  try {
    await write();
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    seeded.problems.push(`${name}: ${error.message}`);
    deps.log.warn(
      { seed: name, code: error.code, problem: error.message },
      'brand or watch of the configuration not written',
    );
  }
}
