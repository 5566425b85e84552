// One line in the audit log: who did what to what. Facts are ids and names of fields, never secrets or texts of mentions.

import { newId } from '../core/id.ts';
import type { Deps } from './deps.ts';

/** `by` is a user id, a token id, 'cli' or 'system'; `action` is 'area.done': 'watch.created', 'login.failed' … */
export async function audit(
  deps: Pick<Deps, 'store' | 'clock'>,
  by: string,
  action: string,
  subject: string,
  facts: Record<string, unknown> = {},
): Promise<void> {
  await deps.store.audit.add({ id: newId('aud'), at: deps.clock.now(), by, action, subject, facts });
}
