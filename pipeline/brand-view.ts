// What the analyzers are told of a brand.

import type { BrandView } from '../core/ports.ts';
import type { Deps } from './deps.ts';

/** Null when the brand is gone. */
export async function brandViewOf(deps: Deps, brandId: string): Promise<BrandView | null> {
  const brand = await deps.store.brands.get(brandId);
  return brand && { ...brand };
}
