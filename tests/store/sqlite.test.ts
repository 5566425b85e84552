// SQLite: the contract every store keeps, and what is only true of a file: settings, backup, restore, damage, a full disk.

import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it, onTestFinished } from 'vitest';
import { FakeClock } from '../../core/clock.ts';
import { openStore } from '../../store/open.ts';
import { SCHEMA_VERSION } from '../../store/sqlite/migrate.ts';
import { restoreSqlite } from '../../store/sqlite/restore.ts';
import { storeContract } from '../contracts/store.ts';
import { brandOf, commitOf, mentionOf, put, seed, T0 } from '../contracts/store-samples.ts';

storeContract('SQLite', async () => {
  const clock = new FakeClock(T0);
  const store = openStore({ kind: 'sqlite', path: ':memory:', clock });
  await store.migrate();
  return { store, clock, cleanup: () => store.close() };
});

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'itibar-store-'));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

async function openAt(path: string, options: { maxBytes?: number } = {}) {
  const store = openStore({ kind: 'sqlite', path, clock: new FakeClock(T0), ...options });
  onTestFinished(() => store.close());
  await store.migrate();
  return store;
}

function look<T>(path: string, fn: (db: Database.Database) => T): T {
  const db = new Database(path);
  try {
    return fn(db);
  } finally {
    db.close();
  }
}

describe('a database file', () => {
  it('is made with its folder, in WAL mode, marked as ours, and keeps what was stored', async () => {
    const path = join(folder(), 'deep', 'itibar.db');
    const store = await openAt(path);
    await seed(store);
    await store.close();
    expect(look(path, (db) => db.pragma('journal_mode', { simple: true }))).toBe('wal');
    expect(look(path, (db) => db.pragma('user_version', { simple: true }))).toBe(SCHEMA_VERSION);
    expect(look(path, (db) => db.pragma('integrity_check', { simple: true }))).toBe('ok');
    const again = await openAt(path);
    expect(await again.brands.list()).toHaveLength(2);
    const health = await again.checkHealth();
    expect(health.freeBytes).toBeGreaterThan(0);
    expect(health.sizeBytes).toBeGreaterThanOrEqual(statSync(path).size);
  });

  it('is shared by two processes: claims and migrations happen once', async () => {
    const path = join(folder(), 'itibar.db');
    const [one, two] = [await openAt(path), await openAt(path)];
    await seed(one);
    await put(two, mentionOf('a'), { sentiment: 'neutral' });
    expect(await one.mentions.count()).toBe(1);
    expect((await one.mentions.list({ brandId: 'brd_a', search: 'kargo' }, { limit: 5 })).items).toHaveLength(1);
  });

  it('of a newer itibar is refused with a sentence, and nothing in it is changed', async () => {
    const path = join(folder(), 'itibar.db');
    await (await openAt(path)).close();
    look(path, (db) => db.pragma(`user_version = ${SCHEMA_VERSION + 1}`));
    const before = readFileSync(path);
    await expect(openAt(path)).rejects.toMatchObject({
      code: 'store.newer',
      message: expect.stringContaining('update itibar'),
    });
    expect(readFileSync(path).equals(before)).toBe(true);
  });

  it('of another program is refused', async () => {
    const path = join(folder(), 'other.db');
    look(path, (db) => db.exec('PRAGMA application_id = 42; CREATE TABLE t (a)'));
    await expect(openAt(path)).rejects.toMatchObject({ code: 'store.foreign' });
  });

  it.each([
    ['no database at all', () => Buffer.from('this is a letter to my aunt, not a database. '.repeat(200))],
    ['half of one', (whole: Buffer) => whole.subarray(0, whole.length / 2)],
    [
      'one with a hole',
      (whole: Buffer) => Buffer.concat([whole.subarray(0, 4096), Buffer.alloc(whole.length - 4096, 7)]),
    ],
  ])('that is %s is told to be damaged', async (_, damage) => {
    const path = join(folder(), 'itibar.db');
    const store = await openAt(path);
    await seed(store);
    for (let i = 0; i < 50; i += 1) await put(store, mentionOf(`m${i}`));
    await store.close();
    writeFileSync(path, damage(readFileSync(path)));
    const use = async () => {
      const opened = await openAt(path);
      await opened.mentions.list({}, { limit: 1000 });
      await opened.stories.list({}, { limit: 1000 });
    };
    await expect(use()).rejects.toMatchObject({
      code: 'store.corrupt',
      message: expect.stringContaining('itibar restore'),
    });
  });

  it('in a folder that cannot be written says so', async () => {
    const path = folder();
    chmodSync(path, 0o500);
    // Root writes everywhere but into the kernel's own files.
    const closed = process.getuid?.() === 0 ? '/proc' : path;
    await expect(openAt(join(closed, 'itibar.db'))).rejects.toMatchObject({ code: 'store.unwritable' });
  });

  it('where a file stands in the way of its folder says so', async () => {
    const path = join(folder(), 'file');
    writeFileSync(path, 'x');
    await expect(openAt(join(path, 'itibar.db'))).rejects.toMatchObject({ code: 'store.unwritable', retry: 'later' });
  });
});

describe('a full disk', () => {
  it('is told with what to do, loses nothing, and writing goes on when there is room', async () => {
    const path = join(folder(), 'itibar.db');
    const store = await openAt(path, { maxBytes: 600_000 });
    await seed(store);
    let stored = 0;
    let failure: unknown = null;
    for (let batch = 0; batch < 200 && failure === null; batch += 1) {
      const hits = Array.from({ length: 10 }, (_, i) => ({
        mention: mentionOf(`${batch}-${i}`, { text: `uzun ${batch} ${i} `.repeat(50) }),
        watchIds: ['wat_a'],
      }));
      await store.mentions.add(hits).then(
        ({ addedIds }) => {
          stored += addedIds.length;
        },
        (error: unknown) => {
          failure = error;
        },
      );
    }
    expect(failure).toMatchObject({
      code: 'store.full',
      retry: 'later',
      message: expect.stringContaining('free some space'),
    });
    expect(await store.mentions.count()).toBe(stored);
    await store.close();
    const roomy = await openAt(path);
    expect(await roomy.mentions.count()).toBe(stored);
    await put(roomy, mentionOf('again'));
    expect(await roomy.mentions.count()).toBe(stored + 1);
  });
});

describe('a backup', () => {
  it('is one consistent state, made while others write', async () => {
    const dir = folder();
    const store = await openAt(join(dir, 'itibar.db'));
    await seed(store);
    const mentions = Array.from({ length: 300 }, (_, i) => mentionOf(`m${i}`, { text: `kargo ${i} `.repeat(100) }));
    await store.mentions.add(mentions.map((mention) => ({ mention, watchIds: ['wat_a'] })));
    await store.judgements.commit(mentions.map((mention) => commitOf(mention)));
    let isDone = false;
    const backup = store.backup(join(dir, 'backups', 'copy.db')).finally(() => {
      isDone = true;
    });
    let written = 0;
    while (!isDone && written < 500) {
      await put(store, mentionOf(`while${written}`));
      written += 1;
      await new Promise((resolve) => setImmediate(resolve));
    }
    await backup;
    expect(written).toBeGreaterThan(0);
    const copy = await openAt(join(dir, 'backups', 'copy.db'));
    const counted = await copy.mentions.count();
    expect(counted).toBeGreaterThanOrEqual(300);
    const [sum] = await copy.rollups.read({ dimension: 'all', from: 0, to: T0 * 2, groupBy: [] });
    expect(sum?.count).toBe(counted);
    expect(await copy.mentions.listUnjudged(1)).toEqual([]);
    expect(existsSync(join(dir, 'backups', 'copy.db.partial'))).toBe(false);
  });

  it('of a store in memory works as well', async () => {
    const dir = folder();
    const store = await openAt(':memory:');
    await seed(store);
    await store.backup(join(dir, 'copy.db'));
    expect(await (await openAt(join(dir, 'copy.db'))).brands.list()).toHaveLength(2);
  });

  it('never goes over the database itself', async () => {
    const path = join(folder(), 'itibar.db');
    const store = await openAt(path);
    await expect(store.backup(path)).rejects.toMatchObject({ code: 'store.same-file' });
  });

  it('that fails leaves what stood there', async () => {
    const dir = folder();
    const store = await openAt(join(dir, 'itibar.db'));
    writeFileSync(join(dir, 'file'), 'x');
    await expect(store.backup(join(dir, 'file', 'copy.db'))).rejects.toMatchObject({ code: 'store.unwritable' });
    expect(readFileSync(join(dir, 'file'), 'utf8')).toBe('x');
  });
});

describe('a restore', () => {
  async function backedUp() {
    const dir = folder();
    const [path, copy] = [join(dir, 'itibar.db'), join(dir, 'copy.db')];
    const store = await openAt(path);
    await seed(store);
    await store.backup(copy);
    await store.brands.put(brandOf('brd_c', 'Sonradan'));
    return { dir, path, copy, store };
  }

  it('puts the backup in place and keeps the old file aside', async () => {
    const { path, copy, store } = await backedUp();
    await store.close();
    const { keptAs } = await restoreSqlite(copy, path);
    expect(await (await openAt(path)).brands.list()).toHaveLength(2);
    expect(await (await openAt(keptAs ?? '')).brands.list()).toHaveLength(3);
  });

  it('works where nothing stood, and again and again', async () => {
    const { dir, copy } = await backedUp();
    const target = join(dir, 'new', 'itibar.db');
    expect(await restoreSqlite(copy, target)).toEqual({ keptAs: null });
    const first = (await restoreSqlite(copy, target)).keptAs;
    expect((await restoreSqlite(copy, target)).keptAs).not.toBe(first);
    expect(await (await openAt(target)).brands.list()).toHaveLength(2);
  });

  it('takes the place of a damaged file', async () => {
    const { path, copy, store } = await backedUp();
    await store.close();
    writeFileSync(path, 'rubbish '.repeat(1000));
    const { keptAs } = await restoreSqlite(copy, path);
    expect(readFileSync(keptAs ?? '', 'utf8')).toContain('rubbish');
    expect(await (await openAt(path)).brands.list()).toHaveLength(2);
  });

  it('is refused while the database is in use, and nothing moves', async () => {
    const { path, copy, store } = await backedUp();
    await expect(restoreSqlite(copy, path)).rejects.toMatchObject({ code: 'store.busy' });
    expect(await store.brands.list()).toHaveLength(3);
  });

  it('is refused for what is no whole backup of ours', async () => {
    const { dir, path, copy, store } = await backedUp();
    await store.close();
    const refused = async (from: string) => restoreSqlite(from, path).catch((error: { code: string }) => error.code);
    expect(await refused(join(dir, 'nowhere.db'))).toBe('store.missing');
    expect(await refused(path)).toBe('store.same-file');
    writeFileSync(join(dir, 'letter'), 'dear aunt '.repeat(1000));
    expect(await refused(join(dir, 'letter'))).toBe('store.corrupt');
    look(join(dir, 'other.db'), (db) => db.exec('CREATE TABLE t (a)'));
    expect(await refused(join(dir, 'other.db'))).toBe('store.foreign');
    const whole = readFileSync(copy);
    writeFileSync(join(dir, 'hole.db'), Buffer.concat([whole.subarray(0, 8192), Buffer.alloc(whole.length - 8192, 7)]));
    expect(await refused(join(dir, 'hole.db'))).toBe('store.corrupt');
    look(copy, (db) => db.pragma(`user_version = ${SCHEMA_VERSION + 1}`));
    expect(await refused(copy)).toBe('store.newer');
    expect(await (await openAt(path)).brands.list()).toHaveLength(3);
  });
});
