// Addresses as identity: the same page, however it was shared, has one canonical URL.
// The canonical form is for comparing; show people the address that the source gave. Nothing here throws.

import { getDomain } from 'tldts';

const MAX_LENGTH = 8192;
/** Wrappers inside wrappers, AMP inside a redirect …: more turns than this are not real. */
const MAX_TURNS = 8;

/** Parameters that say how somebody came, never what the page is. */
const TRACKING =
  /^(?:utm_.*|mc_[ce]id|mkt_tok|fbclid|gclid|gclsrc|dclid|gbraid|wbraid|yclid|ysclid|msclkid|twclid|ttclid|li_fat_id|igshid|igsh|fb_action_ids|fb_action_types|fb_source|ref_src|ref_url|referrer|_ga|_gl|_hsenc|_hsmi|__twitter_impression|__tn__|__cft__.*|__xts__.*|mibextid|rdid|share_id|share_source|cmpid|ocid|spm|trk|trackingid|lipi|vero_id|oly_enc_id|oly_anon_id|wt_mc|at_medium|at_campaign|at_custom.*|amp|phpsessid|jsessionid|guccounter|guce_referrer.*|soc_src|soc_trk|sh|fromref|srsltid|gad_(?:source|campaignid)|_openstat|s_kwcid|ef_id|hsctatracking|_branch_(?:match_id|referrer)|(?:pk|mtm|piwik|matomo)_.*|rb_clickid|epik|sc_cid|dicbo|ncid|xtor|_x_tr_.*)$/i;

/** Parameters that are tracking on these hosts only. */
const TRACKING_BY_HOST: [RegExp, RegExp][] = [
  [/(^|\.)x\.com$/, /^(?:s|t|cn|ref_.*)$/],
  [/(^|\.)youtube\.com$/, /^(?:si|feature|pp|ab_channel|t|app|themerefresh)$/],
  [/(^|\.)instagram\.com$/, /^(?:hl|img_index)$/],
  [/(^|\.)tiktok\.com$/, /^(?:_r|_t|is_from_webapp|sender_device|is_copy_url|lang|q)$/],
  [/(^|\.)facebook\.com$/, /^(?:fref|hc_.*|refid|refsrc|_rdr|locale|sfnsn|paipv|eav)$/],
  [/(^|\.)reddit\.com$/, /^(?:share_.*|rdt|context|sort)$/],
  [/(^|\.)spotify\.com$/, /^si$/],
  [/(^|\.)blogspot\.[a-z.]+$/, /^m$/],
];
/** `ref` names a branch there, and not a referrer. */
const KEEPS_REF = /(^|\.)(?:github|gitlab|bitbucket)\.(?:com|org)$/;

/** Pages whose whole purpose is to lead to the address in a parameter: host, path, parameters. */
const WRAPPERS: [RegExp, RegExp, string[]][] = [
  [/(^|\.)google\.[a-z.]+$/, /^\/url$/, ['url', 'q']],
  [/^lm?\.facebook\.com$/, /^\/l\.php$/, ['u']],
  [/(^|\.)facebook\.com$/, /^\/(?:sharer\/sharer|sharer|l)\.php$/, ['u']],
  [/^l\.instagram\.com$/, /^\/$/, ['u']],
  [/(^|\.)bing\.com$/, /^\/news\/apiclick\.aspx$/i, ['url']],
  [/(^|\.)youtube\.com$/, /^\/redirect$/, ['q']],
  [/^out\.reddit\.com$/, /./, ['url']],
  [/(^|\.)duckduckgo\.com$/, /^\/l\/?$/, ['uddg']],
  [/^away\.vk\.com$/, /^\/away\.php$/, ['to']],
  [/^slack-redir\.net$/, /^\/link$/, ['url']],
  [/\.safelinks\.protection\.outlook\.com$/, /./, ['url']],
  [/^translate\.google\.[a-z.]+$/, /^\/translate$/, ['u']],
  [/(^|\.)linkedin\.com$/, /^\/(?:redir\/redirect|safety\/go)\/?$/, ['url']],
];

/** One post of a page that holds many is another item, so its anchor stays; and so do addresses of one-page sites. */
const MEANINGFUL_FRAGMENT =
  /^#(?:!.+|\/.+|(?:p|pid|post|posts|msg|message|entry|comment|yorum|reply|cevap|mesaj)[-_]?\d+|\d{4,})$/i;

/** The http(s) address as URL, or null. Surrounding space is forgiven; '//host/path' counts as https. */
function parse(url: string): URL | null {
  const text = url.trim();
  if (text === '' || text.length > MAX_LENGTH) return null;
  const absolute = text.startsWith('//') ? `https:${text}` : text;
  if (!/^https?:/i.test(absolute) || !URL.canParse(absolute)) return null;
  const parsed = new URL(absolute);
  return parsed.hostname === '' ? null : parsed;
}

/**
 * The one form of an address: https, no www. or mobile host, no AMP, no tracking, sorted parameters, redirect pages
 * unwrapped. Null when it is not an http(s) address. canonicalUrl(canonicalUrl(x)) is canonicalUrl(x).
 */
export function canonicalUrl(url: string): string | null {
  let current = parse(url)?.href ?? null;
  for (let turn = 0; turn < MAX_TURNS && current !== null; turn++) {
    const next: string | null = step(current);
    if (next === current) return current;
    current = next;
  }
  return current;
}

function step(href: string): string | null {
  const url = parse(href);
  if (url === null) return null;
  const wrapped = unwrap(url);
  if (wrapped !== null) return wrapped;
  const port = url.port === '' || url.port === '80' || url.port === '443' ? '' : `:${url.port}`;
  const host = canonicalHost(url.hostname);
  const { path, id } = canonicalPath(url, host);
  const query = canonicalQuery(url.searchParams, host, id);
  const fragment = MEANINGFUL_FRAGMENT.test(url.hash) ? url.hash : '';
  const next = `https://${host === 'youtu.be' ? 'youtube.com' : host}${port}${path}${query}${fragment}`;
  return parse(next)?.href.replace(/^(https:\/\/[^/?#]+)\/$/, '$1/') ?? null;
}

function unwrap(url: URL): string | null {
  const host = url.hostname;
  for (const [hosts, paths, names] of WRAPPERS) {
    if (!hosts.test(host) || !paths.test(url.pathname)) continue;
    for (const name of names) {
      const inner = parse(url.searchParams.get(name) ?? '');
      if (inner) return inner.href;
    }
  }
  const hidden = hiddenIn(url);
  if (hidden !== null) return hidden;
  const cached = /(^|\.)google\.[a-z.]+$/.test(host)
    ? /^\/amp\/(s\/)?(.+)$/.exec(url.pathname)
    : host.endsWith('.cdn.ampproject.org') || host === 'cdn.ampproject.org'
      ? /^\/[a-z]\/(s\/)?(.+)$/.exec(url.pathname)
      : null;
  return cached ? (parse(`https://${cached[2]}${url.search}${url.hash}`)?.href ?? null) : null;
}

/** Redirects of result pages that write the address in their own way: Bing in base64 behind "a1", Yahoo into the path. */
function hiddenIn({ hostname, pathname, searchParams }: URL): string | null {
  if (/(^|\.)bing\.com$/.test(hostname) && pathname === '/ck/a') {
    const packed = /^a1([\w-]+)$/.exec(searchParams.get('u') ?? '')?.[1];
    return packed === undefined ? null : (parse(Buffer.from(packed, 'base64url').toString())?.href ?? null);
  }
  const escaped = hostname === 'r.search.yahoo.com' ? /\/RU=(https?%3a[^/]+)/i.exec(pathname)?.[1] : undefined;
  return escaped === undefined ? null : (parse(decoded(escaped))?.href ?? null);
}

function decoded(escaped: string): string {
  try {
    return decodeURIComponent(escaped);
  } catch {
    return ''; // half an escape: not an address
  }
}

const HOST_ALIASES: Record<string, string> = {
  'twitter.com': 'x.com',
  'nitter.net': 'x.com',
  'old.reddit.com': 'reddit.com',
  'new.reddit.com': 'reddit.com',
  'np.reddit.com': 'reddit.com',
  'music.youtube.com': 'youtube.com',
  'youtube-nocookie.com': 'youtube.com',
};

function canonicalHost(hostname: string): string {
  let host = hostname.replace(/\.$/, '').replace(/^(?:[a-z]{2}-[a-z]{2}|web)\.facebook\.com$/, 'facebook.com');
  for (let label = /^(?:www\d?|m|mobile|mobil|amp|touch)\./.exec(host); label; ) {
    const rest = host.slice(label[0].length);
    if (getDomain(rest) === null) break;
    host = rest;
    label = /^(?:www\d?|m|mobile|mobil|amp|touch)\./.exec(host);
  }
  return HOST_ALIASES[host] ?? host.replace(/^([a-z]{2,3})\.m\.wikipedia\.org$/, '$1.wikipedia.org');
}

/** Sites where names in the path may change, and only the number says which item it is: host, path, canonical path. */
const PLACES: [string, RegExp, string][] = [
  ['x.com', /^\/(?:i\/web|\w+)\/status(?:es)?\/(\d+)(?:\/(?:photo|video)\/\d)?$/, '/i/status/$1'],
  ['reddit.com', /^\/(?:(?:r|user)\/[\w-]+\/)?comments\/([a-z\d]+)(?:\/[^/]+)?$/i, '/comments/$1'],
  ['reddit.com', /^\/(?:(?:r|user)\/[\w-]+\/)?comments\/([a-z\d]+)\/[^/]+\/([a-z\d]+)$/i, '/comments/$1/comment/$2'],
  ['instagram.com', /^\/(?:[\w.]+\/)?(?:p|reels?|tv)\/([\w-]+)$/, '/p/$1'],
];

function canonicalPath(url: URL, host: string): { path: string; id: string | null } {
  let path = url.pathname.replace(/%[0-9a-f]{2}/gi, (escaped) => escaped.toUpperCase());
  path = path.replace(/;jsessionid=[^/?#]*/i, '');
  path = path
    .replace(/^\/amp(?=\/.)/, '')
    .replace(/\/amp\/?$/, '/')
    .replace(/[./]amp(\.html?)$/, '$1');
  path = path.replace(/\/index\.(?:html?|php)$/i, '').replace(/\/+$/, '');
  if (host === 'youtu.be' && /^\/[\w-]+$/.test(path)) return { path: '/watch', id: path.slice(1) };
  const video = host === 'youtube.com' ? /^\/(?:shorts|live|embed|v)\/([\w-]{6,})$/.exec(path)?.[1] : undefined;
  if (video !== undefined) return { path: '/watch', id: video };
  const place = PLACES.find(([hosts, shape]) => hosts === host && shape.test(path));
  if (place) return { path: path.replace(place[1], place[2]), id: null };
  return { path: path === '' ? '/' : path, id: null };
}

function canonicalQuery(params: URLSearchParams, host: string, videoId: string | null): string {
  const kept = new URLSearchParams();
  if (videoId !== null) kept.append('v', videoId);
  const drop = TRACKING_BY_HOST.filter(([hosts]) => hosts.test(host === 'youtu.be' ? 'youtube.com' : host));
  for (const [name, value] of params) {
    if (TRACKING.test(name) || drop.some(([, names]) => names.test(name))) continue;
    if (name === 'ref' && !KEEPS_REF.test(host)) continue;
    if (/^outputtype$/i.test(name) && /^amp$/i.test(value)) continue;
    if (/^(?:sid|s)$/.test(name) && /^[0-9a-f]{32}$/i.test(value)) continue; // phpBB and vBulletin sessions
    kept.append(name, value);
  }
  const pairs = [...kept].sort(([a, x], [b, y]) => (a < b ? -1 : a > b ? 1 : x < y ? -1 : x > y ? 1 : 0));
  return pairs.length === 0 ? '' : `?${new URLSearchParams(pairs).toString()}`;
}

/** Host of an address, lower case, without 'www.': 'https://www.Markam.com/x' -> 'markam.com'. Null when it has none. */
export function hostOf(url: string): string | null {
  const host = parse(url)
    ?.hostname.replace(/\.$/, '')
    .replace(/^www\./, '');
  return host === undefined || host === '' ? null : host;
}

/**
 * What somebody registered: 'iade.markam.com.tr' -> 'markam.com.tr', 'ali.blogspot.com' -> 'ali.blogspot.com'.
 * Takes an address or a bare host name. Null for IP addresses and names without a public suffix.
 */
export function registrableDomain(urlOrHost: string): string | null {
  if (urlOrHost.length > MAX_LENGTH) return null;
  try {
    return getDomain(urlOrHost.trim(), { allowPrivateDomains: true });
  } catch {
    return null; // tldts promises not to throw; a hostile name must not prove it wrong at run time
  }
}
