// What went wrong while a mailbox was read: what IMAP servers and imapflow say becomes an outcome and a sentence. Pure.
// Must never repeat an error's own words: some servers answer with the user's name.

import { AppError } from '../../core/errors.ts';
import { judgeError } from './failure.ts';
import { failure, type Verdict } from './outcome.ts';

const TIMEOUT = new Set(['CONNECT_TIMEOUT', 'GREETING_TIMEOUT', 'UPGRADE_TIMEOUT', 'ETIMEOUT']);
const TOO_BIG = new Set(['LineTooLarge', 'LiteralTooLarge', 'ResponseTooLarge', 'TooManyTokens', 'TooManyResponses']);
const NOT_IMAP =
  /^(?:ParserError|MAX_IMAP_NESTING|UnexpectedTag|MissingTag|InvalidResponse|ResponseProcessingFailed|COMPRESS_)/;
/** RFC 5530: what is said about the server, not about the password. */
const BUSY = /^(?:UNAVAILABLE|INUSE|LIMIT|SERVERBUG|CONTACTADMIN)$/i;

interface MailError {
  code: string;
  authenticationFailed: boolean;
  tlsFailed: boolean;
  mailboxMissing: boolean;
  serverResponseCode: string;
  responseStatus: string;
  throttleReset: number | null;
}

/** `host` as in the address, with its port. Never throws. */
export function judgeMailError(error: unknown, host: string, isOauth = false): Verdict {
  const facts = factsOf(error);
  const { code } = facts;
  if (code === 'ETHROTTLE' || (facts.authenticationFailed && BUSY.test(facts.serverResponseCode)))
    return {
      ...failure('throttled', `${host} asks for a pause before the mailbox is read again. itibar waits.`),
      retryAfterMs: facts.throttleReset,
    };
  if (facts.authenticationFailed && isOauth)
    return failure(
      'blocked',
      `${host} does not take the access token of the mailbox. Check that IMAP is switched on for the user in keys.imap and that the app was allowed to read mail by IMAP; docs/operations.md says how.`,
    );
  if (isOauth && error instanceof Error && /^Unsupported authentication mechanism/.test(error.message))
    return failure('broken', `${host} offers no sign-in by OAuth. Set keys.imap to user:password instead.`);
  if (facts.authenticationFailed)
    return failure(
      'blocked',
      `${host} does not take the mailbox's user name and password. Correct keys.imap (user:password); many providers want IMAP switched on and an app password.`,
    );
  if (facts.mailboxMissing)
    return failure('gone', `There is no such mailbox at ${host}. Correct its name in the settings of this source.`);
  if (TIMEOUT.has(code)) return judgeError(Object.assign(new Error(code), { code: 'ETIMEDOUT' }), host);
  if (TOO_BIG.has(code))
    return failure('too-big', `${host} answered with more than was asked for, so the mailbox was not read.`);
  if (NOT_IMAP.test(code)) return failure('broken', `${host} does not answer in proper IMAP (${code}).`);
  const verdict = judgeError(error, host);
  if (facts.tlsFailed && verdict.outcome === 'network')
    return failure(
      'broken',
      `${host} offers no encrypted connection, so no password is sent there. Use its TLS port (993).`,
    );
  if (!(error instanceof AppError) && facts.responseStatus !== '')
    return failure('broken', `${host} does not let the mailbox be read. Check its name and the rights of the user.`);
  return verdict;
}

function factsOf(error: unknown): MailError {
  const raw = (typeof error === 'object' && error !== null ? error : {}) as Record<string, unknown>;
  const text = (name: string) => (typeof raw[name] === 'string' ? raw[name] : '');
  return {
    code: text('code'),
    authenticationFailed: raw['authenticationFailed'] === true,
    tlsFailed: raw['tlsFailed'] === true,
    mailboxMissing: raw['mailboxMissing'] === true,
    serverResponseCode: text('serverResponseCode'),
    responseStatus: text('responseStatus'),
    throttleReset: typeof raw['throttleReset'] === 'number' ? raw['throttleReset'] : null,
  };
}
