// From SQLite's error codes to AppErrors whose sentence says what to do. Never shows a stored value.

import { AppError } from '../../core/errors.ts';

interface Known {
  code: string;
  message: string;
  retry: 'later' | 'never';
}

const FULL: Known = {
  code: 'store.full',
  message:
    'The disk is full: free some space or move the data folder. Nothing is lost; writing goes on by itself then.',
  retry: 'later',
};
const UNWRITABLE: Known = {
  code: 'store.unwritable',
  message: 'The data folder cannot be written: give the user that runs itibar the right to write there.',
  retry: 'later',
};
const CORRUPT: Known = {
  code: 'store.corrupt',
  message: 'The database file is damaged or is no database: restore the last backup with "itibar restore".',
  retry: 'never',
};

/** By the beginning of SQLite's extended code; the first that fits. */
const KNOWN: [string, Known][] = [
  ['SQLITE_FULL', FULL],
  ['SQLITE_IOERR_SHORT_READ', CORRUPT],
  ['SQLITE_IOERR', { ...FULL, code: 'store.disk', message: 'The disk does not answer: check it and its free space.' }],
  ['SQLITE_CORRUPT', CORRUPT],
  ['SQLITE_NOTADB', CORRUPT],
  ['SQLITE_BUSY', { code: 'store.busy', message: 'Another process holds the database; try again.', retry: 'later' }],
  ['SQLITE_READONLY', UNWRITABLE],
  ['SQLITE_CANTOPEN', UNWRITABLE],
  ['SQLITE_PERM', UNWRITABLE],
  ['SQLITE_AUTH', UNWRITABLE],
  [
    'SQLITE_CONSTRAINT_UNIQUE',
    { code: 'store.conflict', message: 'There is one with that name already.', retry: 'never' },
  ],
  [
    'SQLITE_CONSTRAINT_FOREIGNKEY',
    { code: 'store.missing', message: 'What this belongs to is not there (any more).', retry: 'never' },
  ],
];
const NO_SPACE = new Set(['ENOSPC', 'EDQUOT']);
const NO_RIGHT = new Set(['EACCES', 'EPERM', 'EROFS', 'ENOENT', 'ENOTDIR', 'EEXIST', 'EISDIR']);

/** AppErrors pass; whatever SQLite or the file system threw becomes one. */
export function storeError(error: unknown, path: string): AppError {
  if (error instanceof AppError) return error;
  const code = codeOf(error);
  const known = knownOf(code);
  const {
    code: ours,
    message,
    retry,
  } = known ?? {
    code: 'store.failed',
    message: 'The database refused a statement; this is a mistake of the program, please report it.',
    retry: 'never' as const,
  };
  return new AppError(ours, message, { retry, cause: error, facts: { path, sqlite: code } });
}

/** 'SQLITE_…' or the code of the system call; '' when there is none. */
export function codeOf(error: unknown): string {
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code === 'string' ? code : '';
}

function knownOf(code: string): Known | null {
  if (NO_SPACE.has(code)) return FULL;
  if (NO_RIGHT.has(code)) return UNWRITABLE;
  return KNOWN.find(([prefix]) => code.startsWith(prefix))?.[1] ?? null;
}
