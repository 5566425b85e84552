// The address is the view: filters, brand and open panel live in the query string and nowhere else.

import { useCallback } from 'react';
import { useSearchParams } from 'wouter';

export interface Params {
  get: (name: string) => string | null;
  /** null removes. Filters replace the history entry so that Back leaves the page, not the last keystroke. */
  set: (changes: Record<string, string | null>) => void;
}

export function useParams(): Params {
  const [search, setSearch] = useSearchParams();
  const set = useCallback(
    (changes: Record<string, string | null>) => {
      setSearch(
        (old) => {
          const next = new URLSearchParams(old);
          for (const [name, value] of Object.entries(changes)) {
            if (value === null || value === '') next.delete(name);
            else next.set(name, value);
          }
          return next;
        },
        { replace: true },
      );
    },
    [setSearch],
  );
  return { get: (name) => search.get(name), set };
}

/** The brand the whole dashboard is narrowed to, or null for all. */
export function useBrandId(): string | null {
  const [search] = useSearchParams();
  return search.get('brand');
}

/** An address within the dashboard that keeps the chosen brand. */
export function useHref(): (path: string) => string {
  const brandId = useBrandId();
  return (path) => (brandId ? `${path}${path.includes('?') ? '&' : '?'}brand=${encodeURIComponent(brandId)}` : path);
}
