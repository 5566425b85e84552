// A WebSocket (RFC 6455) as a stream: text frames only, no compression, no redirects, a ping when it is quiet. Every new
// connection goes through the guard's lookup. Loaded when the first stream is opened.

import type { IncomingMessage } from 'node:http';
import { type RawData, WebSocket } from 'ws';
import type { Listening, StreamPlan } from '../../core/ports.ts';
import { judgeError } from './failure.ts';
import { type ListenParts, refused } from './listen.ts';
import { MessageBuffer } from './message-buffer.ts';
import { failure, judgeReply, type Verdict } from './outcome.ts';

/** Pings without an answer after which nobody is there, within the silence that is allowed. */
const TURNS = 3;
/** RFC 6455, 7.4.1, and what ws calls them. */
const TOO_BIG = new Set(['WS_ERR_UNSUPPORTED_MESSAGE_LENGTH', 'WS_ERR_UNSUPPORTED_DATA_PAYLOAD_LENGTH']);

/** `url` is the guarded https twin of the plan's address. */
export function openSocket(plan: StreamPlan, url: URL, signal: AbortSignal, parts: ListenParts): Promise<Listening> {
  const { guard, userAgent, timeoutMs, limits } = parts;
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(signal.reason);
    const address = url.href.replace(/^http/, 'ws');
    const socket = new WebSocket(address, plan.protocols ?? [], {
      headers: { ...plan.headers, 'user-agent': userAgent },
      followRedirects: false,
      handshakeTimeout: timeoutMs,
      maxPayload: limits.maxMessageBytes,
      // A compressed stream would be one more thing that can grow without end.
      perMessageDeflate: false,
      ...(guard.isAllowedPrivate(url) ? {} : { lookup: guard.lookup }),
    });
    const onAbort = () => socket.terminate();
    signal.addEventListener('abort', onAbort, { once: true });
    const done = (answer: Listening) => {
      if (answer.stream === null) signal.removeEventListener('abort', onAbort);
      resolve(answer);
    };
    socket.on('unexpected-response', (request, response) => {
      request.destroy();
      done(refused(verdictOf(url, response, parts.clock.now()), response.statusCode ?? null));
    });
    socket.on('error', (error) =>
      signal.aborted ? reject(signal.reason) : done(refused(judge(error, url.host), null)),
    );
    socket.once('open', () =>
      done({ outcome: 'ok', error: null, retryAfterMs: null, status: 101, stream: run(socket, url.host, parts) }),
    );
    socket.once('close', () => signal.removeEventListener('abort', onAbort));
  });
}

function run(socket: WebSocket, host: string, { clock, limits }: ListenParts): MessageBuffer {
  const valve = { pause: () => socket.pause(), resume: () => socket.resume(), cut: () => socket.terminate() };
  const buffer = new MessageBuffer({ valve, clock, ...(limits.buffer ? { limits: limits.buffer } : {}) });
  // Counted in turns and not by the time: after this process was held up, what was sent meanwhile is still to be read.
  let unansweredCount = 0;
  const hear = () => {
    unansweredCount = 0;
  };
  const stopAsking = clock.every(Math.floor(limits.silenceMs / TURNS), () => {
    // While it is paused nothing can be heard, and that is our doing.
    if (socket.isPaused) return hear();
    unansweredCount += 1;
    if (unansweredCount < TURNS) return socket.ping();
    buffer.finish(failure('timeout', `${host} fell silent, so the stream is opened again.`));
    socket.terminate();
  });
  socket.on('pong', hear);
  socket.on('ping', hear);
  socket.on('message', (data: RawData, isBinary: boolean) => {
    hear();
    const bytes = data as Buffer;
    buffer.count(bytes.length);
    if (!isBinary) buffer.push({ event: 'message', data: bytes.toString('utf8'), id: '' });
  });
  socket.on('error', (error) => buffer.finish(judge(error, host)));
  socket.once('close', (code) => {
    stopAsking();
    buffer.finish(failure('network', `${host} ended the stream (${code}). itibar opens it again.`));
  });
  return buffer;
}

function judge(error: Error & { code?: string }, host: string): Verdict {
  const code = error.code ?? '';
  if (TOO_BIG.has(code)) return failure('too-big', `${host} sent one message without end, so the stream was left.`);
  if (code.startsWith('WS_ERR_')) return failure('broken', `${host} does not speak proper WebSocket (${code}).`);
  if (/handshake has timed out/i.test(error.message))
    return judgeError(Object.assign(new Error('handshake'), { code: 'ETIMEDOUT' }), host);
  if (/^(?:Invalid|Server sent|Unexpected)/.test(error.message) && code === '')
    return failure('broken', `${host} does not open a proper WebSocket. Check the address.`);
  return judgeError(error, host);
}

/** What an answer means that is no WebSocket. */
function verdictOf(url: URL, response: IncomingMessage, now: number): Verdict {
  const status = response.statusCode ?? 0;
  response.destroy();
  if (status >= 300 && status < 400)
    return failure('broken', `${url.host} sends the stream elsewhere (${status}). Correct the address.`);
  const headers = Object.fromEntries(
    Object.entries(response.headers).map(([name, value]) => [name, [value].flat().join(', ')]),
  );
  const verdict = judgeReply({ url: url.href, status, headers, body: '', receivedAt: now }, now);
  return verdict.outcome === 'ok'
    ? failure('broken', `${url.host} answers, but opens no WebSocket (${status}).`)
    : verdict;
}
