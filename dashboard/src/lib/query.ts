// Reading from the server with a small cache: one request per path however many components ask, aborted when none does.
// Shown data is kept while a newer answer is on its way; a failed re-read never throws away what is on screen.

import { useCallback, useSyncExternalStore } from 'react';
import { ApiError, getJson } from './api.ts';

const FRESH_MS = 3000;
const MAX_IDLE = 60;

interface Entry {
  data: unknown;
  error: ApiError | null;
  isLoading: boolean;
  at: number;
}
interface Slot {
  entry: Entry;
  listeners: Set<() => void>;
  controller: AbortController | null;
}

const EMPTY: Entry = { data: undefined, error: null, isLoading: false, at: 0 };
const slots = new Map<string, Slot>();
const refreshListeners = new Set<(isTouched: (path: string) => boolean) => void>();

function slotOf(path: string): Slot {
  let slot = slots.get(path);
  if (!slot) {
    slot = { entry: { ...EMPTY, isLoading: true }, listeners: new Set(), controller: null };
    slots.set(path, slot);
  }
  return slot;
}

function publish(slot: Slot, entry: Entry): void {
  slot.entry = entry;
  for (const listener of slot.listeners) listener();
}

function load(path: string): void {
  const slot = slotOf(path);
  slot.controller?.abort();
  const controller = new AbortController();
  slot.controller = controller;
  publish(slot, { ...slot.entry, isLoading: true });
  getJson(path, controller.signal).then(
    (data) => publish(slot, { data, error: null, isLoading: false, at: Date.now() }),
    (error: unknown) => {
      if (controller.signal.aborted) return;
      const known = error instanceof ApiError ? error : new ApiError(0, 'network', String(error));
      publish(slot, { ...slot.entry, error: known, isLoading: false });
    },
  );
}

function release(path: string, slot: Slot): void {
  if (slot.listeners.size > 0) return;
  slot.controller?.abort();
  if (slot.entry.data === undefined) slots.delete(path);
  for (const [key, idle] of slots) {
    if (slots.size <= MAX_IDLE) break;
    if (idle.listeners.size === 0) slots.delete(key);
  }
}

export interface Query<T> {
  data: T | undefined;
  error: ApiError | null;
  isLoading: boolean;
  /** When the data on screen was read, epoch ms; 0 before the first answer. */
  at: number;
  reload: () => void;
}

/** Reads `path` (null: reads nothing) and re-reads it when a live event or a change of our own touches it. */
export function useQuery<T>(path: string | null): Query<T> {
  const subscribe = useCallback(
    (listener: () => void) => {
      if (path === null) return () => undefined;
      const slot = slotOf(path);
      slot.listeners.add(listener);
      if (Date.now() - slot.entry.at > FRESH_MS && (slot.listeners.size === 1 || slot.entry.error)) load(path);
      return () => {
        slot.listeners.delete(listener);
        release(path, slot);
      };
    },
    [path],
  );
  const entry = useSyncExternalStore(subscribe, () => (path === null ? EMPTY : slotOf(path).entry));
  const reload = useCallback(() => {
    if (path !== null) load(path);
  }, [path]);
  return { ...entry, data: entry.data as T | undefined, reload };
}

/** Puts an answer that a change returned into the cache, so that the page shows it at once. */
export function setQueryData(path: string, data: unknown): void {
  publish(slotOf(path), { data, error: null, isLoading: false, at: Date.now() });
}

/** Re-reads everything shown whose path starts with one of `prefixes`, and forgets what is not shown. */
export function refresh(...prefixes: string[]): void {
  const isTouched = (path: string) => prefixes.some((prefix) => path.startsWith(prefix));
  for (const [path, slot] of slots) {
    if (!isTouched(path)) continue;
    if (slot.listeners.size > 0) load(path);
    else slots.delete(path);
  }
  for (const listener of refreshListeners) listener(isTouched);
}

/** For lists that hold their own pages. Returns the function that stops listening. */
export function onRefresh(listener: (isTouched: (path: string) => boolean) => void): () => void {
  refreshListeners.add(listener);
  return () => refreshListeners.delete(listener);
}
