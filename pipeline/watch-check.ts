// What a watch must satisfy before it is written: a query that reads, a free name, sources that exist and take the
// parameters. Every complaint names its field, so that a form can show it in its place.

import { AppError } from '../core/errors.ts';
import type { Source } from '../core/ports.ts';
import { fold } from '../core/text/fold.ts';
import { parseQuery } from '../core/text/query.ts';
import type { Deps } from './deps.ts';
import { type FieldError, fault } from './fault.ts';

export interface SourceChoice {
  sourceId: string;
  params: Record<string, unknown>;
}

/** Throws AppError 'query.invalid' with facts.errors for the field `query`. */
export function checkQuery(query: string): void {
  try {
    parseQuery(query);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const errors: FieldError[] = [{ path: 'query', message: error.message }];
    throw new AppError(error.code, error.message, { facts: { ...error.facts, errors }, cause: error });
  }
}

/** Throws 'watch.conflict' when the brand has another watch of the name (compared folded). */
export async function checkWatchName(deps: Deps, brandId: string, name: string, ownId: string | null): Promise<void> {
  const wanted = fold(name);
  const others = (await deps.store.watches.list(brandId)).filter((watch) => watch.id !== ownId);
  if (others.some((watch) => fold(watch.name) === wanted))
    throw fault(deps, 'watch.conflict', { name }, [
      { path: 'name', message: deps.t('en', 'error.watch.conflict', { name }) },
    ]);
}

/** Throws 'watch.invalid' that names every wrong source and parameter. */
export function checkSources(deps: Deps, choices: readonly SourceChoice[]): void {
  const errors = choices.flatMap((choice, index) => problemsOf(deps, choice, `sources.${index}`));
  const first = errors[0];
  if (first) throw fault(deps, 'watch.invalid', { problem: `${first.path}: ${first.message}` }, errors);
}

function problemsOf(deps: Deps, choice: SourceChoice, path: string): FieldError[] {
  const source = deps.sources.get(choice.sourceId);
  if (!source) return [{ path: `${path}.sourceId`, message: unknownSource(deps, choice.sourceId) }];
  if (source.manifest.isInbound)
    return [{ path: `${path}.sourceId`, message: deps.t('en', 'error.source.inbound', { id: choice.sourceId }) }];
  const parsed = source.manifest.params.safeParse(choice.params);
  if (parsed.success) return [];
  return parsed.error.issues.map((issue) => ({
    path: [path, 'params', ...issue.path.map(String)].join('.'),
    message: issue.message,
  }));
}

function unknownSource(deps: Deps, id: string): string {
  const known = [...deps.sources.values()]
    .filter(({ manifest }) => !manifest.isInbound)
    .map(({ manifest }) => manifest.id);
  return deps.t('en', 'error.source.unknown', { id: id.slice(0, 60), known: known.join(', ') });
}

/** Reads with nothing but the watch's query: no parameter, no key. */
export function isParameterFree(manifest: Source['manifest']): boolean {
  return !manifest.isInbound && manifest.needs.length === 0 && manifest.params.safeParse({}).success;
}

/** What a watch reads when nobody chose. */
export function defaultSources(deps: Deps): SourceChoice[] {
  const free = [...deps.sources.values()].filter(({ manifest }) => isParameterFree(manifest) && !manifest.isOptIn);
  return free.map(({ manifest }) => ({ sourceId: manifest.id, params: {} }));
}
