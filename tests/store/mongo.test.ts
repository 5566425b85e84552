// MongoDB: the contract every store keeps, over the wire, and what is only true of a server: it may be away, refuse, or be
// somebody else. Killed processes are in mongo-crash.test.ts.

import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { MongoClient } from 'mongodb';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { FakeClock } from '../../core/clock.ts';
import { openMongo } from '../../store/mongo/store.ts';
import { openStore } from '../../store/open.ts';
import { storeContract } from '../contracts/store.ts';
import { mentionOf, put, seed, T0 } from '../contracts/store-samples.ts';
import { findMongo } from '../support/ferretdb.ts';
import { describeMongo, freePort, type MongoServer, startMongo } from '../support/mongo.ts';

describeMongo('MongoDB', () => {
  let server: MongoServer;
  beforeAll(async () => {
    server = await startMongo();
  }, 60_000);
  afterAll(() => server.stop());

  storeContract('MongoDB', async () => {
    const clock = new FakeClock(T0);
    const url = server.urlOf(`itibar_test_${randomBytes(6).toString('hex')}`);
    const store = openStore({ kind: 'mongo', url, clock });
    await store.migrate();
    const cleanup = async () => {
      await store.close();
      const client = await MongoClient.connect(url);
      await client.db().dropDatabase();
      await client.close();
    };
    return { store, clock, cleanup };
  });
});

function openAt(url: string, patienceMs = 300) {
  const store = openMongo({ url, clock: new FakeClock(T0), patienceMs });
  onTestFinished(() => store.close());
  return store;
}

const isOurs = findMongo()?.kind !== 'url';

describeMongo('A MongoDB server', () => {
  it.runIf(isOurs)(
    'that is away is told with what to do, and work goes on when it is back',
    async () => {
      const first = await startMongo();
      const { dir, port } = first;
      // The driver looks for a server that is away every half second at most.
      const store = openAt(first.urlOf('away'), 2_000);
      await store.migrate();
      await seed(store);
      const ended = new Promise((done) => first.process?.once('exit', done));
      first.process?.kill('SIGKILL');
      await ended;
      const unavailable = {
        code: 'store.unavailable',
        retry: 'later',
        message: expect.stringContaining('check that it runs'),
      };
      await expect(store.brands.list()).rejects.toMatchObject(unavailable);
      await expect(put(store, mentionOf('a'))).rejects.toMatchObject(unavailable);
      const again = await startMongo({ dir, port });
      onTestFinished(async () => {
        await again.stop();
        await first.stop();
      });
      await put(store, mentionOf('a'));
      expect(await store.brands.list()).toHaveLength(2);
      expect(await store.mentions.count()).toBe(1);
    },
    60_000,
  );

  it('of a newer itibar is refused with a sentence', async () => {
    const server = await startMongo();
    onTestFinished(() => server.stop());
    const store = openAt(server.urlOf(`itibar_test_${randomBytes(6).toString('hex')}`), 5000);
    await store.migrate();
    await store.settings.set('store.version', 2);
    await expect(store.migrate()).rejects.toMatchObject({ code: 'store.newer', retry: 'never' });
  });

  it('cannot be copied by itibar, which says what can', async () => {
    const store = openAt('mongodb://127.0.0.1:1/itibar');
    await expect(store.backup('/tmp/x')).rejects.toMatchObject({ message: expect.stringContaining('mongodump') });
  });
});

describe('An address of MongoDB', () => {
  it('where nobody listens fails with the first call, and says so', async () => {
    const store = openAt(`mongodb://127.0.0.1:${await freePort()}/itibar`);
    await expect(store.migrate()).rejects.toMatchObject({ code: 'store.unavailable', retry: 'later' });
    await expect(store.brands.list()).rejects.toMatchObject({ code: 'store.unavailable' });
  });

  it.each([
    '',
    'localhost:27017',
    'http://localhost/itibar',
    'mongodb://',
    'mongodb://host:99999/x',
    'mongodb://a b/c',
  ])('that is none is refused: %j', async (url) => {
    await expect(openAt(url).migrate()).rejects.toMatchObject({ code: 'store.url', retry: 'never' });
  });

  it('never shows its password in an error', async () => {
    const store = openAt(`mongodb://chef:geheim-geheim@127.0.0.1:${await freePort()}/itibar`);
    const error = await store.migrate().catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'store.unavailable' });
    const { message, facts } = error as { message: string; facts: object };
    expect(`${message} ${JSON.stringify(facts)}`).not.toContain('geheim');
  });
});

describe('The embedded profile', () => {
  it('does not load the driver of MongoDB, and a store that is opened and not asked does not either', async () => {
    const root = join(import.meta.dirname, '../..');
    const script = `
      import { createRequire } from 'node:module';
      import { openStore } from ${JSON.stringify(join(root, 'store/open.ts'))};
      import { systemClock } from ${JSON.stringify(join(root, 'core/clock.ts'))};
      const loaded = () => {
        const paths = Object.keys(createRequire(import.meta.url).cache);
        return (name) => paths.some((path) => path.includes('/node_modules/' + name + '/'));
      };
      const embedded = openStore({ kind: 'sqlite', path: ':memory:', clock: systemClock });
      await embedded.migrate();
      const mongo = openStore({ kind: 'mongo', url: 'mongodb://127.0.0.1:1/x?serverSelectionTimeoutMS=50', clock: systemClock });
      const before = loaded();
      await mongo.brands.list().catch(() => undefined);
      const after = loaded();
      console.log(JSON.stringify([before('better-sqlite3'), before('mongodb'), before('bson'), after('mongodb')]));
      process.exit(0);`;
    const { stdout } = await promisify(execFile)(
      process.execPath,
      ['--import', 'tsx', '--input-type=module', '--eval', script],
      { cwd: root },
    );
    // The last one shows that the first ones could have failed.
    expect(JSON.parse(stdout)).toEqual([true, false, false, true]);
  }, 60_000);
});
