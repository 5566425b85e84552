// The store on SQLite, put together from its parts.

import type { Store } from '../../core/ports.ts';
import { audit } from './audit.ts';
import { backupTo } from './backup.ts';
import { brands } from './brands.ts';
import { Connection, type SqliteOptions } from './connection.ts';
import { corrections } from './corrections.ts';
import { deliveries } from './deliveries.ts';
import { evidence } from './evidence.ts';
import { type Sync, toAsync } from './group.ts';
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

/** Opens the file at once; the tables are made by migrate(). Throws AppError 'store.*'. */
export function openSqlite(options: SqliteOptions): Store {
  const c = new Connection(options);
  const base = toAsync<Pick<Store, 'migrate' | 'close' | 'checkHealth'>>(c, {
    migrate: () => migrate(c),
    close: () => c.close(),
    checkHealth: () => checkHealth(c),
  });
  const group = <K extends keyof Store>(make: (c: Connection) => Sync<Store[K] & object>) =>
    toAsync<Store[K] & object>(c, make(c)) as Store[K];
  return {
    ...base,
    backup: (targetPath) => backupTo(c, targetPath),
    brands: group<'brands'>(brands),
    watches: group<'watches'>(watches),
    subscriptions: group<'subscriptions'>(subscriptions),
    sources: group<'sources'>(sources),
    mentions: group<'mentions'>(mentions),
    judgements: group<'judgements'>(judgements),
    corrections: group<'corrections'>(corrections),
    stories: group<'stories'>(stories),
    rollups: group<'rollups'>(rollups),
    positions: group<'positions'>(positions),
    incidents: group<'incidents'>(incidents),
    deliveries: group<'deliveries'>(deliveries),
    evidence: group<'evidence'>(evidence),
    users: group<'users'>(users),
    sessions: group<'sessions'>(sessions),
    tokens: group<'tokens'>(tokens),
    leases: group<'leases'>(leases),
    settings: group<'settings'>(settings),
    audit: group<'audit'>(audit),
    transfer: transfer(c),
  };
}
