// Coming in and going out: the first admin's one-time link, login, logout, the reader's language.

import type { User } from '../../core/types.ts';
import { setUpFirstAdmin } from '../../pipeline/accounts.ts';
import { audit } from '../../pipeline/audit.ts';
import type { Deps } from '../../pipeline/deps.ts';
import { fault } from '../../pipeline/fault.ts';
import { endSession, login, startSession } from '../auth.ts';
import { type Call, route } from '../route.ts';
import * as access from '../schema-access.ts';
import { userView } from '../views.ts';

async function sessionView({ deps, version }: { deps: Deps; version: string }, user: User | null) {
  return {
    user: user && userView(user, { isAdmin: false, userId: user.id }),
    needsSetup: user === null && (await deps.store.users.list()).length === 0,
    locale: user?.locale ?? deps.config.locale,
    timeZone: deps.config.timeZone,
    version,
  };
}

/** The signed-in person. Throws 'auth.denied' for a token, which is nobody. */
function personOf({ deps, caller }: Call<unknown, unknown>): User {
  if (!caller?.user) throw fault(deps, 'auth.denied');
  return caller.user;
}

export const sessionRoutes = [
  route({
    method: 'get',
    path: '/api/session',
    summary: 'Who is signed in, and whether the first admin is still to be made',
    access: 'public',
    answer: access.session,
    handle: async (call) => sessionView(call, call.caller?.user ?? null),
  }),
  route({
    method: 'post',
    path: '/api/setup',
    summary: 'Make the first admin with the one-time link',
    access: 'public',
    isLimited: true,
    body: access.setupBody,
    answer: access.session,
    handle: async (call) => {
      const { token, ...person } = call.body;
      const user = await setUpFirstAdmin(call.deps, token, person);
      await startSession(call.deps, call.response, user);
      return sessionView(call, user);
    },
  }),
  route({
    method: 'post',
    path: '/api/login',
    summary: 'Sign in; sets the session cookie',
    access: 'public',
    isLimited: true,
    body: access.loginBody,
    answer: access.session,
    handle: async (call) => {
      const user = await login(call.deps, call.response, call.body.email, call.body.password);
      return sessionView(call, user);
    },
  }),
  route({
    method: 'post',
    path: '/api/logout',
    summary: 'End the session and its live lines',
    access: 'public',
    answer: access.ok,
    handle: async ({ deps, response, caller, live, by }) => {
      await endSession(deps, response, caller?.sessionHash ?? null);
      if (caller?.sessionHash) {
        live.close(caller.sessionHash);
        await audit(deps, by, 'login.ended', by);
      }
      return { ok: true as const };
    },
  }),
  route({
    method: 'post',
    path: '/api/me/locale',
    summary: 'Choose the language of the dashboard',
    access: 'viewer',
    body: access.localeBody,
    answer: access.session,
    handle: async (call) => {
      const user: User = { ...personOf(call), locale: call.body.locale };
      await call.deps.store.users.put(user);
      return sessionView(call, user);
    },
  }),
];
