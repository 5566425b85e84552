// Who is asking: a session cookie or an API token, and what that caller may do.
// Values are random and stored as hashes only. Must never tell an unknown address from a wrong password.

import { randomBytes } from 'node:crypto';
import type { Request, Response } from 'express';
import { DAY, HOUR } from '../core/clock.ts';
import { newId, sha256 } from '../core/id.ts';
import type { ApiToken, Role, Session, User } from '../core/types.ts';
import { audit } from '../pipeline/audit.ts';
import type { Deps } from '../pipeline/deps.ts';
import { fault } from '../pipeline/fault.ts';
import { verifyPassword } from '../pipeline/passwords.ts';

export { ensureSetupLink } from '../pipeline/accounts.ts';

export const COOKIE = 'itibar_session';
const SESSION_MS = 14 * DAY;
/** A session in use is prolonged at most once a day. */
const PROLONG_BELOW_MS = SESSION_MS - DAY;
const TOUCH_EVERY_MS = HOUR;

export interface Caller {
  /** User id or token id: what the audit log shows. */
  id: string;
  role: Role;
  /** Null for a token. */
  user: User | null;
  /** Null for a token. */
  sessionHash: string | null;
}

const RANK: Record<Role, number> = { viewer: 1, member: 2, admin: 3 };

/** Least role that a route asks for; 'public' = nobody need be signed in. */
export type Access = Role | 'public';

/** Throws 'auth.needed' or 'auth.denied'. */
export function checkAccess(deps: Deps, caller: Caller | null, access: Access): void {
  if (access === 'public') return;
  if (!caller) throw fault(deps, 'auth.needed');
  if (RANK[caller.role] >= RANK[access]) return;
  throw fault(deps, caller.user || access === 'admin' ? 'auth.denied' : 'auth.token.denied');
}

/** The caller of a request, or null. Prolongs the session and its cookie when it is time. */
export async function findCaller(deps: Deps, request: Request, response: Response): Promise<Caller | null> {
  const bearer = /^Bearer (itb_[\w-]{20,100})$/.exec(request.headers.authorization ?? '')?.[1];
  if (bearer) return tokenCaller(deps, bearer);
  const value = cookieOf(request.headers.cookie);
  return value ? sessionCaller(deps, value, response) : null;
}

async function tokenCaller(deps: Deps, value: string): Promise<Caller | null> {
  const token = await deps.store.tokens.findByHash(sha256(value));
  const role = token?.scope === 'write' ? 'member' : token?.scope === 'read' ? 'viewer' : null;
  if (!token || !role) return null;
  const now = deps.clock.now();
  if (now - (token.lastUsedAt ?? 0) > TOUCH_EVERY_MS) await deps.store.tokens.put({ ...token, lastUsedAt: now });
  return { id: token.id, role, user: null, sessionHash: null };
}

async function sessionCaller(deps: Deps, value: string, response: Response): Promise<Caller | null> {
  const idHash = sha256(value);
  const session = await deps.store.sessions.get(idHash);
  const now = deps.clock.now();
  if (!session || session.expiresAt <= now) return null;
  const user = await deps.store.users.get(session.userId);
  if (!user || user.isDisabled) return null;
  if (session.expiresAt - now < PROLONG_BELOW_MS) {
    await deps.store.sessions.put({ ...session, expiresAt: now + SESSION_MS });
    setCookie(deps, response, value);
  }
  return { id: user.id, role: user.role, user, sessionHash: idHash };
}

/** Throws 'login.denied', the same and as slow for an unknown address, a disabled user and a wrong password. */
export async function login(deps: Deps, response: Response, email: string, password: string): Promise<User> {
  const user = await deps.store.users.findByEmail(email.trim().toLowerCase());
  const isRight = await verifyPassword(password, user?.passwordHash ?? null);
  if (!user || !isRight || user.isDisabled) {
    await audit(deps, user?.id ?? 'unknown', 'login.failed', user?.id ?? 'unknown');
    throw fault(deps, 'login.denied');
  }
  await startSession(deps, response, user);
  await audit(deps, user.id, 'login.done', user.id);
  return user;
}

/** Stores a fresh session and sets its cookie. */
export async function startSession(deps: Deps, response: Response, user: User): Promise<void> {
  const value = randomBytes(32).toString('base64url');
  const now = deps.clock.now();
  const session: Session = { idHash: sha256(value), userId: user.id, createdAt: now, expiresAt: now + SESSION_MS };
  await deps.store.sessions.put(session);
  setCookie(deps, response, value);
}

export async function endSession(deps: Deps, response: Response, idHash: string | null): Promise<void> {
  if (idHash) await deps.store.sessions.remove(idHash);
  response.clearCookie(COOKIE, cookieOptions(deps));
}

/** Makes a token; its value is shown once and never again. */
export async function createToken(
  deps: Deps,
  input: { name: string; scope: 'read' | 'write' },
  by: string,
): Promise<{ value: string; token: ApiToken }> {
  const value = `itb_${randomBytes(24).toString('base64url')}`;
  const token: ApiToken = {
    id: newId('tok'),
    name: input.name,
    hash: sha256(value),
    scope: input.scope,
    createdAt: deps.clock.now(),
    lastUsedAt: null,
  };
  await deps.store.tokens.put(token);
  await audit(deps, by, 'token.created', token.id, { scope: token.scope });
  return { value, token };
}

function setCookie(deps: Deps, response: Response, value: string): void {
  response.cookie(COOKIE, value, { ...cookieOptions(deps), maxAge: SESSION_MS });
}

function cookieOptions(deps: Deps) {
  return { httpOnly: true, sameSite: 'lax' as const, secure: deps.publicUrl.startsWith('https:'), path: '/' };
}

function cookieOf(header: string | undefined): string | null {
  const found = (header ?? '').split(';').find((part) => part.trim().startsWith(`${COOKIE}=`));
  return found ? found.trim().slice(COOKIE.length + 1) : null;
}
