// What a text may name of a brand (products, branches, cities …) as a key: how both stores filter by it, and as what it is
// counted. Pure; how entities are found is in analyzers/entity.ts.

import { fold } from './text/fold.ts';
import { ENTITY_KINDS, type EntityKind } from './types.ts';

/** A brand's own lists hold so many lines, and a line so many other names. */
export const MOST_ENTITIES = 1000;
export const MOST_ALIASES = 20;
/** Of one text only so many are kept. */
export const MOST_NAMED = 12;

export interface EntityName {
  kind: EntityKind;
  name: string;
}

/** The value under which it is counted: 'branch:Kadıköy'. */
export function entityValue({ kind, name }: EntityName): string {
  return `${kind}:${name}`;
}

/** Null for what entityValue() did not make. */
export function readEntityValue(value: string): EntityName | null {
  const at = value.indexOf(':');
  const kind = ENTITY_KINDS.find((known) => known === value.slice(0, at));
  return kind === undefined ? null : { kind, name: value.slice(at + 1) };
}

/** What mentions are found by: 'branch:kadikoy'. */
export function entityKey({ kind, name }: EntityName): string {
  return `${kind}:${fold(name)}`;
}

/** The keys that a filter means: one with its kind, else one of every kind. */
export function entityKeys(wanted: string): string[] {
  const named = readEntityValue(wanted.trim());
  if (named) return [entityKey({ kind: named.kind, name: named.name.trim() })];
  return ENTITY_KINDS.map((kind) => entityKey({ kind, name: wanted }));
}
