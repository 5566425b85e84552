// Lists that grow page by page with the server's cursor. A live re-read replaces the first page and keeps the rest,
// so a list that a person is working through never jumps back to its start.

import { useCallback, useEffect, useRef, useState } from 'react';
import { ApiError, getJson } from './api.ts';
import { onRefresh } from './query.ts';

interface Page<T> {
  items: T[];
  nextCursor: string | null;
}
interface State<T> extends Page<T> {
  path: string;
  error: ApiError | null;
  isLoading: boolean;
  isReady: boolean;
}

/** What was read before, so that Back shows a list at once; forgotten when a change touches it. */
const remembered = new Map<string, Page<unknown>>();
onRefresh((isTouched) => {
  for (const path of remembered.keys()) if (isTouched(path)) remembered.delete(path);
});

function initial<T>(path: string): State<T> {
  const known = remembered.get(path) as Page<T> | undefined;
  return { path, items: [], nextCursor: null, ...known, error: null, isLoading: true, isReady: known !== undefined };
}

/** First page first, then whatever of the old list is not in it; old items of the first page's range are gone. */
function replaceFirstPage<T extends { id: string }>(old: T[], first: T[]): T[] {
  const fresh = new Set(first.map((item) => item.id));
  return [...first, ...old.slice(first.length).filter((item) => !fresh.has(item.id))];
}

export interface Pages<T> extends State<T> {
  loadMore: () => void;
  reload: () => void;
  /** Shows a changed item at once; null takes it out of the list. */
  replace: (id: string, item: T | null) => void;
}

/** `path` holds every filter but the cursor. */
export function usePages<T extends { id: string }>(path: string): Pages<T> {
  const [stored, setState] = useState<State<T>>(() => initial(path));
  const state = stored.path === path ? stored : initial<T>(path);
  const controller = useRef<AbortController | null>(null);

  const read = useCallback(
    (cursor: string | null) => {
      controller.current?.abort();
      const own = new AbortController();
      controller.current = own;
      setState((old) => ({ ...(old.path === path ? old : initial<T>(path)), isLoading: true, error: null }));
      const address = cursor ? `${path}${path.includes('?') ? '&' : '?'}cursor=${encodeURIComponent(cursor)}` : path;
      getJson<Page<T>>(address, own.signal).then(
        (page) =>
          setState((old) => {
            if (old.path !== path) return old;
            const isWhole = cursor === null && page.nextCursor === null;
            const items = cursor
              ? [...old.items, ...page.items.filter((item) => !old.items.some((known) => known.id === item.id))]
              : isWhole
                ? page.items
                : replaceFirstPage(old.items, page.items);
            const keepsCursor = cursor === null && old.isReady && items.length > page.items.length;
            const nextCursor = keepsCursor ? old.nextCursor : page.nextCursor;
            remembered.set(path, { items, nextCursor });
            return { path, items, nextCursor, error: null, isLoading: false, isReady: true };
          }),
        (error: unknown) => {
          if (own.signal.aborted) return;
          const known = error instanceof ApiError ? error : new ApiError(0, 'network', String(error));
          setState((old) => ({ ...old, error: known, isLoading: false }));
        },
      );
    },
    [path],
  );

  useEffect(() => {
    read(null);
    const stop = onRefresh((isTouched) => {
      if (isTouched(path)) read(null);
    });
    return () => {
      stop();
      controller.current?.abort();
    };
  }, [path, read]);

  const { nextCursor, isLoading } = state;
  const loadMore = useCallback(() => {
    if (nextCursor && !isLoading) read(nextCursor);
  }, [nextCursor, isLoading, read]);
  const replace = useCallback((id: string, item: T | null) => {
    setState((old) => ({
      ...old,
      items: old.items.flatMap((known) => (known.id !== id ? [known] : item ? [item] : [])),
    }));
  }, []);
  return { ...state, loadMore, reload: () => read(null), replace };
}
