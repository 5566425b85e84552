// From the driver's and the server's errors to AppErrors whose sentence says what to do. Never shows the address, which
// may hold a password, nor a stored value.

import { AppError } from '../../core/errors.ts';

interface Known {
  code: string;
  message: string;
  retry: 'later' | 'never';
}

const UNAVAILABLE: Known = {
  code: 'store.unavailable',
  message:
    'MongoDB does not answer: check that it runs and that store.url names its host and port. Work goes on by itself then.',
  retry: 'later',
};
const REFUSED: Known = {
  code: 'store.refused',
  message:
    'MongoDB refuses the sign-in: check the user, the password and authSource in store.url, and the user’s rights.',
  retry: 'later',
};
const BAD_URL: Known = {
  code: 'store.url',
  message: 'store.url is not an address of MongoDB: write it like mongodb://user:password@host:27017/itibar.',
  retry: 'never',
};
const FULL: Known = {
  code: 'store.full',
  message: 'The disk of MongoDB is full: free some space. Nothing is lost; writing goes on by itself then.',
  retry: 'later',
};
const CONFLICT: Known = { code: 'store.conflict', message: 'There is one with that name already.', retry: 'never' };
const FAILED: Known = {
  code: 'store.failed',
  message: 'MongoDB refused a command; this is a mistake of the program, please report it.',
  retry: 'never',
};

const DUPLICATE = 11000;
const SERVER_CODES: Record<number, Known> = {
  [DUPLICATE]: CONFLICT,
  13: REFUSED,
  18: REFUSED,
  8000: REFUSED,
  14031: FULL,
  // Interrupted, shutting down, not primary, stepping down: another member takes over in a moment.
  91: UNAVAILABLE,
  189: UNAVAILABLE,
  10107: UNAVAILABLE,
  11600: UNAVAILABLE,
  11602: UNAVAILABLE,
  13435: UNAVAILABLE,
  13436: UNAVAILABLE,
};
const AWAY = /Network|ServerSelection|Pool|Topology|NotConnected|Timeout|ExpiredSession|ClientClosed/;
/** The driver lets a write into a socket that just closed through as it is. */
const SOCKET_CODES = /^E(PIPE|CONN|TIMEDOUT|HOST|NET|AI_AGAIN|NOTFOUND|SOCKET)/;
const UNREADABLE = /Parse|InvalidArgument|MongoAPIError/;

/** AppErrors pass; whatever the driver or the server threw becomes one. */
export function storeError(error: unknown): AppError {
  if (error instanceof AppError) return error;
  const { code, message, retry } = knownOf(error);
  const { name, code: server } = shape(error);
  return new AppError(code, message, { retry, cause: error, facts: { error: name, server: server ?? null } });
}

function shape(error: unknown): { name: string; code?: number | string; message: string } {
  const {
    name = '',
    code,
    message = '',
  } = (error ?? {}) as { name?: string; code?: number | string; message?: string };
  return code === undefined ? { name, message } : { name, code, message };
}

function knownOf(error: unknown): Known {
  const { name, code, message } = shape(error);
  if (isDuplicate(error)) return CONFLICT;
  if (typeof code === 'number' && SERVER_CODES[code]) return SERVER_CODES[code];
  if (AWAY.test(name) || (typeof code === 'string' && SOCKET_CODES.test(code))) return UNAVAILABLE;
  if (UNREADABLE.test(name)) return BAD_URL;
  if (/disk is full|no space left/i.test(message)) return FULL;
  return FAILED;
}

/** A unique index said no. FerretDB 1 has the code for inserts only; for updates it passes SQLite's words on. */
export function isDuplicate(error: unknown): boolean {
  const { code, message } = shape(error);
  return code === DUPLICATE || /UNIQUE constraint failed/.test(message);
}

/** 'store.url'. The cause is left out: it may repeat the address. */
export function badUrl(error?: unknown): AppError {
  return new AppError(BAD_URL.code, BAD_URL.message, { facts: { error: shape(error).name } });
}

/** The name of the database in an address, or null. Throws 'store.url'. */
export function checkUrl(url: string): string | null {
  const match = /^mongodb(?:\+srv)?:\/\/[^/\s]+(?:\/([^?\s]*))?(?:\?\S*)?$/.exec(url);
  if (!match) throw badUrl();
  return match[1] ? decodeURIComponent(match[1]) : null;
}
