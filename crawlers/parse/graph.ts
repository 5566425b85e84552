// Meta's Graph interface as Instagram and Facebook share it: where a question goes, how a page of an answer goes on, and
// what its errors mean. Must never follow the `next` address of an answer: it holds the token.

import { AppError } from '../../core/errors.ts';
import type { Reply, RequestPlan } from '../../core/ports.ts';
import { type Json, numberOf, objectOf, textOf } from './json.ts';
import { parseJsonReply } from './refuse.ts';

/** A version works for two years or more; see developers.facebook.com/docs/graph-api/changelog. */
const ROOT = 'https://graph.facebook.com/v23.0';
const THROTTLED = new Set([4, 17, 32, 613, 80002, 80001]);

/** A question. The token goes behind the address only when it is sent. */
export function graphRequest(path: string, search: Record<string, string>, token: string, note: object): RequestPlan {
  return {
    url: `${ROOT}/${path}?${new URLSearchParams(search)}`,
    secretQuery: { access_token: token },
    note: { ...note, path, search },
  };
}

/** The question again for what comes behind this page; null at the end. */
export function graphNext(body: Json, note: Json, token: string): RequestPlan | null {
  const paging = objectOf(body['paging']);
  const after = textOf(objectOf(paging['cursors'])['after']);
  const path = textOf(note['path']);
  if (after === null || textOf(paging['next']) === null || path === null) return null;
  const search = objectOf(note['search']) as Record<string, string>;
  return graphRequest(path, { ...search, after }, token, note);
}

/** The answer's object. Throws 'source.throttled', 'source.blocked' or 'source.refused' for Meta's errors, and as parseJsonReply. */
export function readGraph(reply: Reply): Json {
  const body = objectOf(parseJsonReply(reply));
  const error = objectOf(body['error']);
  const code = numberOf(error['code']);
  if (code === null) return body;
  const facts = { code, detail: (textOf(error['message']) ?? '').slice(0, 300) };
  if (THROTTLED.has(code))
    throw new AppError('source.throttled', 'Meta asks for fewer questions. itibar waits and then goes on by itself.', {
      retry: 'later',
      facts,
    });
  if (code === 190 || code === 102)
    throw new AppError(
      'source.blocked',
      'Meta does not accept the token: it has run out or was withdrawn. Make a new one and set it as the key of this source.',
      {
        retry: 'later',
        facts,
      },
    );
  throw new AppError(
    'source.refused',
    'Meta does not answer this question: the app lacks a permission or the id is wrong. Compare with the permissions in the legal note of this source.',
    {
      retry: 'later',
      facts,
    },
  );
}
