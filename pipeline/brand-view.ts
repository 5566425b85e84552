// What the analyzers are told of a brand: its own lists, its competitors, what its watches are about, and
// the texts by which people showed what means it.

import type { BrandView } from '../core/ports.ts';
import { fold } from '../core/text/fold.ts';
import { parseQuery, type QueryNode } from '../core/text/query.ts';
import type { Brand, BrandEntity, ListedKind, Watch } from '../core/types.ts';
import { examplesOf } from './brand-examples.ts';
import type { Deps } from './deps.ts';

export type WatchExamples = Pick<Watch, 'positiveExamples' | 'negativeExamples'>;

/** Null when the brand is gone. `draft`: as it would be with these examples, of a new watch or in place of a watch's own. */
export async function brandViewOf(
  deps: Pick<Deps, 'store'>,
  brandId: string,
  draft?: WatchExamples & { watchId?: string | undefined },
): Promise<BrandView | null> {
  const brand = await deps.store.brands.get(brandId);
  if (!brand) return null;
  const watches = await deps.store.watches.list(brandId);
  const shown = draft ? [...watches.filter(({ id }) => id !== draft.watchId), draft] : watches;
  const examples = await examplesOf(deps, brandId, shown);
  return { ...brand, entities: entitiesOf(brand, watches), ...(examples && { examples }) };
}

/** Watches of these kinds are about something that has a name. */
const NAMED_BY: Partial<Record<Watch['kind'], ListedKind>> = {
  product: 'product',
  executive: 'executive',
  competitor: 'competitor',
};

/** The brand's lists first; a name that is there already is not told twice. */
export function entitiesOf(brand: Brand, watches: readonly Watch[]): BrandEntity[] {
  const found = new Map<string, BrandEntity>();
  const add = (entity: BrandEntity) => {
    const key = `${entity.kind} ${fold(entity.name)}`;
    if (!found.has(key)) found.set(key, entity);
  };
  for (const entity of brand.entities ?? []) add(entity);
  for (const name of brand.competitors) add({ kind: 'competitor', name, aliases: [] });
  for (const watch of watches) {
    const kind = NAMED_BY[watch.kind];
    if (kind) add({ kind, name: watch.name, aliases: namesIn(watch.query) });
  }
  return [...found.values()];
}

/** The words of a query that asks for nothing but one name or one of several: 'karnova OR "karnova pro"'. */
function namesIn(query: string): string[] {
  const read = (node: QueryNode): string[] | null => {
    if (node.kind === 'phrase') return [node.term];
    if (node.kind !== 'or') return null;
    const parts = node.nodes.map(read);
    return parts.includes(null) ? null : parts.flatMap((part) => part ?? []);
  };
  try {
    return read(parseQuery(query)) ?? [];
  } catch {
    return []; // a query of an older version that is refused now names nothing
  }
}
