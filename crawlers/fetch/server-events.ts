// Server-Sent Events as a stream: one GET whose body does not end. Redirects go through guard and robots.txt again; an
// answer that is no event stream is judged like any other reply. Loaded when the first one is opened.

import { Agent, request } from 'undici';
import { AppError } from '../../core/errors.ts';
import type { Listening, RequestPlan, StreamPlan } from '../../core/ports.ts';
import { readBody } from './body.ts';
import { EventStreamReader } from './event-stream.ts';
import { judgeError } from './failure.ts';
import { type ListenOptions, type ListenParts, refused } from './listen.ts';
import { MessageBuffer } from './message-buffer.ts';
import { failure, judgeReply } from './outcome.ts';
import { nextHop } from './redirect.ts';

const MAX_REDIRECTS = 5;
const MAX_HEADER_BYTES = 32_768;
/** Of an answer that is no stream: enough to tell a challenge page. */
const MAX_REFUSAL_BYTES = 200_000;

type Answer = Awaited<ReturnType<typeof request>>;

/** Throws what undici, TLS, DNS and the guard throw, or the signal's reason. */
export async function openEvents(
  plan: StreamPlan,
  first: URL,
  options: ListenOptions,
  parts: ListenParts,
): Promise<Listening> {
  let hop: RequestPlan = { url: first.href, headers: { ...plan.headers, accept: 'text/event-stream' } };
  for (let turn = 0; turn <= MAX_REDIRECTS; turn++) {
    const url = turn === 0 ? first : await checkAgain(hop.url, options, parts);
    if (!(url instanceof URL)) return url;
    const agent = agentFor(url, parts);
    const cut = new AbortController();
    const answer = await request(url, {
      headers: { ...hop.headers, 'user-agent': parts.userAgent, 'cache-control': 'no-store' },
      dispatcher: agent,
      signal: AbortSignal.any([options.signal, cut.signal]),
    });
    const close = () => {
      cut.abort();
      void agent.destroy();
    };
    const headers = flat(answer);
    const next = nextHop(url, hop, { status: answer.statusCode, headers });
    if (next === null) return judged(url, answer, headers, close, parts);
    close();
    hop = { ...next, headers: { ...next.headers, accept: 'text/event-stream' } };
  }
  return refused(failure('broken', `${first.host} sends requests around in circles. Check the address.`), null);
}

/** A redirect skips no layer. */
async function checkAgain(text: string, options: ListenOptions, parts: ListenParts): Promise<URL | Listening> {
  const url = parts.guard.checkUrl(text);
  if (url.protocol !== 'https:' && !parts.guard.isAllowedPrivate(url))
    return refused(failure('refused', `${url.host} is no encrypted stream (wss or https). Correct the address.`), null);
  const permission = options.obeysRobots ? await parts.robots.check(url) : null;
  if (permission && !permission.isAllowed) return refused(failure(permission.outcome, permission.error), null);
  return url;
}

function agentFor(url: URL, { guard, timeoutMs, limits }: ListenParts): Agent {
  const lookup = guard.isAllowedPrivate(url) ? {} : { lookup: guard.lookup };
  return new Agent({
    ...{ maxHeaderSize: MAX_HEADER_BYTES, headersTimeout: timeoutMs, bodyTimeout: limits.silenceMs, connections: 1 },
    connect: { ...lookup, timeout: Math.min(timeoutMs, 10_000) },
  });
}

function flat(answer: Answer): Record<string, string> {
  return Object.fromEntries(
    Object.entries(answer.headers).map(([name, value]) => [name.toLowerCase(), [value].flat().join(', ')]),
  );
}

async function judged(
  url: URL,
  answer: Answer,
  headers: Record<string, string>,
  close: () => void,
  parts: ListenParts,
): Promise<Listening> {
  const { statusCode: status } = answer;
  const isStream = /^text\/event-stream\b/i.test(headers['content-type'] ?? '');
  if (status === 200 && isStream && !headers['content-encoding']) {
    const stream = run(answer, url.host, close, parts);
    return { outcome: 'ok', error: null, retryAfterMs: null, status, stream };
  }
  const limits = { maxBytes: MAX_REFUSAL_BYTES, isCutWanted: true };
  const { bytes } = await readBody(answer.body, headers['content-encoding'] ?? '', limits).finally(close);
  const now = parts.clock.now();
  const verdict = judgeReply({ url: url.href, status, headers, body: bytes.toString('utf8'), receivedAt: now }, now);
  if (verdict.outcome !== 'ok') return refused(verdict, status);
  // 9.2.3 of the standard: 204 asks the reader not to come back.
  const what = status === 204 ? 'says that there is no stream any more' : 'answers, but not with a stream of events';
  return refused(failure(status === 204 ? 'gone' : 'broken', `${url.host} ${what} (${status}).`), status);
}

function run(answer: Answer, host: string, close: () => void, { clock, limits }: ListenParts): MessageBuffer {
  const { body } = answer;
  const valve = { pause: () => void body.pause(), resume: () => void body.resume(), cut: close };
  const buffer = new MessageBuffer({ valve, clock, ...(limits.buffer ? { limits: limits.buffer } : {}) });
  const reader = new EventStreamReader(limits.maxMessageBytes);
  const decoder = new TextDecoder();
  body.on('data', (chunk: Buffer) => {
    buffer.count(chunk.length);
    try {
      for (const message of reader.push(decoder.decode(chunk, { stream: true }))) buffer.push(message);
    } catch (error) {
      buffer.finish(judgeError(error, host));
      close();
    }
  });
  const ended = (error: unknown) => {
    const verdict = judgeError(error, host);
    buffer.finish({ ...verdict, retryAfterMs: verdict.retryAfterMs ?? reader.retryMs });
    close();
  };
  body.once('error', ended);
  body.once('end', () => ended(new AppError('fetch.ended', 'ended')));
  return buffer;
}
