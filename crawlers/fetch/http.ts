// One HTTP exchange through undici: honest user agent, time limits in total and between bytes, header and body caps.
// Follows no redirect and judges nothing: fetcher.ts does. Every new connection goes through the guard's lookup.

import { Agent, request } from 'undici';
import type { RequestPlan } from '../../core/ports.ts';
import { readBody, tooBig } from './body.ts';
import type { Guard } from './guard.ts';

export interface HttpReply {
  status: number;
  /** Lower-case names; repeated ones joined by ', '. */
  headers: Record<string, string>;
  bytes: Buffer;
  isCut: boolean;
}

export interface HttpClient {
  /**
   * Throws what undici, TLS, DNS or the guard throws, AppError 'fetch.too-big' or 'fetch.broken', or the signal's
   * reason. failure.ts turns all of these into outcomes.
   */
  send(
    url: URL,
    plan: Pick<RequestPlan, 'method' | 'headers' | 'body'>,
    options?: { signal?: AbortSignal | undefined; maxBytes?: number; isCutWanted?: boolean },
  ): Promise<HttpReply>;
  close(): Promise<void>;
}

export interface HttpOptions {
  guard: Guard;
  userAgent: string;
  /** Whole exchange. */
  timeoutMs: number;
  /** Longest silence between two bytes. */
  idleTimeoutMs: number;
  maxBytes: number;
}

const MAX_HEADER_BYTES = 32_768;
const CONNECT_TIMEOUT_MS = 10_000;

export function createHttp(options: HttpOptions): HttpClient {
  const { guard, timeoutMs, idleTimeoutMs } = options;
  const shared = {
    maxHeaderSize: MAX_HEADER_BYTES,
    headersTimeout: timeoutMs,
    bodyTimeout: idleTimeoutMs,
    keepAliveTimeout: 4_000,
    keepAliveMaxTimeout: 10_000,
    connections: 4,
    pipelining: 1,
  };
  const connectTimeoutMs = Math.min(timeoutMs, CONNECT_TIMEOUT_MS);
  const publicAgent = new Agent({ ...shared, connect: { lookup: guard.lookup, timeout: connectTimeoutMs } });
  // Only for the host:port pairs that the configuration names; never for anything a page or a redirect brought up.
  const privateAgent = new Agent({ ...shared, connect: { timeout: connectTimeoutMs } });
  return {
    send: async (url, plan, { signal, maxBytes = options.maxBytes, isCutWanted = false } = {}) => {
      const limits = [AbortSignal.timeout(timeoutMs), ...(signal ? [signal] : [])];
      const answer = await request(url, {
        method: plan.method ?? 'GET',
        headers: { ...defaultHeaders(options.userAgent), ...lowerCased(plan.headers) },
        ...(plan.body === undefined ? {} : { body: plan.body }),
        dispatcher: guard.isAllowedPrivate(url) ? privateAgent : publicAgent,
        signal: AbortSignal.any(limits),
      });
      const headers = flat(answer.headers);
      const encoding = headers['content-encoding'] ?? '';
      const isPlain = encoding === '' || encoding === 'identity';
      if (isPlain && !isCutWanted && Number(headers['content-length']) > maxBytes) {
        answer.body.on('error', () => undefined).destroy();
        throw tooBig(maxBytes);
      }
      const { bytes, isCut } = await readBody(answer.body, encoding, { maxBytes, isCutWanted });
      return { status: answer.statusCode, headers, bytes, isCut };
    },
    close: async () => {
      await Promise.all([publicAgent.destroy(), privateAgent.destroy()]);
    },
  };
}

/** `itibar/1.2.0 (+https://example.com/bot)`; without a contact the bare name. */
export function userAgentOf(version: string, contact: string): string {
  const reach = contact.replace(/[^\x20-\x7e]|[()]/g, '').trim();
  return reach === '' ? `itibar/${version}` : `itibar/${version} (+${reach})`;
}

function defaultHeaders(userAgent: string): Record<string, string> {
  return {
    'user-agent': userAgent,
    accept: '*/*',
    'accept-language': 'tr,en;q=0.7',
    'accept-encoding': 'gzip, deflate, br',
  };
}

/** A source may choose its headers, but not who we say we are, nor a compression we cannot read. */
function lowerCased(headers: Record<string, string> = {}): Record<string, string> {
  const kept: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    const key = name.toLowerCase();
    if (!['user-agent', 'accept-encoding', 'host', 'connection', 'content-length', 'transfer-encoding'].includes(key))
      kept[key] = value;
  }
  return kept;
}

function flat(headers: Record<string, string | string[] | undefined>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name.toLowerCase(), [value].flat().join(', ')]),
  );
}
