// What went wrong on the way to a reply: turns whatever undici, TLS, DNS or our own layers threw into an outcome and a
// sentence. Pure. Must never repeat an error's own message: some hold whole addresses.

import { AppError } from '../../core/errors.ts';
import type { FetchResult } from '../../core/ports.ts';
import { failure, type Verdict } from './outcome.ts';

const OWN_CODES: Record<string, FetchResult['outcome']> = {
  'fetch.refused': 'refused',
  'fetch.busy': 'refused',
  'fetch.too-big': 'too-big',
  'fetch.broken': 'broken',
  'fetch.no-browser': 'refused',
};

/** Codes that speak of this machine's own connection. */
const OWN_NETWORK = new Set(['ENETUNREACH', 'ENETDOWN', 'EAI_AGAIN', 'EADDRNOTAVAIL', 'EMFILE']);
const CERTIFICATE =
  /^(?:CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_|ERR_TLS_CERT|HOSTNAME_MISMATCH|INVALID_CA|INVALID_PURPOSE)/;
const TLS = /^(?:ERR_SSL|ERR_TLS|EPROTO)/;
const TIMEOUT = new Set(['ETIMEDOUT', 'UND_ERR_HEADERS_TIMEOUT', 'UND_ERR_BODY_TIMEOUT', 'UND_ERR_CONNECT_TIMEOUT']);

/** Never throws: an unknown error is a failure of the network. */
export function judgeError(error: unknown, host: string): Verdict {
  if (error instanceof AppError && OWN_CODES[error.code])
    return failure(OWN_CODES[error.code] ?? 'refused', error.message);
  const code = codeOf(error);
  if (TIMEOUT.has(code) || code === 'TimeoutError')
    return failure('timeout', `${host} did not answer in time. itibar tries again at the next run.`);
  if (CERTIFICATE.test(code))
    return failure(
      'broken',
      `The certificate of ${host} cannot be trusted (${code}). Its owner has to renew or correct it.`,
    );
  if (TLS.test(code))
    return failure('broken', `${host} does not speak proper TLS (${code}). Check http or https in the address.`);
  if (code === 'UND_ERR_HEADERS_OVERFLOW' || code === 'HPE_HEADER_OVERFLOW')
    return failure('too-big', `${host} sent headers without end, so the answer was not read.`);
  if (code.startsWith('HPE_') || code === 'UND_ERR_INVALID_ARG')
    return failure('broken', `${host} does not answer in proper HTTP (${code}).`);
  if (code === 'ENOTFOUND')
    return failure('network', `There is no address for ${host}. Check the spelling, or this machine's connection.`);
  if (OWN_NETWORK.has(code))
    return {
      ...failure('network', `This machine cannot reach the network (${code}). Check its connection.`),
      isTransient: true,
    };
  return {
    ...failure('network', `The connection to ${host} broke off (${code}). itibar tries again.`),
    isTransient: true,
  };
}

/** The most telling short code of an error and its causes: 'ECONNRESET', 'CERT_HAS_EXPIRED', 'TimeoutError' … */
function codeOf(error: unknown, depth = 0): string {
  if (!(error instanceof Error) || depth > 4) return 'unknown';
  if (error.name === 'TimeoutError') return 'TimeoutError';
  if (error instanceof AggregateError && error.errors.length > 0) return codeOf(error.errors[0], depth + 1);
  const code = 'code' in error && typeof error.code === 'string' ? error.code : null;
  if (error.name === 'HTTPParserError') return code ?? 'HPE_INVALID';
  if (error.cause instanceof Error && (code === null || code === 'UND_ERR_SOCKET')) {
    const inner = codeOf(error.cause, depth + 1);
    if (inner !== 'unknown') return inner;
  }
  return code ?? 'unknown';
}
