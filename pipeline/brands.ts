// Adding and changing brands, for the API, the command line and the seed. A brand is never removed: its mentions hang on it.

import { newId } from '../core/id.ts';
import { fold } from '../core/text/fold.ts';
import type { Brand, BrandEntity } from '../core/types.ts';
import { audit } from './audit.ts';
import type { Deps } from './deps.ts';
import { tidyEntities } from './entities.ts';
import { fault } from './fault.ts';

/** Lists that are not given stay as they are. */
export type BrandInput = Pick<Brand, 'name' | 'aliases' | 'domains' | 'accounts' | 'competitors'> & {
  entities?: BrandEntity[] | undefined;
};

/** Throws 'brand.conflict' when a brand has the name (compared folded), and 'brand.entities.conflict'. */
export async function createBrand(deps: Deps, input: BrandInput, by: string): Promise<Brand> {
  await checkName(deps, input.name, null);
  const brand: Brand = { id: newId('brd'), ...tidy(input), ...listsOf(deps, input), createdAt: deps.clock.now() };
  await deps.store.brands.put(brand);
  await audit(deps, by, 'brand.created', brand.id);
  return brand;
}

/** Throws 'brand.not-found' and 'brand.conflict'. */
export async function updateBrand(deps: Deps, id: string, input: BrandInput, by: string): Promise<Brand> {
  const brand = await deps.store.brands.get(id);
  if (!brand) throw fault(deps, 'brand.not-found');
  await checkName(deps, input.name, id);
  const changed: Brand = { ...brand, ...tidy(input), ...listsOf(deps, input) };
  await deps.store.brands.put(changed);
  await audit(deps, by, 'brand.changed', id);
  return changed;
}

/** The brand with the id or, folded, with the name. Throws 'brand.not-found'. */
export async function findBrand(deps: Deps, idOrName: string): Promise<Brand> {
  const wanted = fold(idOrName);
  const brand = (await deps.store.brands.list()).find(({ id, name }) => id === idOrName || fold(name) === wanted);
  if (!brand) throw fault(deps, 'brand.not-found');
  return brand;
}

async function checkName(deps: Deps, name: string, ownId: string | null): Promise<void> {
  const wanted = fold(name);
  const brands = await deps.store.brands.list();
  if (brands.some((brand) => brand.id !== ownId && fold(brand.name) === wanted))
    throw fault(deps, 'brand.conflict', { name });
}

function listsOf(deps: Deps, { entities }: BrandInput): Pick<Brand, 'entities'> {
  return entities ? { entities: tidyEntities(deps, entities) } : {};
}

function tidy({ name, aliases, domains, accounts, competitors }: BrandInput): Omit<BrandInput, 'entities'> {
  const once = (values: string[]) => [...new Set(values.map((value) => value.trim()).filter(Boolean))];
  return {
    name: name.trim(),
    aliases: once(aliases),
    domains: once(domains.map(hostOnly)),
    accounts: once(accounts),
    competitors: once(competitors),
  };
}

/** 'https://www.Markam.com/iletisim' -> 'markam.com': people paste addresses. */
function hostOnly(domain: string): string {
  const host = domain
    .trim()
    .toLowerCase()
    .replace(/^[a-z]+:\/\//, '')
    .replace(/[/?#:].*$/, '');
  return host.replace(/^www\./, '');
}
