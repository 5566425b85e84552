// Which of the two profiles a configuration means. There is no matrix: a store and a queue that do not belong together
// are a mistake, named in one sentence before anything is opened.

import { AppError } from '../core/errors.ts';
import type { Config } from './schema.ts';

/** embedded: one process, SQLite and its job table. scaled: any number of processes, MongoDB and BullMQ on Redis. */
export type Profile = 'embedded' | 'scaled';

type Named = { store: Pick<Config['store'], 'kind' | 'url'>; queue: Pick<Config['queue'], 'kind' | 'url'> };

/** Throws AppError 'config.invalid' that says which setting to change. */
export function profileOf({ store, queue }: Named): Profile {
  const isMongo = store.kind === 'mongo';
  if (isMongo !== (queue.kind === 'bullmq'))
    throw mistake(
      `store.kind "${store.kind}" and queue.kind "${queue.kind}" do not go together. Use sqlite with local (one machine) or mongo with bullmq (several).`,
    );
  if (!isMongo && store.url) throw mistake('store.url is set, but store.kind is sqlite. Set store.kind to mongo.');
  if (!isMongo && queue.url) throw mistake('queue.url is set, but queue.kind is local. Set queue.kind to bullmq.');
  if (isMongo && !store.url)
    throw mistake('store.url must be an address of MongoDB: mongodb://user:password@host:27017/itibar.');
  if (isMongo && !queue.url) throw mistake('queue.url must be an address of Redis: redis://:password@host:6379/0.');
  return isMongo ? 'scaled' : 'embedded';
}

function mistake(message: string): AppError {
  return new AppError('config.invalid', message);
}
