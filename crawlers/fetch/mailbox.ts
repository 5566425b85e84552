// Reads new messages of a mailbox over IMAP, for addresses such as imaps://host/INBOX?validity=7&after=41. Opens it with
// EXAMINE and takes BODY.PEEK, so that nothing is ever marked as read, moved or deleted. Every new connection goes through
// the guard's lookup; a password or token leaves this machine only under TLS, but for hosts that fetch.allowHosts names.

import type { FetchMessageObject, ImapFlow, MailboxObject } from 'imapflow';
import { AppError } from '../../core/errors.ts';
import type { Clock } from '../../core/ports.ts';
import { tooBig } from './body.ts';
import type { Guard } from './guard.ts';
import { judgeMailError } from './mailbox-failure.ts';
import type { MailOauth, MailTokens } from './mailbox-token.ts';
import { type Attempt, noReply } from './visit.ts';

/** Messages of one answer. */
const PAGE = 25;
/** Of a message that is longer the beginning is enough: the text stands before the attachments. */
const MAX_MESSAGE_BYTES = 262_144;
const MIN_MESSAGE_BYTES = 8192;
const MAX_LINE_BYTES = 4_000_000;
const MAX_TOKENS = 200_000;
const CONNECT_TIMEOUT_MS = 10_000;

export interface MailboxOptions {
  guard: Guard;
  clock: Clock;
  version: string;
  /** Whole session. */
  timeoutMs: number;
  /** Of one answer, as for a page of the web. */
  maxBytes: number;
  tokens: MailTokens;
  /** For tests: a certificate authority besides those of the system. */
  ca?: string;
}

/** One message as it is answered; `source` holds the first bytes of the message in base64. */
export interface MailboxMessage {
  uid: number;
  /** INTERNALDATE, epoch ms. */
  receivedAt: number | null;
  size: number | null;
  source: string;
}

/** The body of the reply, as JSON. */
export interface MailboxPage {
  uidValidity: string;
  /** Everything up to this one has been looked at. */
  lastUid: number;
  hasMore: boolean;
  /** By UID, ascending. */
  messages: MailboxMessage[];
}

export interface Mailbox {
  /**
   * `url` has passed the guard; its path is the mailbox. Its search: `after` and `validity` (UID and UIDVALIDITY of what
   * was seen last), `since` (YYYY-MM-DD, used when there is no `after` or the UIDs are no longer the same), `from` (part
   * of the sender). `headers.authorization` is Basic. Outcomes are values; throws nothing but for an aborted signal.
   */
  read(url: URL, headers: Record<string, string>, signal: AbortSignal): Promise<Attempt>;
}

interface Order {
  mailbox: string;
  validity: string | null;
  after: number;
  since: Date | null;
  from: string | null;
}

export function createMailbox(options: MailboxOptions): Mailbox {
  return {
    read: async (url, headers, signal) => {
      const limits = AbortSignal.any([signal, AbortSignal.timeout(options.timeoutMs)]);
      let isOauth = false;
      try {
        const login = loginOf(headers);
        if ('pass' in login) return await session(url, login, limits, options);
        isOauth = true;
        return await byToken(url, login, limits, options);
      } catch (error) {
        signal.throwIfAborted();
        return noReply(judgeMailError(limits.aborted ? limits.reason : error, url.host, isOauth));
      }
    },
  };
}

/** A token that was kept may have been withdrawn meanwhile: then one more try with a new one. */
async function byToken(url: URL, login: OauthLogin, limits: AbortSignal, options: MailboxOptions): Promise<Attempt> {
  const { user, oauth } = login;
  const first = await options.tokens.get(oauth, { isRenewed: false, signal: limits });
  if ('verdict' in first) return noReply(first.verdict);
  try {
    return await session(url, { user, accessToken: first.token }, limits, options);
  } catch (error) {
    if (!first.isKept || (error as { authenticationFailed?: boolean }).authenticationFailed !== true) throw error;
  }
  const second = await options.tokens.get(oauth, { isRenewed: true, signal: limits });
  if ('verdict' in second) return noReply(second.verdict);
  return session(url, { user, accessToken: second.token }, limits, options);
}

type SessionAuth = { user: string; pass: string } | { user: string; accessToken: string };

/** One session from sign-in to log-out. Throws what imapflow throws, or the reason of `limits`. */
async function session(url: URL, auth: SessionAuth, limits: AbortSignal, options: MailboxOptions): Promise<Attempt> {
  let client: ImapFlow | null = null;
  // When a limit of the parser is passed only the event says so; the command just lost its connection.
  let heard: Error | null = null;
  const close = () => client?.close();
  limits.addEventListener('abort', close, { once: true });
  try {
    client = await openClient(url, auth, options);
    client.on('error', (error: Error) => {
      heard ??= error;
    });
    limits.throwIfAborted();
    await client.connect();
    const page = await readPage(client, orderOf(url), options, limits);
    const sizeBytes = client.stats().received;
    await client.logout().catch(close);
    return page === null ? notModified(sizeBytes) : found(url, page, sizeBytes, options.clock.now());
  } catch (error) {
    throw heard ?? error;
  } finally {
    limits.removeEventListener('abort', close);
    close();
  }
}

async function openClient(url: URL, auth: SessionAuth, options: MailboxOptions): Promise<ImapFlow> {
  const { guard, version, timeoutMs } = options;
  const { ImapFlow: Client } = await import('imapflow');
  const isSecure = url.protocol === 'imaps:';
  const isPrivate = guard.isAllowedPrivate(url);
  const bytes = messageBytes(options.maxBytes);
  const client = new Client({
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: Number(url.port === '' ? (isSecure ? 993 : 143) : url.port),
    secure: isSecure,
    ...(isSecure || isPrivate ? {} : { doSTARTTLS: true }),
    tls: { ...(isPrivate ? {} : { lookup: guard.lookup }), ...(options.ca ? { ca: options.ca } : {}) },
    auth,
    clientInfo: { name: 'itibar', version },
    logger: false,
    // A compressed session would be one more thing that can grow without end.
    disableCompression: true,
    disableAutoIdle: true,
    connectionTimeout: Math.min(timeoutMs, CONNECT_TIMEOUT_MS),
    greetingTimeout: Math.min(timeoutMs, CONNECT_TIMEOUT_MS),
    // Searching a large mailbox is silent, and some servers think long about a wrong password.
    socketTimeout: timeoutMs,
    maxLineLength: MAX_LINE_BYTES,
    maxLiteralSize: bytes + MIN_MESSAGE_BYTES,
    maxResponseSize: MAX_LINE_BYTES + 2 * bytes,
    maxResponseTokens: MAX_TOKENS,
  });
  return client;
}

interface OauthLogin {
  user: string;
  oauth: MailOauth;
}

/** user:password, or user:oauth2:clientId:clientSecret:refreshToken:scope:tokenUrl, the last two percent-encoded. */
function loginOf(headers: Record<string, string>): { user: string; pass: string } | OauthLogin {
  const encoded = /^Basic\s+(\S+)$/i.exec(headers['authorization'] ?? '')?.[1] ?? '';
  const [, user, pass] = /^([^:]+):(.+)$/s.exec(Buffer.from(encoded, 'base64').toString('utf8')) ?? [];
  if (user === undefined || pass === undefined)
    throw new AppError('fetch.refused', 'The mailbox needs a user name and a password: user:password.');
  const [kind, clientId = '', clientSecret = '', refreshToken = '', scope = '', tokenUrl = '', ...rest] =
    pass.split(':');
  if (kind !== 'oauth2' || tokenUrl === '' || rest.length > 0) return { user, pass };
  const plain = { scope: decodeURIComponent(scope), tokenUrl: decodeURIComponent(tokenUrl) };
  return { user, oauth: { clientId, clientSecret, refreshToken, ...plain } };
}

function orderOf(url: URL): Order {
  const since = Date.parse(url.searchParams.get('since') ?? '');
  return {
    mailbox: decodeURIComponent(url.pathname.replace(/^\/+/, '')) || 'INBOX',
    validity: url.searchParams.get('validity'),
    after: Number(url.searchParams.get('after') ?? 0) || 0,
    since: Number.isNaN(since) ? null : new Date(since),
    from: url.searchParams.get('from'),
  };
}

/** Null when there is nothing newer than what was seen last. */
async function readPage(
  client: ImapFlow,
  order: Order,
  options: MailboxOptions,
  limits: AbortSignal,
): Promise<MailboxPage | null> {
  const opened = await client.mailboxOpen(order.mailbox, { readOnly: true });
  const uidValidity = String(opened.uidValidity);
  // RFC 3501, 2.3.1.1: with another UIDVALIDITY the old UIDs mean nothing.
  const after = uidValidity === order.validity ? order.after : 0;
  const newest = newestUid(opened);
  if (after > 0 && newest !== null && newest <= after) return null;
  const uids = await search(client, order, after);
  const wanted = uids.slice(0, PAGE);
  const { messages, isCut } = await take(client, wanted, options, limits);
  const hasMore = isCut || uids.length > wanted.length;
  const lastTaken = (isCut ? messages.at(-1)?.uid : wanted.at(-1)) ?? after;
  return { uidValidity, lastUid: hasMore ? lastTaken : Math.max(lastTaken, newest ?? 0), hasMore, messages };
}

function newestUid({ uidNext }: MailboxObject): number | null {
  return Number.isSafeInteger(uidNext) && uidNext > 0 ? uidNext - 1 : null;
}

async function search(client: ImapFlow, order: Order, after: number): Promise<number[]> {
  const { since, from } = order;
  const found = await client.search(
    {
      ...(after > 0 ? { uid: `${after + 1}:*` } : since ? { since } : { all: true }),
      ...(from ? { from } : {}),
    },
    { uid: true },
  );
  if (!Array.isArray(found)) throw new AppError('fetch.broken', 'The mailbox could not be searched.');
  // "42:*" names the last message even when its UID is below 42.
  return found.filter((uid) => Number.isSafeInteger(uid) && uid > after).sort((a, b) => a - b);
}

/** What came before a session broke off is kept, and the rest is asked for in the next one. */
async function take(
  client: ImapFlow,
  uids: readonly number[],
  options: MailboxOptions,
  limits: AbortSignal,
): Promise<{ messages: MailboxMessage[]; isCut: boolean }> {
  if (uids.length === 0) return { messages: [], isCut: false };
  const received = new Map<number, MailboxMessage>();
  const maxLength = messageBytes(options.maxBytes);
  const wish = { uid: true, internalDate: true, size: true, source: { start: 0, maxLength } };
  try {
    for await (const message of client.fetch(uids.join(','), wish, { uid: true })) {
      limits.throwIfAborted();
      if (client.stats().received > 4 * options.maxBytes) throw tooBig(options.maxBytes);
      if (uids.includes(message.uid) && message.source) received.set(message.uid, described(message, maxLength));
    }
  } catch (error) {
    const gap = uids.findIndex((uid) => !received.has(uid));
    const messages = uids.slice(0, Math.max(0, gap)).flatMap((uid) => received.get(uid) ?? []);
    if (messages.length === 0) throw error;
    return { messages, isCut: true };
  }
  // A message that was deleted meanwhile has no answer.
  return { messages: uids.flatMap((uid) => received.get(uid) ?? []), isCut: false };
}

function described({ uid, internalDate, size, source }: FetchMessageObject, maxLength: number): MailboxMessage {
  const at = internalDate instanceof Date ? internalDate.getTime() : Date.parse(internalDate ?? '');
  return {
    uid,
    receivedAt: Number.isFinite(at) ? at : null,
    size: size ?? null,
    source: (source ?? Buffer.alloc(0)).subarray(0, maxLength).toString('base64'),
  };
}

/** So that a full page in base64 stays below maxBytes. */
function messageBytes(maxBytes: number): number {
  return Math.max(MIN_MESSAGE_BYTES, Math.min(MAX_MESSAGE_BYTES, Math.floor((maxBytes * 0.7) / PAGE)));
}

function notModified(sizeBytes: number): Attempt {
  return {
    verdict: { outcome: 'not-modified', error: null, retryAfterMs: null, isTransient: false },
    reply: null,
    sizeBytes,
  };
}

function found(url: URL, page: MailboxPage, sizeBytes: number, now: number): Attempt {
  const headers = { 'content-type': 'application/json; charset=utf-8' };
  const reply = { url: url.href, status: 200, headers, body: JSON.stringify(page), receivedAt: now };
  return { verdict: { outcome: 'ok', error: null, retryAfterMs: null, isTransient: false }, reply, sizeBytes };
}
