// The store on MongoDB, put together from its parts. Nothing is connected and no driver is loaded before the first call.

import { AppError } from '../../core/errors.ts';
import type { Store } from '../../core/ports.ts';
import { audit } from './audit.ts';
import { brands } from './brands.ts';
import { Connection, type MongoOptions } from './connection.ts';
import { corrections } from './corrections.ts';
import { deliveries } from './deliveries.ts';
import { evidence } from './evidence.ts';
import { call, guarded } from './group.ts';
import { checkHealth } from './health.ts';
import { incidents } from './incidents.ts';
import { judgements } from './judgements.ts';
import { leases } from './leases.ts';
import { mentions } from './mentions.ts';
import { migrate } from './migrate.ts';
import { positions } from './positions.ts';
import { rollups } from './rollups.ts';
import { sessions } from './sessions.ts';
import { settings } from './settings.ts';
import { sources } from './sources.ts';
import { stories } from './stories.ts';
import { subscriptions } from './subscriptions.ts';
import { tokens } from './tokens.ts';
import { transfer } from './transfer.ts';
import { users } from './users.ts';
import { watches } from './watches.ts';

/** Calls reject with AppError 'store.unavailable' (retry later) while the server is away, and work again when it is back. */
export function openMongo(options: MongoOptions): Store {
  const c = new Connection(options);
  return {
    migrate: () => call(c, true, () => migrate(c)),
    close: () => c.close(),
    checkHealth: () => call(c, true, () => checkHealth(c)),
    async backup() {
      throw new AppError(
        'store.backup.unsupported',
        'itibar cannot copy a MongoDB database: use mongodump, or the snapshots of the server.',
      );
    },
    brands: guarded(c, brands(c)),
    watches: guarded(c, watches(c)),
    subscriptions: guarded(c, subscriptions(c)),
    sources: guarded(c, sources(c)),
    mentions: guarded(c, mentions(c)),
    judgements: guarded(c, judgements(c)),
    corrections: guarded(c, corrections(c)),
    stories: guarded(c, stories(c)),
    rollups: guarded(c, rollups(c)),
    positions: guarded(c, positions(c)),
    incidents: guarded(c, incidents(c)),
    deliveries: guarded(c, deliveries(c)),
    evidence: guarded(c, evidence(c)),
    users: guarded(c, users(c)),
    sessions: guarded(c, sessions(c)),
    tokens: guarded(c, tokens(c)),
    leases: guarded(c, leases(c)),
    settings: guarded(c, settings(c)),
    audit: guarded(c, audit(c)),
    transfer: transfer(c),
  };
}
