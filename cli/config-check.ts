// What the schema of the configuration cannot see: queries that do not read, webhooks of brands that are not there.
// Needs no store; what depends on stored brands is left to the start and to `itibar doctor`.

import type { Config } from '../config/schema.ts';
import { AppError, messageOf } from '../core/errors.ts';
import { fold } from '../core/text/fold.ts';
import { parseQuery } from '../core/text/query.ts';

/** Throws AppError('config.invalid') that lists every mistake, a line each. */
export function checkBrandSeeds(config: Config): void {
  const problems = config.brands.flatMap((brand, at) => [
    ...(config.brands.findIndex((other) => fold(other.name) === fold(brand.name)) === at
      ? []
      : [`brands.${at}: the name "${brand.name}" is used twice`]),
    ...brand.watches.flatMap((watch, index) => queryProblems(watch.query, `brands.${at}.watches.${index}.query`)),
  ]);
  if (problems.length > 0) throw new AppError('config.invalid', problems.join('\n'));
}

function queryProblems(query: string, path: string): string[] {
  try {
    parseQuery(query);
    return [];
  } catch (error) {
    return [`${path}: ${messageOf(error)}`];
  }
}
