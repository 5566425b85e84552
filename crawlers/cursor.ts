// Puts the cursors of a run's pages together. Pure. parse() always sees the stored cursor; a run may read several lists,
// each with pages, so what each page moved is merged. Must never move a cursor back.

const MAX_LIST = 2000;

/**
 * The cursor after another page: objects are merged key by key where the page changed something; of two numbers, numeric
 * ids or ISO dates the later one stays; lists are united; of anything else the newer page's value counts.
 */
export function mergeCursor(stored: unknown, merged: unknown, page: unknown): unknown {
  if (page === undefined) return merged;
  if (merged === undefined || isSame(merged, stored)) return page;
  if (isSame(page, stored)) return merged;
  if (isRecord(merged) && isRecord(page)) {
    const before = isRecord(stored) ? stored : {};
    const result: Record<string, unknown> = { ...merged };
    for (const [key, value] of Object.entries(page)) result[key] = mergeCursor(before[key], result[key], value);
    return result;
  }
  if (Array.isArray(merged) && Array.isArray(page)) return [...new Set([...merged, ...page])].slice(0, MAX_LIST);
  return isLater(merged, page) ? merged : page;
}

function isLater(a: unknown, b: unknown): boolean {
  if (typeof a === 'number' && typeof b === 'number') return a > b;
  if (typeof a !== 'string' || typeof b !== 'string') return false;
  if (/^\d+$/.test(a) && /^\d+$/.test(b)) return a.length === b.length ? a > b : a.length > b.length;
  const isDate = /^\d{4}-\d{2}-\d{2}T/;
  return isDate.test(a) && isDate.test(b) && Date.parse(a) > Date.parse(b);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isSame(a: unknown, b: unknown): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b);
}
