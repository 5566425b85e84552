// From what a person typed to the thing that is meant: by id, by the beginning of an id, or by name (folded). A wrong
// name gets a did-you-mean, an ambiguous one the choices.

import { AppError } from '../core/errors.ts';
import { suggest } from '../core/suggest.ts';
import { fold } from '../core/text/fold.ts';
import type { Brand, Incident, User, Watch } from '../core/types.ts';
import type { Deps } from '../pipeline/deps.ts';

interface Named {
  id: string;
  name: string;
}

const SHORTEST_ID = 6;

function pick<T extends Named>(items: readonly T[], wanted: string, what: string, hint: string): T {
  const name = fold(wanted);
  const tests: ((item: T) => boolean)[] = [
    (item) => item.id === wanted,
    (item) => fold(item.name) === name,
    (item) => wanted.length >= SHORTEST_ID && item.id.startsWith(wanted),
  ];
  const found = tests.map((test) => items.filter(test)).find((matches) => matches.length > 0) ?? [];
  const [first, second] = found;
  if (first && !second) return first;
  if (first && second) {
    const choices = found.map((item) => `${item.id} (${item.name})`).join(', ');
    throw new AppError(`${what}.ambiguous`, `There are several: ${choices}. Use the id.`);
  }
  const near = suggest(
    wanted,
    items.map((item) => item.name),
  );
  throw new AppError(
    `${what}.not-found`,
    `There is no ${what} "${wanted}".${near ? ` Did you mean "${near}"?` : ` ${hint}`}`,
  );
}

/** Throws 'brand.not-found' with what there is. */
export async function findBrandFor(deps: Deps, wanted: string): Promise<Brand> {
  const brands = await deps.store.brands.list();
  const names = brands.map(({ name }) => name).join(', ');
  return pick(brands, wanted, 'brand', names ? `There are: ${names}.` : 'There is none yet.');
}

/** The named brand, or the only one there is. Throws 'brand.not-found' and 'brand.needed'. */
export async function brandOrOnly(deps: Deps, wanted: string | undefined): Promise<Brand> {
  if (wanted !== undefined) return findBrandFor(deps, wanted);
  const brands = await deps.store.brands.list();
  const [only] = brands;
  if (only && brands.length === 1) return only;
  if (!only) throw new AppError('brand.needed', 'There is no brand yet. Name one with --brand NAME --create-brand.');
  throw new AppError(
    'brand.needed',
    `Which brand? Add --brand NAME; there are: ${brands.map(({ name }) => name).join(', ')}.`,
  );
}

/** Throws 'watch.not-found' and 'watch.ambiguous'. */
export async function findWatchFor(deps: Deps, wanted: string): Promise<Watch> {
  return pick(await deps.store.watches.list(), wanted, 'watch', '`itibar watch list` names them all.');
}

/** By id or its beginning, or 'last' for the newest. Throws 'incident.not-found'. */
export async function findIncidentFor(deps: Deps, wanted: string): Promise<Incident> {
  const exact = await deps.store.incidents.get(wanted);
  if (exact) return exact;
  const { items } = await deps.store.incidents.list({}, { limit: 200 });
  const [newest] = items;
  if (wanted === 'last' && newest) return newest;
  const named = items.map((incident) => ({ id: incident.id, name: incident.title, incident }));
  return pick(named, wanted, 'incident', '`itibar incident list` names them all.').incident;
}

/** By address, name or id. Throws 'user.not-found'. */
export async function findUserFor(deps: Deps, wanted: string): Promise<User> {
  const users = await deps.store.users.list();
  const byEmail = users.find(({ email }) => email === wanted.trim().toLowerCase());
  return byEmail ?? pick(users, wanted, 'user', '`itibar user list` names them all.');
}
