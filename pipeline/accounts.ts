// Who may come in: the one-time link of the first admin, and users that the command line or an admin adds.
// Must never store the link's token or a password, only their hashes.

import { randomBytes } from 'node:crypto';
import { newId, sha256 } from '../core/id.ts';
import type { Role, User } from '../core/types.ts';
import { audit } from './audit.ts';
import type { Deps } from './deps.ts';
import { fault } from './fault.ts';
import { hashPassword } from './passwords.ts';

/** Holds the hash of the one link that is good now; a new link replaces it. */
const SETUP_KEY = 'setup.token-hash';

export interface NewUser {
  email: string;
  name: string;
  role: Role;
  password: string;
  locale?: 'tr' | 'en';
}

/** While there is no user: a fresh link (the former one stops working). Null when there is somebody. */
export async function ensureSetupLink(deps: Deps): Promise<string | null> {
  if ((await deps.store.users.list()).length > 0) return null;
  const token = randomBytes(24).toString('base64url');
  await deps.store.settings.set(SETUP_KEY, sha256(token));
  return `${deps.publicUrl}/setup?token=${token}`;
}

/** Makes the first admin. Throws 'setup.denied' for a wrong or used link, and when somebody is there already. */
export async function setUpFirstAdmin(deps: Deps, token: string, person: Omit<NewUser, 'role'>): Promise<User> {
  const isFree = (await deps.store.users.list()).length === 0;
  const stored = isFree ? await deps.store.settings.get(SETUP_KEY) : null;
  // Compared before it is taken, or anybody could spoil the link by trying a wrong one. take() then lets one through.
  if (stored === null || stored !== sha256(token)) throw fault(deps, 'setup.denied');
  if ((await deps.store.settings.take(SETUP_KEY)) !== stored) throw fault(deps, 'setup.denied');
  const user = await createUser(deps, { ...person, role: 'admin' }, 'setup');
  await audit(deps, user.id, 'setup.done', user.id);
  return user;
}

/** Adds a user. Throws 'user.conflict' when the address is taken. */
export async function createUser(deps: Deps, person: NewUser, by: string): Promise<User> {
  const email = person.email.trim().toLowerCase();
  if (await deps.store.users.findByEmail(email)) throw fault(deps, 'user.conflict', { email });
  const user: User = {
    id: newId('usr'),
    email,
    name: person.name.trim(),
    role: person.role,
    passwordHash: await hashPassword(person.password),
    locale: person.locale ?? deps.config.locale,
    createdAt: deps.clock.now(),
    isDisabled: false,
  };
  await deps.store.users.put(user);
  await audit(deps, by, 'user.created', user.id, { role: user.role });
  return user;
}

/** Sets a new password and ends every session of the user. */
export async function setPassword(deps: Deps, user: User, password: string, by: string): Promise<void> {
  await deps.store.users.put({ ...user, passwordHash: await hashPassword(password) });
  await deps.store.sessions.removeOfUser(user.id);
  await audit(deps, by, 'user.password-set', user.id);
}

/** A disabled user is signed out and not let in again until enabled. */
export async function setUserDisabled(deps: Deps, user: User, isDisabled: boolean, by: string): Promise<void> {
  await deps.store.users.put({ ...user, isDisabled });
  if (isDisabled) await deps.store.sessions.removeOfUser(user.id);
  await audit(deps, by, isDisabled ? 'user.disabled' : 'user.enabled', user.id);
}
