// MongoDB: the contract every store keeps, over the wire.

import { randomBytes } from 'node:crypto';
import { MongoClient } from 'mongodb';
import { afterAll, beforeAll } from 'vitest';
import { FakeClock } from '../../core/clock.ts';
import { openStore } from '../../store/open.ts';
import { storeContract } from '../contracts/store.ts';
import { T0 } from '../contracts/store-samples.ts';
import { describeMongo, type MongoServer, startMongo } from '../support/mongo.ts';

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
