// Small values under a name, as JSON. null stands for "there is none". take() deletes exactly what it read, so that of
// several callers one gets the value.

import type { Store } from '../../core/ports.ts';
import { insertNew } from './bulk.ts';
import type { Connection } from './connection.ts';

export interface SettingDoc {
  value: string;
}

export function settings(c: Connection): Store['settings'] {
  const many = () => c.collection<SettingDoc>('settings');
  const get = async (key: string): Promise<unknown> => {
    const doc = await many().findOne({ _id: key });
    return doc ? JSON.parse(doc.value) : null;
  };
  return {
    get,
    async set(key, value, options = {}) {
      const stored = JSON.stringify(value ?? null);
      if (options.ifAbsent) await insertNew(many(), [{ _id: key, value: stored }]);
      else await many().updateOne({ _id: key }, { $set: { value: stored } }, { upsert: true });
      return options.ifAbsent ? get(key) : JSON.parse(stored);
    },
    async take(key) {
      const doc = await many().findOneAndDelete({ _id: key });
      return doc ? JSON.parse(doc.value) : null;
    },
  };
}
