// Every error that leaves the API: RFC 9457 problem+json in the reader's language.
// Must never show internals: what we did not throw on purpose becomes a plain 500 and goes to the log.

import type { ErrorRequestHandler, Request, RequestHandler, Response } from 'express';
import { z } from 'zod';
import { AppError, messageOf } from '../core/errors.ts';
import type { Locale } from '../core/ports.ts';
import type { Deps } from '../pipeline/deps.ts';
import { type FieldError, fault } from '../pipeline/fault.ts';
import type { problem } from './schema-access.ts';

type Problem = z.infer<typeof problem>;

/** The last part of a code says what kind of error it is; anything else is ours: 500. */
const STATUS: Record<string, { status: number; title: string }> = {
  invalid: { status: 400, title: 'Bad Request' },
  needed: { status: 401, title: 'Unauthorized' },
  denied: { status: 403, title: 'Forbidden' },
  'not-found': { status: 404, title: 'Not Found' },
  conflict: { status: 409, title: 'Conflict' },
  'too-large': { status: 413, title: 'Content Too Large' },
  limited: { status: 429, title: 'Too Many Requests' },
  unavailable: { status: 503, title: 'Service Unavailable' },
};
/** A wrong password is 401: there is nobody yet to forbid something to. */
const UNKNOWN_CALLER = ['login.denied', 'hook.denied', 'hook.late.denied'];

/** Throws 'request.invalid' with the paths that are wrong; the messages are in the reader's language. */
export function readInput<T extends z.ZodType>(deps: Deps, schema: T, value: unknown, locale: Locale): z.infer<T> {
  const words = locale === 'tr' ? z.locales.tr() : z.locales.en();
  const parsed = schema.safeParse(value ?? {}, { error: words.localeError });
  if (parsed.success) return parsed.data;
  const errors: FieldError[] = parsed.error.issues.map((issue) => ({
    path: issue.path.map(String).join('.'),
    message: issue.message,
  }));
  const problem = errors
    .slice(0, 3)
    .map(({ path, message }) => (path ? `${path}: ${message}` : message))
    .join('; ');
  throw fault(deps, 'request.invalid', { problem }, errors);
}

/** Language of the answer: the caller's, else what the browser prefers, else the installation's. */
export function localeOf(deps: Deps, request: Request, res: Response): Locale {
  const caller = res.locals.caller as { user?: { locale: Locale } } | undefined;
  if (caller?.user) return caller.user.locale;
  const asked = /^\s*(tr|en)\b/i.exec(request.headers['accept-language'] ?? '')?.[1]?.toLowerCase();
  return asked === 'tr' || asked === 'en' ? asked : deps.config.locale;
}

/** Nothing at this address. */
export function notFound(deps: Deps): RequestHandler {
  return () => {
    throw fault(deps, 'request.not-found');
  };
}

/** The last handler: turns whatever was thrown into a problem. */
export function problemHandler(deps: Deps): ErrorRequestHandler {
  return (error, request, response, next) => {
    if (response.headersSent) return next(error);
    const known = asAppError(deps, error);
    if (!known) deps.log.error({ method: request.method, path: request.path, error: stackOf(error) }, 'request failed');
    sendProblem(response, problemOf(known ?? fault(deps, 'server.failed'), localeOf(deps, request, response)));
  };
}

export function sendProblem(response: Response, body: Problem): void {
  response.status(body.status).type('application/problem+json').send(JSON.stringify(body));
}

/** Codes without a kind of their own (store.broken …) say nothing about their inside. */
function asAppError(deps: Deps, error: unknown): AppError | null {
  if (error instanceof AppError && kindOf(error.code)) return error;
  const { type, status } = (error ?? {}) as { type?: unknown; status?: unknown };
  if (type === 'entity.too.large') return fault(deps, 'request.too-large');
  if (type === 'entity.parse.failed') return fault(deps, 'request.unreadable.invalid');
  // What express refuses by itself: broken escapes in the address, an unknown charset …
  if (status === 400 || status === 415) return fault(deps, 'request.unreadable.invalid');
  return null;
}

function kindOf(code: string) {
  return STATUS[code.slice(code.lastIndexOf('.') + 1)];
}

export function problemOf(error: AppError, locale: Locale): Problem {
  const kind = kindOf(error.code) ?? { status: 500, title: 'Internal Server Error' };
  const isUnknown = UNKNOWN_CALLER.includes(error.code);
  const { tr, errors } = error.facts as { tr?: unknown; errors?: FieldError[] };
  return {
    type: 'about:blank',
    title: isUnknown ? 'Unauthorized' : kind.title,
    status: isUnknown ? 401 : kind.status,
    detail: locale === 'tr' && typeof tr === 'string' ? tr : error.message,
    code: error.code,
    ...(errors ? { errors } : {}),
  };
}

function stackOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : messageOf(error);
}
