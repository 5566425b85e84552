// The one place that talks to the server: JSON in, JSON out, problem+json turned into one sentence.
// It must never keep a secret, and never send anything to another origin.

import type { Problem } from '../api.gen.ts';

const TIMEOUT_MS = 30_000;

/** What went wrong, for a person. `status` 0 means that no answer came; `fields` names wrong form fields. */
export class ApiError extends Error {
  readonly status: number;
  readonly code: string;
  readonly fields: { path: string; message: string }[];

  constructor(status: number, code: string, message: string, fields: { path: string; message: string }[] = []) {
    super(message);
    this.name = 'ApiError';
    this.status = status;
    this.code = code;
    this.fields = fields;
  }
}

let sessionLost = (): void => undefined;

/** Calls `listener` whenever the server says that the session is over. */
export function onSessionLost(listener: () => void): void {
  sessionLost = listener;
}

export function getJson<T>(path: string, signal?: AbortSignal): Promise<T> {
  return request<T>('GET', path, undefined, signal);
}

/** Sends a change. Throws ApiError with the server's own sentence. */
export function sendJson<T>(method: 'POST' | 'PATCH' | 'PUT' | 'DELETE', path: string, body?: unknown): Promise<T> {
  return request<T>(method, path, body ?? (method === 'DELETE' ? undefined : {}));
}

async function request<T>(method: string, path: string, body?: unknown, signal?: AbortSignal): Promise<T> {
  const timeout = AbortSignal.timeout(TIMEOUT_MS);
  let response: Response;
  try {
    response = await fetch(path, {
      method,
      credentials: 'same-origin',
      signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
      headers: body === undefined ? { accept: 'application/json' } : { 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  } catch (error) {
    throw new ApiError(0, signal?.aborted ? 'aborted' : 'network', error instanceof Error ? error.message : 'network');
  }
  if (response.ok) return (await response.json()) as T;
  const problem = await readProblem(response);
  const isSignIn = path === '/api/login' || path === '/api/setup';
  if (response.status === 401 && !isSignIn) sessionLost();
  throw problem;
}

async function readProblem(response: Response): Promise<ApiError> {
  try {
    const problem = (await response.json()) as Problem;
    const sentence = problem.detail || problem.title;
    return new ApiError(response.status, problem.code, sentence, problem.errors ?? []);
  } catch {
    // A proxy in between answered with something that is no problem+json: the status is all we know.
    return new ApiError(response.status, 'http', `HTTP ${response.status}`);
  }
}

/** `/path?a=1` from the values that are set; empty and null ones are left out. */
export function withQuery(path: string, values: Record<string, string | number | null | undefined>): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(values)) {
    if (value !== null && value !== undefined && value !== '') query.set(name, String(value));
  }
  const text = query.toString();
  return text ? `${path}?${text}` : path;
}
