// The live line: one EventSource for the whole page. An event only says what changed; what is shown is then re-read,
// at most once a second however many events come.

import { useEffect, useState } from 'react';
import type { LiveEvent } from '../api.gen.ts';
import { refresh } from './query.ts';

const DEBOUNCE_MS = 900;
const RETRY_MS = 8000;

export type LiveState = 'connecting' | 'live' | 'offline';

const TOUCHES: Record<LiveEvent['kind'], string[]> = {
  mentions: ['/api/today', '/api/stories', '/api/mentions', '/api/watches'],
  story: ['/api/today', '/api/stories', '/api/evidence'],
  incident: ['/api/today', '/api/incidents', '/api/evidence'],
  source: ['/api/sources', '/api/today', '/api/searches'],
  watch: ['/api/watches'],
};

/** Keeps the line open while `isOn`; after a break everything shown is read again. */
export function useLive(isOn: boolean): LiveState {
  const [state, setState] = useState<LiveState>('connecting');
  useEffect(() => {
    if (!isOn) return;
    let source: EventSource | null = null;
    let debounce: ReturnType<typeof setTimeout> | undefined;
    let retry: ReturnType<typeof setTimeout> | undefined;
    let wasBroken = false;
    const pending = new Set<string>();

    const schedule = (paths: string[]) => {
      for (const path of paths) pending.add(path);
      debounce ??= setTimeout(() => {
        debounce = undefined;
        refresh(...pending);
        pending.clear();
      }, DEBOUNCE_MS);
    };
    const open = () => {
      source = new EventSource('/api/events');
      source.onopen = () => {
        setState('live');
        if (wasBroken) schedule(['/api/']);
        wasBroken = false;
      };
      source.addEventListener('live', (event) => {
        const kind = kindOf(event.data);
        if (kind) schedule(TOUCHES[kind]);
      });
      source.onerror = () => {
        wasBroken = true;
        setState('offline');
        // The browser retries by itself unless the server answered with an error status; then we do.
        if (source?.readyState === EventSource.CLOSED) {
          clearTimeout(retry);
          retry = setTimeout(open, RETRY_MS);
        }
      };
    };
    const goOffline = () => setState('offline');
    open();
    window.addEventListener('offline', goOffline);
    return () => {
      window.removeEventListener('offline', goOffline);
      clearTimeout(debounce);
      clearTimeout(retry);
      source?.close();
    };
  }, [isOn]);
  return state;
}

function kindOf(data: unknown): LiveEvent['kind'] | null {
  try {
    const { kind } = JSON.parse(String(data)) as LiveEvent;
    return kind in TOUCHES ? kind : null;
  } catch {
    // A line that is no JSON says nothing that we could re-read.
    return null;
  }
}
