// Single-key commands for people who triage all day. Never fires while somebody types or holds a modifier.

import { useEffect, useRef } from 'react';

/** `commands` maps event.key (named keys in lower case: 'enter', 'escape') to what it does; a handler that returns false lets the key through. */
export function useKeys(commands: Record<string, () => unknown>): void {
  const latest = useRef(commands);
  useEffect(() => {
    latest.current = commands;
  });
  useEffect(() => {
    const handle = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
      const target = event.target as HTMLElement | null;
      const isTyping = target?.closest('input, textarea, select, [contenteditable], dialog[open]') !== null;
      if (isTyping && target) return;
      if (event.key === 'Enter' && target?.closest('button, a, summary')) return;
      const command = latest.current[event.key.length === 1 ? event.key : event.key.toLowerCase()];
      if (command && command() !== false) event.preventDefault();
    };
    document.addEventListener('keydown', handle);
    return () => document.removeEventListener('keydown', handle);
  }, []);
}
