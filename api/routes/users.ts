// The team, the API tokens, and the erasure of an author's data. A token's value is shown once, when it is made.

import { z } from 'zod';
import { createUser } from '../../pipeline/accounts.ts';
import { audit } from '../../pipeline/audit.ts';
import { fault } from '../../pipeline/fault.ts';
import { createToken } from '../auth.ts';
import { route } from '../route.ts';
import * as access from '../schema-access.ts';
import { userView } from '../views.ts';

export const userRoutes = [
  route({
    method: 'get',
    path: '/api/users',
    summary: 'The team; addresses are shown to admins only',
    access: 'viewer',
    answer: z.array(access.user),
    handle: async ({ deps, caller }) => {
      const reader = { isAdmin: caller?.role === 'admin', userId: caller?.user?.id ?? null };
      const users = (await deps.store.users.list()).filter(({ isDisabled }) => !isDisabled);
      return users.map((user) => userView(user, reader));
    },
  }),
  route({
    method: 'post',
    path: '/api/users',
    summary: 'Add a person to the team',
    access: 'admin',
    status: 201,
    body: access.userBody,
    answer: access.user,
    handle: async ({ deps, body, by }) => userView(await createUser(deps, body, by), { isAdmin: true, userId: null }),
  }),
  route({
    method: 'get',
    path: '/api/tokens',
    summary: 'API tokens, without their values',
    access: 'admin',
    answer: z.array(access.tokenView),
    handle: ({ deps }) => deps.store.tokens.list(),
  }),
  route({
    method: 'post',
    path: '/api/tokens',
    summary: 'Make an API token; its value is shown only now',
    access: 'admin',
    status: 201,
    body: access.tokenBody,
    answer: access.newToken,
    handle: async ({ deps, body, by }) => {
      const { value, token } = await createToken(deps, body, by);
      return { token: value, view: token };
    },
  }),
  route({
    method: 'delete',
    path: '/api/tokens/:id',
    summary: 'Remove an API token; it stops working at once',
    access: 'admin',
    answer: access.ok,
    handle: async ({ deps, params, by }) => {
      const id = params.id ?? '';
      if (!(await deps.store.tokens.list()).some((token) => token.id === id)) throw fault(deps, 'token.not-found');
      await deps.store.tokens.remove(id);
      await audit(deps, by, 'token.removed', id);
      return { ok: true as const };
    },
  }),
  route({
    method: 'post',
    path: '/api/erasures',
    summary: 'Delete every mention of one author for good; an audit entry without the name stays',
    access: 'admin',
    body: access.erasureBody,
    answer: access.erasure,
    handle: async ({ deps, body, by }) => ({
      erased: await deps.store.mentions.eraseAuthor(body.author, by, deps.clock.now()),
    }),
  }),
];
