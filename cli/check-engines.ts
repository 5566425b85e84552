// What `itibar doctor` looks at in the scaled profile before it opens anything: MongoDB and Redis, their versions and the
// settings on which no job may be lost.

import type { EngineFacts } from '../app.ts';
import { messageOf } from '../core/errors.ts';
import { type Finding, fail, ok, warn } from './finding.ts';
import { megabytes } from './ui.ts';

/** Older ones lack commands that the store uses. */
const MONGODB_NEEDED = 6;
const FERRETDB_TESTED = '1.24';
/** BullMQ works from 5.0 on and advises 6.2. */
const REDIS_NEEDED = 6.2;

export interface EngineChecks {
  checkStoreServer(): Promise<EngineFacts['store']>;
  checkQueueServer(): Promise<EngineFacts['queue']>;
}

/** One finding for each server at least; a server that is away is a failure and hides nothing of the other. */
export async function engineFindings(checks: EngineChecks): Promise<Finding[]> {
  return [...(await storeServer(checks)), ...(await queueServer(checks))];
}

async function storeServer({ checkStoreServer }: EngineChecks): Promise<Finding[]> {
  try {
    const { name, version } = await checkStoreServer();
    const says = `${name} ${version}`;
    if (name === 'FerretDB')
      return [
        version.startsWith(FERRETDB_TESTED)
          ? warn('MongoDB', `${says}: one writer at a time`, 'Use MongoDB 6 or newer where several workers are needed.')
          : warn('MongoDB', says, `Only FerretDB ${FERRETDB_TESTED} is tested; use it, or MongoDB 6 or newer.`),
      ];
    if (Number.parseInt(version, 10) < MONGODB_NEEDED)
      return [fail('MongoDB', says, `Install MongoDB ${MONGODB_NEEDED} or newer.`)];
    return [ok('MongoDB', says)];
  } catch (error) {
    return [fail('MongoDB', messageOf(error), 'Start it, or correct store.url.')];
  }
}

async function queueServer({ checkQueueServer }: EngineChecks): Promise<Finding[]> {
  try {
    const { version, evictionPolicy, isDurable, usedBytes } = await checkQueueServer();
    const says = `${version}, ${megabytes(usedBytes)} in use`;
    const findings = [
      Number.parseFloat(version) < REDIS_NEEDED
        ? warn('Redis', says, `Install Redis ${REDIS_NEEDED} or newer.`)
        : ok('Redis', says),
    ];
    if (evictionPolicy !== null && evictionPolicy !== 'noeviction')
      findings.push(
        fail(
          'Redis memory',
          `maxmemory-policy is ${evictionPolicy}: jobs may be thrown away`,
          'Run: redis-cli CONFIG SET maxmemory-policy noeviction, and write it into redis.conf.',
        ),
      );
    if (!isDurable)
      findings.push(
        warn(
          'Redis durability',
          'appendonly is off: what was queued since the last snapshot is lost with a crash',
          'Run: redis-cli CONFIG SET appendonly yes, and write it into redis.conf. Lost jobs are made again within minutes.',
        ),
      );
    return findings;
  } catch (error) {
    return [fail('Redis', messageOf(error), 'Start it, or correct queue.url.')];
  }
}
