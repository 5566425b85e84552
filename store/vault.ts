// Files of evidence, apart from the database: each lies under the SHA-256 of its bytes, is written beside and then put in
// its place, may be read only, and is never written again. Must never change or overwrite what is there.

import { createHash, randomBytes } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, readdir, rename, rm, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { AppError, messageOf } from '../core/errors.ts';
import type { Clock, Vault } from '../core/ports.ts';

const HASH = /^[0-9a-f]{64}$/;
const UNFINISHED = /^tmp-[0-9a-f]{24}$/;
const READ_ONLY = 0o400;

/** The folder is made with the first file. Files of all hashes lie in folders by their first two letters. */
export function openVault({ dir, clock }: { dir: string; clock: Clock }): Vault {
  const pathOf = (sha256: string) => {
    if (!HASH.test(sha256)) throw new AppError('evidence.invalid', 'This is no hash of a file of evidence.');
    return join(dir, sha256.slice(0, 2), sha256);
  };
  return {
    async put(bytes) {
      const sha256 = createHash('sha256').update(bytes).digest('hex');
      try {
        await keep(pathOf(sha256), bytes, clock.now());
      } catch (cause) {
        throw unwritable(dir, cause);
      }
      return { sha256, sizeBytes: bytes.length };
    },
    async open(sha256) {
      const handle = await open(pathOf(sha256), 'r').catch(nullWhenAbsent);
      return handle?.createReadStream() ?? null;
    },
    async measure(sha256) {
      const digest = createHash('sha256');
      try {
        await pipeline(createReadStream(pathOf(sha256)), digest);
        return { sha256: digest.digest('hex'), sizeBytes: (await stat(pathOf(sha256))).size };
      } catch (error) {
        return nullWhenAbsent(error);
      }
    },
    sweep: (findUnheld, before) => sweep(dir, findUnheld, before),
  };
}

/** The time of a file says when it was last put: a sweep spares what a capture has just found there. */
async function keep(path: string, bytes: Uint8Array, now: number): Promise<void> {
  const at = now / 1000;
  const isThere = await utimes(path, at, at).then(() => true, nullWhenAbsent);
  if (isThere) return;
  const folder = join(path, '..');
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const beside = join(folder, `tmp-${randomBytes(12).toString('hex')}`);
  try {
    const handle = await open(beside, 'wx', READ_ONLY);
    try {
      await handle.writeFile(bytes);
      await handle.utimes(at, at);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(beside, path);
  } catch (error) {
    await rm(beside, { force: true });
    throw error;
  }
}

/** Folder by folder. A file that somebody else removes meanwhile is nobody's fault. */
async function sweep(
  dir: string,
  findUnheld: (hashes: string[]) => Promise<string[]>,
  before: number,
): Promise<number> {
  let count = 0;
  for (const name of (await readdir(dir).catch(nullWhenAbsent)) ?? []) {
    if (!/^[0-9a-f]{2}$/.test(name)) continue;
    const names = await readdir(join(dir, name));
    const hashes = names.filter((file) => HASH.test(file));
    const doomed = [...(await findUnheld(hashes)), ...names.filter((file) => UNFINISHED.test(file))];
    for (const file of doomed) {
      const path = join(dir, name, file);
      const facts = await stat(path).catch(nullWhenAbsent);
      if (!facts || facts.mtimeMs >= before) continue;
      await rm(path, { force: true });
      count += 1;
    }
  }
  return count;
}

function nullWhenAbsent(error: unknown): null {
  if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
  throw error;
}

const REASONS: Record<string, string> = {
  ENOSPC: 'The disk is full: make room, then capture again.',
  EDQUOT: 'The disk quota is used up: make room, then capture again.',
  EACCES: 'itibar may not write there: give it the right to, then capture again.',
  EPERM: 'itibar may not write there: give it the right to, then capture again.',
  EROFS: 'The disk is read-only: mount it for writing, then capture again.',
};

function unwritable(dir: string, cause: unknown): AppError {
  const code = (cause as NodeJS.ErrnoException).code ?? '';
  const what = REASONS[code] ?? `${messageOf(cause)}. Look at the folder, then capture again.`;
  return new AppError('evidence.unwritable', `The evidence could not be kept. ${what}`, {
    cause,
    facts: { dir, code },
  });
}
