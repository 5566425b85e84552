// Which addresses may become links or be gone to. Crawled text and query strings are hostile: everything else stays text.

/** Only web addresses become links; anything else that was crawled stays text. */
export function safeLink(address: string | null): string | null {
  if (!address) return null;
  try {
    const url = new URL(address);
    return url.protocol === 'https:' || url.protocol === 'http:' ? url.href : null;
  } catch {
    // Not an address at all.
    return null;
  }
}

/** Where the person wanted to go before signing in; only addresses within the dashboard, never another origin. */
export function nextAddress(search: string): string {
  const next = new URLSearchParams(search).get('next') ?? '/';
  return /^\/(?![/\\])/.test(next) && !/^\/(login|setup)/.test(next) ? next : '/';
}
