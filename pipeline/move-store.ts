// Moves an installation from one store to another: part after part, remembered in the target so that a move that was cut
// off goes on where it was, and afterwards compared document by document. The source is only read.

import { createHash } from 'node:crypto';
import { AppError } from '../core/errors.ts';
import { sha256 } from '../core/id.ts';
import type { Store } from '../core/ports.ts';
import { STORE_PARTS, type StorePart, type Stores } from './store-parts.ts';

const PROGRESS_KEY = 'move.progress';

interface Progress {
  /** What tells one source from another. */
  source: string;
  /** The part that is being written, and where in it. '' = all are written. */
  part: string;
  after: string | null;
}

export interface PartDigest {
  count: number;
  /** Of all documents, in whatever order they stand. */
  checksum: string;
}

export interface MovedPart {
  name: string;
  source: PartDigest;
  target: PartDigest;
  isSame: boolean;
}

export interface MoveOptions extends Stores {
  /** Called after every batch; `total` is null where only reading tells. */
  onProgress?: (step: 'copy' | 'verify', part: string, done: number, total: number | null) => void;
}

/**
 * Copies and compares. Throws 'move.occupied' when the target holds something else, and whatever the stores throw; run it
 * again then. A part that differs afterwards is in the answer: the source was written to meanwhile.
 */
export async function moveStore(options: MoveOptions): Promise<MovedPart[]> {
  const { source, target } = options;
  const progress = await begin(source, target);
  const from = STORE_PARTS.findIndex(({ name }) => name === progress.part);
  for (const part of from < 0 ? [] : STORE_PARTS.slice(from)) {
    const after = part.name === progress.part ? progress.after : null;
    await copyPart(part, after, progress.source, options);
  }
  await remember(target, { source: progress.source, part: '', after: null });
  return verifyMove(options);
}

/** Compares without writing. */
export async function verifyMove({ source, target, onProgress }: MoveOptions): Promise<MovedPart[]> {
  const moved: MovedPart[] = [];
  for (const part of STORE_PARTS) {
    const total = await part.count(source);
    const tell = (done: number) => onProgress?.('verify', part.name, done, total);
    const [before, after] = [await digestOf(part, source, tell), await digestOf(part, target, tell)];
    const isSame = before.count === after.count && before.checksum === after.checksum;
    moved.push({ name: part.name, source: before, target: after, isSame });
  }
  return moved;
}

/** Where to go on. A finished move begins anew, because the source may have grown; writing again changes nothing else. */
async function begin(source: Store, target: Store): Promise<Progress> {
  const brands = await source.brands.list();
  const name = sha256(brands.map(({ id }) => id).join());
  const known = (await target.settings.get(PROGRESS_KEY)) as Progress | null;
  if (known && known.source === name && known.part !== '') return known;
  const isForeign = known ? known.source !== name : (await target.brands.list()).length > 0;
  if (isForeign)
    throw new AppError(
      'move.occupied',
      'The target holds another installation already. Name an empty database, such as mongodb://…/itibar2.',
    );
  const progress = { source: name, part: STORE_PARTS[0]?.name ?? '', after: null };
  await remember(target, progress);
  return progress;
}

async function remember(target: Store, progress: Progress): Promise<void> {
  await target.settings.set(PROGRESS_KEY, progress);
}

async function copyPart(part: StorePart, after: string | null, name: string, options: MoveOptions): Promise<void> {
  const { source, target, onProgress } = options;
  const total = await part.count(source);
  let done = after === null ? 0 : ((await part.count(target)) ?? 0);
  onProgress?.('copy', part.name, done, total);
  for await (const { documents, cursor } of part.read(source, after)) {
    await part.write(options, documents as never[]);
    done += documents.length;
    if (cursor !== null) await remember(target, { source: name, part: part.name, after: cursor });
    onProgress?.('copy', part.name, done, total);
  }
  const next = STORE_PARTS[STORE_PARTS.indexOf(part) + 1];
  if (next) await remember(target, { source: name, part: next.name, after: null });
}

/** The hashes of the documents, added up bit by bit, so that their order says nothing. */
async function digestOf(part: StorePart, store: Store, tell: (done: number) => void): Promise<PartDigest> {
  const sum = new Uint8Array(32);
  let count = 0;
  for await (const { documents } of part.read(store, null)) {
    for (const document of documents as never[]) {
      const hash = createHash('sha256')
        .update(canonical(part.compared ? part.compared(document) : document))
        .digest();
      for (let at = 0; at < sum.length; at += 1) sum[at] = (sum[at] ?? 0) ^ (hash[at] ?? 0);
    }
    count += documents.length;
    tell(count);
  }
  return { count, checksum: Buffer.from(sum).toString('hex') };
}

/** JSON with the keys in order, so that two stores write the same. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    inner && typeof inner === 'object' && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}
