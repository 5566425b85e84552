// The shapes of access: problems, sessions, users, tokens, and the small answers. See schema.ts for what is watched.
// Never put a secret or another person's personal data into an answer shape.

import { z } from 'zod';

const id = z.string().min(4).max(80);
const at = z.number().int();
const shortText = z.string().trim().min(1).max(200);

export const problem = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.number(),
    detail: z.string(),
    code: z.string(),
    errors: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
  })
  .meta({ id: 'Problem' });

export const user = z
  .object({
    id,
    email: z.string(),
    name: z.string(),
    role: z.enum(['admin', 'member', 'viewer']),
    locale: z.enum(['tr', 'en']),
  })
  .meta({ id: 'User' });

export const session = z
  .object({
    user: user.nullable(),
    needsSetup: z.boolean(),
    locale: z.enum(['tr', 'en']),
    timeZone: z.string(),
    version: z.string(),
  })
  .meta({ id: 'Session' });

export const loginBody = z
  .strictObject({ email: z.email().max(200), password: z.string().min(1).max(200) })
  .meta({ id: 'LoginBody' });

export const setupBody = z
  .strictObject({
    token: z.string().min(10).max(200),
    email: z.email().max(200),
    name: shortText,
    password: z.string().min(10).max(200),
  })
  .meta({ id: 'SetupBody' });

export const localeBody = z.strictObject({ locale: z.enum(['tr', 'en']) }).meta({ id: 'LocaleBody' });

/** Account or name of an author, as the source gives it. */
export const erasureBody = z.strictObject({ author: shortText }).meta({ id: 'ErasureBody' });

export const erasure = z.object({ erased: z.number().int() }).meta({ id: 'Erasure' });

export const tokenBody = z
  .strictObject({ name: shortText, scope: z.enum(['read', 'write']) })
  .meta({ id: 'TokenBody' });

export const tokenView = z
  .object({ id, name: z.string(), scope: z.string(), createdAt: at, lastUsedAt: at.nullable() })
  .meta({ id: 'Token' });

/** The value is shown once: only its hash is kept. */
export const newToken = z.object({ token: z.string(), view: tokenView }).meta({ id: 'NewToken' });

export const userBody = z
  .strictObject({
    email: z.email().max(200),
    name: shortText,
    role: z.enum(['admin', 'member', 'viewer']).default('member'),
    password: z.string().min(10).max(200),
  })
  .meta({ id: 'UserBody' });

export const health = z.object({ ok: z.boolean(), version: z.string() }).meta({ id: 'Health' });

/** Answer of a signed webhook: what was taken, and what could not be read and why. */
export const hookAnswer = z
  .object({ accepted: z.number(), rejected: z.array(z.object({ index: z.number(), error: z.string() })) })
  .meta({ id: 'HookAnswer' });

export const ok = z.object({ ok: z.literal(true) }).meta({ id: 'Ok' });
