// A route is declared once: method, path, who may call it, what it takes and gives. From the declaration come the checks,
// the answer and openapi.json. Answers go through their schema, so nothing leaves that the schema does not name.

import type { Express, Request, RequestHandler, Response } from 'express';
import type { z } from 'zod';
import type { Locale } from '../core/ports.ts';
import type { Deps } from '../pipeline/deps.ts';
import { type Access, type Caller, checkAccess } from './auth.ts';
import type { Live } from './live.ts';
import { checkOrigin } from './origin.ts';
import { localeOf, readInput } from './problem.ts';

export type Method = 'get' | 'post' | 'put' | 'patch' | 'delete';

/** What the server itself brings besides the Deps. */
export interface ApiContext {
  deps: Deps;
  version: string;
  live: Live;
}

export interface Call<Query, Body> extends ApiContext {
  request: Request;
  response: Response;
  params: Record<string, string>;
  query: Query;
  body: Body;
  locale: Locale;
  /** Null only on public routes. */
  caller: Caller | null;
  /** Who did it, for audit entries: user id, token id or 'public'. */
  by: string;
}

export interface RouteSpec<Query extends z.ZodType, Body extends z.ZodType, Answer extends z.ZodType> {
  method: Method;
  /** Express form: '/api/watches/:id'. */
  path: string;
  summary: string;
  access: Access;
  query?: Query;
  body?: Body;
  answer: Answer;
  /** Of a good answer; 200 unless something was made. */
  status?: 200 | 201;
  /** Too many tries from one address are refused. */
  isLimited?: boolean;
  handle(call: Call<z.infer<Query>, z.infer<Body>>): Promise<z.input<Answer>>;
}

/** A declared route whose types have been checked and may be forgotten. */
export type Route = RouteSpec<z.ZodType, z.ZodType, z.ZodType>;

export function route<Query extends z.ZodType, Body extends z.ZodType, Answer extends z.ZodType>(
  spec: RouteSpec<Query, Body, Answer>,
): Route {
  return spec as unknown as Route;
}

/** Makes express answer the route. `limiter` runs before anything else on limited ones. */
export function mount(app: Express, context: ApiContext, spec: Route, limiter: RequestHandler): void {
  const handlers: RequestHandler[] = spec.isLimited ? [limiter] : [];
  app[spec.method](spec.path, ...handlers, async (request, response) => {
    const { deps } = context;
    checkOrigin(deps, request);
    const caller = (response.locals.caller ?? null) as Caller | null;
    checkAccess(deps, caller, spec.access);
    const locale = localeOf(deps, request, response);
    const answer = await spec.handle({
      ...context,
      request,
      response,
      params: request.params as Record<string, string>,
      query: spec.query ? readInput(deps, spec.query, request.query, locale) : {},
      body: spec.body ? readInput(deps, spec.body, request.body, locale) : undefined,
      locale,
      caller,
      by: caller?.id ?? 'public',
    });
    response.status(spec.status ?? 200).json(spec.answer.parse(answer));
  });
}
