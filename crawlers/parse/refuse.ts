// What is not the document we asked for: an empty body, a challenge page, HTML in the place of a feed, a document that
// breaks off. Each becomes an AppError that says what to do. Must never take a real document for one of these.

import { AppError } from '../../core/errors.ts';
import type { Reply } from '../../core/ports.ts';
import { challengeOf } from '../fetch/challenge.ts';

type Page = Pick<Reply, 'url' | 'headers' | 'body'>;

/** True for an HTML page, judged by its beginning. */
export function looksLikeHtml(body: string): boolean {
  return /^[\s\ufeff]*(?:<\?xml[^>]*>\s*)?(?:<!--[\s\S]{0,2000}?-->\s*)*<(?:!doctype\s+html|html[\s>]|head[\s>]|body[\s>])/i.test(
    body.slice(0, 5000),
  );
}

/** Throws 'source.changed' for nothing at all and 'source.blocked' for a challenge page; everything else passes. */
export function refuseEmptyOrChallenge(reply: Page): void {
  if (reply.body.trim() === '') {
    throw new AppError(
      'source.changed',
      'The address answered with an empty page. Open it in a browser; if it is empty there too, the site has dropped it.',
      { retry: 'later', facts: { problem: 'empty' } },
    );
  }
  const guard = challengeOf(reply);
  if (guard !== null) {
    throw new AppError(
      'source.blocked',
      'The site shows a robot check instead of its content. It is left alone for a while; use its official interface or a search source for it.',
      { retry: 'later', facts: { problem: 'challenge', guard } },
    );
  }
}

/**
 * The parsed JSON of a reply. Throws as refuseEmptyOrChallenge does, and 'source.changed' for HTML, for a document that
 * breaks off and for other things that are not JSON.
 */
export function parseJsonReply(reply: Page): unknown {
  refuseEmptyOrChallenge(reply);
  const { body } = reply;
  try {
    return JSON.parse(body.replace(/^\ufeff/, ''));
  } catch (cause) {
    if (looksLikeHtml(body)) throw htmlInsteadOf('JSON');
    const isBroken = /^[\s\ufeff]*[[{]/.test(body) && !/[\]}]\s*$/.test(body);
    throw isBroken
      ? truncated()
      : new AppError(
          'source.changed',
          'The answer is not JSON any more. Check the parameters; the site may have changed its interface.',
          {
            retry: 'later',
            cause,
            facts: { problem: 'not-json' },
          },
        );
  }
}

/** An HTML page where `wanted` ("a feed", "JSON") should be. */
export function htmlInsteadOf(wanted: string): AppError {
  return new AppError(
    'source.changed',
    `The address answers with a web page and not with ${wanted}. Check it in a browser; the site may have moved it or may ask for a login.`,
    { retry: 'later', facts: { problem: 'html' } },
  );
}

/** A document that ends in the middle. */
export function truncated(): AppError {
  return new AppError(
    'source.changed',
    'The document breaks off in the middle. It is read again later; when this stays so, tell the site or raise fetch.maxBytes.',
    { retry: 'later', facts: { problem: 'truncated' } },
  );
}

/** The shape is not what the interface documents. `what` names the part that is missing. */
export function shapeChanged(what: string): AppError {
  return new AppError(
    'source.changed',
    'The answer no longer has the documented shape. Check the parameters; when they are right, the source needs an update.',
    { retry: 'later', facts: { problem: 'shape', missing: what } },
  );
}
