// Reads a reply's body: undoes its compression while it streams and stops at the cap, so that a bomb or a stream without
// end costs no more memory than the cap. Must never hold more than that.

import { pipeline, Readable, type Transform } from 'node:stream';
import { constants, createBrotliDecompress, createGunzip, createInflate, createInflateRaw } from 'node:zlib';
import { AppError } from '../../core/errors.ts';

/** Real servers stack none or one; more is an attack. */
const MAX_ENCODINGS = 2;

export interface ReadBody {
  bytes: Buffer;
  /** The body was longer; only with isCutWanted, else reading it throws. */
  isCut: boolean;
}

/**
 * Body of a reply with the given content-encoding header; `onWire` sees the bytes as they were sent. Throws AppError 'fetch.too-big' above maxBytes (after
 * decompression) unless isCutWanted, 'fetch.broken' when the compression cannot be undone, and whatever the socket throws.
 */
export async function readBody(
  body: Readable,
  encodingHeader: string,
  options: { maxBytes: number; isCutWanted: boolean; onWire?: (chunk: Buffer) => void },
): Promise<ReadBody> {
  const stream = decompress(options.onWire ? tapped(body, options.onWire, options.maxBytes) : body, encodingHeader);
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      chunks.push(chunk);
      size += chunk.length;
      if (size <= options.maxBytes) continue;
      if (!options.isCutWanted) throw tooBig(options.maxBytes);
      return { bytes: Buffer.concat(chunks, size).subarray(0, options.maxBytes), isCut: true };
    }
  } catch (error) {
    throw isZlibError(error)
      ? new AppError('fetch.broken', 'The compressed answer is damaged.', { cause: error })
      : error;
  } finally {
    body.destroy();
  }
  return { bytes: Buffer.concat(chunks, size), isCut: false };
}

/** The same bytes, each chunk shown to onWire before anything is undone. Ends with 'fetch.too-big' above maxBytes. */
function tapped(body: Readable, onWire: (chunk: Buffer) => void, maxBytes: number): Readable {
  const chunks = async function* () {
    let size = 0;
    for await (const chunk of body as AsyncIterable<Buffer>) {
      size += chunk.length;
      if (size > maxBytes) throw tooBig(maxBytes);
      onWire(chunk);
      yield chunk;
    }
  };
  return Readable.from(chunks(), { objectMode: false });
}

export function tooBig(maxBytes: number): AppError {
  const mb = Math.max(0.1, Math.round(maxBytes / 100_000) / 10);
  return new AppError('fetch.too-big', `The answer is bigger than ${mb} MB, so it was not read to its end.`);
}

function decompress(body: Readable, header: string): Readable {
  // A destroyed body also says so by an event that nobody else hears; the reading loop has the error already.
  body.on('error', () => undefined);
  const encodings = header
    .toLowerCase()
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '' && name !== 'identity');
  if (encodings.length > MAX_ENCODINGS) throw new AppError('fetch.broken', 'The answer is compressed too many times.');
  return encodings.reverse().reduce(undo, body);
}

function undo(source: Readable, encoding: string): Readable {
  if (!['gzip', 'x-gzip', 'deflate', 'br'].includes(encoding))
    throw new AppError('fetch.broken', 'The answer uses a compression that was not asked for.');
  return Readable.from(undone(source, encoding), { objectMode: false });
}

async function* undone(source: Readable, encoding: string): AsyncGenerator<Buffer> {
  const chunks = (source as AsyncIterable<Buffer>)[Symbol.asyncIterator]();
  const first = await chunks.next();
  if (first.done) return;
  const transform = decoderFor(encoding, first.value);
  const rest = (async function* () {
    yield first.value;
    yield* { [Symbol.asyncIterator]: () => chunks };
  })();
  if (transform === null) {
    yield* rest;
    return;
  }
  // Errors of either side reach the loop below, because pipeline destroys the transform with them.
  pipeline(Readable.from(rest, { objectMode: false }), transform, () => undefined);
  yield* transform as AsyncIterable<Buffer>;
}

/** Null when a server says gzip and sends plain bytes: that happens, and browsers forgive it. */
function decoderFor(encoding: string, head: Buffer): Transform | null {
  const lenient = { flush: constants.Z_SYNC_FLUSH, finishFlush: constants.Z_SYNC_FLUSH };
  if (encoding === 'br')
    return createBrotliDecompress({
      flush: constants.BROTLI_OPERATION_FLUSH,
      finishFlush: constants.BROTLI_OPERATION_FLUSH,
    });
  if (encoding === 'deflate') return ((head[0] ?? 0) & 0x0f) === 8 ? createInflate(lenient) : createInflateRaw(lenient);
  const isGzip = head[0] === 0x1f && (head.length < 2 || head[1] === 0x8b);
  return isGzip ? createGunzip(lenient) : null;
}

/** 'Z_DATA_ERROR' and the like of zlib, 'ERR__ERROR_FORMAT_…' of brotli. */
function isZlibError(error: unknown): boolean {
  return error instanceof Error && 'code' in error && /^Z_|^ERR__/.test(String(error.code));
}
