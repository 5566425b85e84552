// Keeps itibar from being used as a way into private networks (SSRF): which addresses may be asked at all, and a name
// lookup that hands the socket only addresses it has checked itself, so that a second DNS answer cannot slip in between.
// Must never open a socket. Every redirect goes through checkUrl() again, every new connection through lookup().

import { lookup as systemLookup } from 'node:dns';
import type { LookupFunction } from 'node:net';
import { AppError } from '../../core/errors.ts';
import { isIpAddress, isPublicAddress } from './address.ts';

export interface ResolvedAddress {
  address: string;
  family: number;
}

/** Answers like dns.lookup with all: true. */
export type Resolve = (hostname: string) => Promise<ResolvedAddress[]>;

export interface Guard {
  /** The address to ask, without its fragment. Throws AppError 'fetch.refused' with a sentence. */
  checkUrl(url: string): URL;
  /** The same for imap: and imaps: addresses. Only a source's plan may lead to one, never a redirect. */
  checkMailUrl(url: string): URL;
  /** True when the configuration names this host and port as an exception. */
  isAllowedPrivate(url: URL): boolean;
  /** For net.connect: resolves a name and fails with 'fetch.refused' unless all of its addresses are public. */
  lookup: LookupFunction;
  /** Same check for programs that resolve names themselves (the browser). Throws 'fetch.refused'. */
  checkHost(url: URL): Promise<void>;
}

const MAX_URL = 8192;
const DEFAULT_PORTS: Record<string, string> = { 'http:': '80', 'https:': '443', 'imap:': '143', 'imaps:': '993' };
const WEB = { protocols: ['http:', 'https:'], ports: [80, 443] };
const MAIL = { protocols: ['imap:', 'imaps:'], ports: [143, 993] };

/** `allowHosts` holds 'host:port' pairs on private networks that may be asked all the same. */
export function createGuard(options: { allowHosts: readonly string[]; resolve?: Resolve }): Guard {
  const allowed = new Set(options.allowHosts.map((pair) => pair.trim().toLowerCase()));
  const resolve = options.resolve ?? resolveBySystem;
  const isAllowedPrivate = (url: URL) => allowed.has(`${url.hostname.replace(/\.$/, '')}:${portOf(url)}`);
  const publicAddresses = async (hostname: string): Promise<ResolvedAddress[]> => {
    const addresses = await resolve(hostname);
    if (addresses.length === 0) throw Object.assign(new Error('no address'), { code: 'ENOTFOUND' });
    if (!addresses.every(({ address }) => isPublicAddress(address))) throw privateHost(hostname);
    return addresses;
  };
  return {
    isAllowedPrivate,
    checkUrl: (text) => {
      const url = parse(text, WEB);
      if (!isAllowedPrivate(url)) checkPublic(url, WEB);
      return url;
    },
    checkMailUrl: (text) => {
      const url = withPlainHost(parse(text, MAIL));
      if (!isAllowedPrivate(url)) checkPublic(url, MAIL);
      return url;
    },
    checkHost: async (url) => {
      if (!isAllowedPrivate(url) && !isIpAddress(url.hostname)) await publicAddresses(url.hostname);
    },
    lookup: (hostname, lookupOptions, callback) => {
      publicAddresses(hostname).then(
        (addresses) => {
          if (lookupOptions.all) return callback(null, addresses);
          const wanted = addresses.find(({ family }) => family === lookupOptions.family) ?? addresses[0];
          callback(null, wanted?.address ?? '', wanted?.family);
        },
        (error: NodeJS.ErrnoException) => callback(error, ''),
      );
    },
  };
}

function portOf(url: URL): string {
  return url.port === '' ? (DEFAULT_PORTS[url.protocol] ?? '80') : url.port;
}

function parse(text: string, { protocols }: typeof WEB): URL {
  if (text.length > MAX_URL || !URL.canParse(text)) throw refused('The address cannot be read. Correct it.');
  const url = new URL(text);
  if (!protocols.includes(url.protocol))
    throw refused(
      `Only ${protocols.join(' and ').replaceAll(':', '')} addresses are read, not "${url.protocol.slice(0, 20)}". Correct the address.`,
    );
  if (url.username !== '' || url.password !== '')
    throw refused('The address holds a user name or password. Remove it: itibar reads public pages only.');
  url.hash = '';
  return url;
}

/** WHATWG URL turns 2130706433 into 127.0.0.1 and names into lower case for addresses of the web only. */
function withPlainHost(url: URL): URL {
  const twin = `https://${url.hostname}/`;
  if (url.hostname === '' || !URL.canParse(twin)) throw refused('The address cannot be read. Correct it.');
  url.hostname = new URL(twin).hostname;
  return url;
}

function checkPublic(url: URL, { ports }: typeof WEB): void {
  const host = url.hostname.replace(/\.$/, '');
  if (host === '' || host === 'localhost' || host.endsWith('.localhost')) throw privateHost(host);
  // WHATWG URL has already turned 2130706433, 0x7f.1 and 017700000001 into 127.0.0.1.
  if (isIpAddress(host) && !isPublicAddress(host)) throw privateHost(host);
  const port = Number(portOf(url));
  if (port < 1024 && !ports.includes(port))
    throw refused(
      `Port ${port} belongs to another service than ${ports === MAIL.ports ? 'a mailbox' : 'the web'}, so ${host} is not asked. Correct the address.`,
    );
}

function privateHost(host: string): AppError {
  return refused(
    `${host} leads into a private network, so it is not asked. If that is wanted, name its host:port in fetch.allowHosts.`,
  );
}

function refused(message: string): AppError {
  return new AppError('fetch.refused', message);
}

function resolveBySystem(hostname: string): Promise<ResolvedAddress[]> {
  return new Promise((resolve, reject) => {
    systemLookup(hostname, { all: true, verbatim: true }, (error, addresses) =>
      error ? reject(error) : resolve(addresses),
    );
  });
}
