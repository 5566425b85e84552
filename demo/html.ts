// The look of the demo's pages and the one way in which text gets into markup: escaped, always.

import type { Answer } from './site.ts';

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** Text for HTML or XML, in content and in quoted attributes; control characters that XML forbids are dropped. */
export function escapeMarkup(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the ones that must go
  return text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/g, '').replace(/[&<>"']/g, (c) => ENTITIES[c] ?? c);
}

const STYLE = `body{font:16px/1.55 system-ui,sans-serif;max-width:46rem;margin:2rem auto;padding:0 1rem;color:#1d2733;background:#fbfaf7}
h1{font-size:1.5rem}a{color:#0a5a8a}article,li{margin:.8rem 0}.meta{color:#5b6672;font-size:.875rem}
pre{white-space:pre-wrap;overflow-wrap:anywhere;background:#f0eee8;padding:1rem}iframe{width:100%;height:36rem;border:1px solid #cfcac0;background:#fff}
@media (prefers-color-scheme:dark){body{background:#14181d;color:#e6e3dc}a{color:#7fc4f0}.meta{color:#9aa5b1}pre{background:#1f252c}}`;

/** A whole page. `title` is plain text; `body` is markup whose texts went through escapeMarkup. */
export function page(title: string, body: string, headers: Record<string, string> = {}): Answer {
  const head = `<meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escapeMarkup(title)}</title><style>${STYLE}</style>`;
  return {
    type: 'text/html; charset=utf-8',
    headers,
    body: `<!doctype html><html lang="tr"><head>${head}</head><body><h1>${escapeMarkup(title)}</h1>${body}</body></html>`,
  };
}

/** '24.11.2026 09:05' in Istanbul time, for people. */
export function dateForPeople(at: number): string {
  return new Intl.DateTimeFormat('tr-TR', {
    dateStyle: 'short',
    timeStyle: 'short',
    timeZone: 'Europe/Istanbul',
  }).format(at);
}

/** 'Çok güzel!' -> 'cok-guzel' for addresses; `ascii` text in, never empty. */
export function slugOf(ascii: string): string {
  return (
    ascii
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-+|-+$/g, '')
      .slice(0, 70) || 'konu'
  );
}
