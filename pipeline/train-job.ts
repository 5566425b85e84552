// Training asked for on the page: done by a worker, with how far it is and how it ended where the page can read it.

import { AppError } from '../core/errors.ts';
import type { Deps } from './deps.ts';
import { train } from './training.ts';

export interface TrainProgress {
  state: 'waiting' | 'running' | 'done' | 'failed';
  done: number;
  total: number;
  at: number;
  /** Why it failed, for the reader's language. */
  error: { en: string; tr: string } | null;
}

const KEY = 'learning.progress';
/** Nothing was heard of it for this long: it died with its process. */
const LOST_MS = 15 * 60_000;

export async function trainProgress({ store, clock }: Pick<Deps, 'store' | 'clock'>): Promise<TrainProgress | null> {
  const found = (await store.settings.get(KEY)) as TrainProgress | null;
  const isGoing = found?.state === 'waiting' || found?.state === 'running';
  return isGoing && found.at < clock.now() - LOST_MS ? null : found;
}

export async function askForTraining(deps: Deps, by: string, isForced: boolean): Promise<void> {
  await note(deps, { state: 'waiting', done: 0, total: 1, error: null });
  await deps.queue.enqueue('train', { by, isForced }, { key: 'train', priority: -5 });
}

export async function trainJob(deps: Deps, { by, isForced }: { by: string; isForced: boolean }): Promise<void> {
  let writing = note(deps, { state: 'running', done: 0, total: 1, error: null });
  const onProgress = (done: number, total: number) => {
    writing = writing.then(() => note(deps, { state: 'running', done, total, error: null }));
  };
  try {
    await train(deps, { by, isForced, onProgress });
    await writing;
    await note(deps, { state: 'done', done: 1, total: 1, error: null });
  } catch (error) {
    await writing;
    if (!(error instanceof AppError) || error.retry === 'later') throw error;
    const tr = typeof error.facts.tr === 'string' ? error.facts.tr : error.message;
    await note(deps, { state: 'failed', done: 0, total: 1, error: { en: error.message, tr } });
  }
}

async function note(deps: Deps, progress: Omit<TrainProgress, 'at'>): Promise<void> {
  await deps.store.settings.set(KEY, { ...progress, at: deps.clock.now() });
}
