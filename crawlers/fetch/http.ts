// One HTTP exchange through undici: honest user agent, time limits in total and between bytes, header and body caps.
// Follows no redirect and judges nothing: fetcher.ts does. Every new connection goes through the guard's lookup.

import { Agent, request } from 'undici';
import type { Exchange, RequestPlan } from '../../core/ports.ts';
import { readBody, tooBig } from './body.ts';
import type { Guard } from './guard.ts';

export interface HttpReply {
  status: number;
  /** Lower-case names; repeated ones joined by ', '. */
  headers: Record<string, string>;
  bytes: Buffer;
  isCut: boolean;
}

/** Told of every exchange that ended with an answer, in the bytes of the wire. */
export type OnExchange = (exchange: Omit<Exchange, 'at'>) => void;

export interface HttpClient {
  /**
   * Throws what undici, TLS, DNS or the guard throws, AppError 'fetch.too-big' or 'fetch.broken', or the signal's
   * reason. failure.ts turns all of these into outcomes.
   */
  send(
    url: URL,
    plan: Pick<RequestPlan, 'method' | 'headers' | 'body'>,
    options?: { signal?: AbortSignal | undefined; maxBytes?: number; isCutWanted?: boolean; onExchange?: OnExchange },
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
    send: async (url, plan, { signal, maxBytes = options.maxBytes, isCutWanted = false, onExchange } = {}) => {
      const limits = [AbortSignal.timeout(timeoutMs), ...(signal ? [signal] : [])];
      const sent = { ...defaultHeaders(options.userAgent), ...lowerCased(plan.headers) };
      const answer = await request(url, {
        method: plan.method ?? 'GET',
        headers: sent,
        ...(plan.body === undefined ? {} : { body: plan.body }),
        dispatcher: guard.isAllowedPrivate(url) ? privateAgent : publicAgent,
        signal: AbortSignal.any(limits),
        responseHeaders: 'raw',
      });
      // 'raw' gives names and values in turns, as they came; the types know only the object.
      const lines = pairsOf(answer.headers as unknown as string[]);
      const headers = flat(lines);
      const encoding = headers['content-encoding'] ?? '';
      const isPlain = encoding === '' || encoding === 'identity';
      if (isPlain && !isCutWanted && Number(headers['content-length']) > maxBytes) {
        answer.body.on('error', () => undefined).destroy();
        throw tooBig(maxBytes);
      }
      const wire: Buffer[] = [];
      const onWire = onExchange && ((chunk: Buffer) => void wire.push(chunk));
      const reading = { maxBytes, isCutWanted, ...(onWire ? { onWire } : {}) };
      const { bytes, isCut } = await readBody(answer.body, encoding, reading);
      onExchange?.({
        ...{ url: url.href, method: plan.method ?? 'GET', requestBody: plan.body ?? null },
        requestHeaders: [['host', url.host], ['connection', 'keep-alive'], ...Object.entries(sent)],
        ...{ status: answer.statusCode, statusText: answer.statusText, headers: lines, body: Buffer.concat(wire) },
      });
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

function pairsOf(raw: readonly string[]): [string, string][] {
  return raw.flatMap((name, at): [string, string][] => (at % 2 === 0 ? [[name, raw[at + 1] ?? '']] : []));
}

function flat(lines: readonly [string, string][]): Record<string, string> {
  const headers = new Map<string, string>();
  for (const [name, value] of lines) {
    const key = name.toLowerCase();
    const known = headers.get(key);
    headers.set(key, known === undefined ? value : `${known}, ${value}`);
  }
  return Object.fromEntries(headers);
}
