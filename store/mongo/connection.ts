// One connection to the server: opened with the first call, opened again by the driver when the server was away.
// Must never show the address, which may hold a password, and must not load the driver before it is needed.

import type { Collection, Db, Document, MongoClient, MongoClientOptions } from 'mongodb';
import { AppError } from '../../core/errors.ts';
import type { Clock } from '../../core/ports.ts';
import { badUrl, checkUrl, storeError } from './errors.ts';
import { Exclusive } from './exclusive.ts';

export interface MongoOptions {
  /** mongodb://… or mongodb+srv://…; the path names the database, 'itibar' when there is none. */
  url: string;
  clock: Clock;
  /** How long to look for a server before a call fails with 'store.unavailable'. */
  patienceMs?: number;
  /** For tests: whether updates of one document are atomic, instead of asking the server what it is. */
  isAtomic?: boolean;
}

/** Documents whose _id is a string of ours. */
export type Doc<T> = T & { _id: string };

const DEFAULT_NAME = 'itibar';
const PATIENCE_MS = 5_000;
const SOCKET_TIMEOUT_MS = 30_000;
/** Statements in one command. FerretDB 1 keeps a connection of its pool of 100 for each until the command ends. */
const MAX_BULK = { atomic: 1000, other: 20 };

export class Connection {
  readonly clock: Clock;
  readonly exclusive = new Exclusive();
  readonly #options: MongoOptions;
  #client: MongoClient | null = null;
  #db: Db | null = null;
  #opening: Promise<void> | null = null;
  #isClosed = false;
  #isAtomic = true;

  constructor(options: MongoOptions) {
    this.#options = options;
    this.clock = options.clock;
  }

  /**
   * Whether one update of one document is atomic, as it is in MongoDB. FerretDB 1 reads, changes and writes in three
   * steps; there every writing call of the store holds a lock (see exclusive.ts).
   */
  get isAtomic(): boolean {
    return this.#isAtomic;
  }

  /** Statements that may stand in one bulk command. */
  get maxBulk(): number {
    return this.#isAtomic ? MAX_BULK.atomic : MAX_BULK.other;
  }

  get db(): Db {
    if (!this.#db) throw new AppError('store.closed', 'The store is closed.');
    return this.#db;
  }

  collection<T extends Document>(name: string): Collection<Doc<T>> {
    return this.db.collection<Doc<T>>(name);
  }

  /** Connects once. A failed try is forgotten, so that the next call tries again. Throws AppError 'store.*'. */
  async ready(): Promise<void> {
    if (this.#isClosed) throw new AppError('store.closed', 'The store is closed.');
    this.#opening ??= this.#open();
    try {
      await this.#opening;
    } catch (error) {
      this.#opening = null;
      throw storeError(error);
    }
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    const client = this.#client;
    this.#client = null;
    this.#db = null;
    await client?.close();
  }

  async #open(): Promise<void> {
    const { url, patienceMs = PATIENCE_MS } = this.#options;
    const name = checkUrl(url) ?? DEFAULT_NAME;
    const { MongoClient } = await import('mongodb');
    const options: MongoClientOptions = {
      appName: 'itibar',
      ignoreUndefined: true,
      serverSelectionTimeoutMS: patienceMs,
      connectTimeoutMS: patienceMs,
      socketTimeoutMS: SOCKET_TIMEOUT_MS,
    };
    const client = clientOf(() => new MongoClient(url, options));
    try {
      await client.connect();
      const info = await client.db(name).command({ buildInfo: 1 });
      this.#isAtomic = this.#options.isAtomic ?? !/^v?1\./.test(String(info.ferretdbVersion ?? ''));
    } catch (error) {
      await client.close();
      throw error;
    }
    this.#client = client;
    this.#db = client.db(name);
    if (!this.#isAtomic) this.exclusive.lockWith(client.db(name).collection('locks'));
  }
}

/** The driver reads the address when the client is made, and throws errors of many kinds. */
function clientOf(make: () => MongoClient): MongoClient {
  try {
    return make();
  } catch (error) {
    throw badUrl(error);
  }
}
