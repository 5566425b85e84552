// Live events inside one process: the API's live line listens, the jobs tell. Nothing may depend on an event arriving.
// Must never let one listener's error reach the one who told, or the other listeners.

import { messageOf } from '../core/errors.ts';
import type { EventBus, LiveEvent, Log } from '../core/ports.ts';

/** A bus without memory: who listens later has missed what was told before. */
export function createEventBus(log: Log): EventBus {
  const listeners = new Set<(event: LiveEvent) => void>();
  return {
    emit(event) {
      for (const listener of listeners) {
        try {
          listener(event);
        } catch (error) {
          log.error({ event: event.kind, error: messageOf(error) }, 'a live listener failed');
        }
      }
    },
    listen(fn) {
      listeners.add(fn);
      return () => listeners.delete(fn);
    },
  };
}
