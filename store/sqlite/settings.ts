// Small values under a name. null stands for "there is none".

import type { Store } from '../../core/ports.ts';
import type { Connection } from './connection.ts';
import type { Sync } from './group.ts';

export function settings(c: Connection): Sync<Store['settings']> {
  const get = (key: string): unknown => {
    const row = c.row<{ value: string }>('SELECT value FROM settings WHERE key = ?', key);
    return row ? JSON.parse(row.value) : null;
  };
  return {
    get,
    set: (key, value, options = {}) =>
      c.write(() => {
        const stored = JSON.stringify(value ?? null);
        const change = options.ifAbsent ? 'NOTHING' : 'UPDATE SET value = excluded.value';
        c.run(`INSERT INTO settings (key, value) VALUES (?, ?) ON CONFLICT (key) DO ${change}`, key, stored);
        return get(key);
      }),
    take: (key) =>
      c.write(() => {
        const value = get(key);
        c.run('DELETE FROM settings WHERE key = ?', key);
        return value;
      }),
  };
}
