// The sentences that a failed run may leave, as the crawlers write them. What is stored is the English sentence: it is read
// back here into which problem it was and its facts, and told in the reader's language from the locale files (problem.<id>).
// A sentence that is not in the list is shown as it is. Must never lose a sentence, nor change one that is English already.

import type { Say } from './alerting.ts';
import type { Locale, Translate } from './ports.ts';
import type { SourceHealth } from './types.ts';

/** By id, with {facts}. In the words of the crawlers: a test holds the two together. */
export const PROBLEMS = {
  throttled: '{host} asks for fewer requests ({status}). itibar waits and then goes on by itself.',
  'sign-in-wanted': '{host} wants a sign-in or a valid key ({status}). Check the key of this source.',
  forbidden: '{host} does not let itibar read this page ({status}). itibar does not get around it.',
  gone: '{host} says that this page does not exist ({status}). Check the address or name.',
  fault: '{host} has a fault ({status}). itibar tries again.',
  'lost-redirect': '{host} answered with a redirect that leads nowhere ({status}). Check the address.',
  'not-accepted': '{host} does not accept the request ({status}). Check the settings of this source.',
  'wall-sign-in': '{host} shows this page only to people who signed in. itibar does not get around it.',
  'wall-consent': '{host} shows a consent page instead of its content. itibar does not get around it.',
  'wall-by': '{host} shows a bot check by {name} instead of its content. itibar does not get around it.',
  'wall-captcha': '{host} shows a captcha instead of its content. itibar does not get around it.',
  'wall-bot': '{host} shows a bot check instead of its content. itibar does not get around it.',
  timeout: '{host} did not answer in time. itibar tries again at the next run.',
  certificate: 'The certificate of {host} cannot be trusted ({code}). Its owner has to renew or correct it.',
  tls: '{host} does not speak proper TLS ({code}). Check http or https in the address.',
  headers: '{host} sent headers without end, so the answer was not read.',
  'not-http': '{host} does not answer in proper HTTP ({code}).',
  'no-address': "There is no address for {host}. Check the spelling, or this machine's connection.",
  'own-network': 'This machine cannot reach the network ({code}). Check its connection.',
  'broke-off': 'The connection to {host} broke off ({code}). itibar tries again.',
  'left-alone': '{host} failed several times in a row and is left alone for a while.',
  'no-site': 'No site can be reached at the moment. Check the connection of this machine.',
  circles: '{host} sends requests around in circles. Check the address.',
  'robots-closed': 'The robots.txt of {host} could not be read, so nothing is asked there for now.',
  'robots-status':
    'The robots.txt of {host} cannot be read at the moment ({status}), so nothing is asked there for now.',
  'robots-refused': 'The robots.txt of {host} asks programs not to read this page, so itibar does not.',
  busy: 'Too many requests wait for {host} already. It is tried again later.',
  'no-answer': 'No answer came.',
  'too-big': 'The answer is bigger than {mb} MB, so it was not read to its end.',
  damaged: 'The compressed answer is damaged.',
  'packed-often': 'The answer is compressed too many times.',
  'packed-unknown': 'The answer uses a compression that was not asked for.',
  'bad-address': 'The address cannot be read. Correct it.',
  'bad-scheme': 'Only {schemes} addresses are read, not "{scheme}". Correct the address.',
  'address-key': 'The address holds a user name or password. Remove it: itibar reads public pages only.',
  'bad-port': 'Port {port} belongs to another service than {wanted}, so {host} is not asked. Correct the address.',
  private:
    '{host} leads into a private network, so it is not asked. If that is wanted, name its host:port in fetch.allowHosts.',
  'bad-browser':
    'CHROMIUM_PATH names no program that can be run. Correct it, or remove it to look in the usual places.',
  'no-browser':
    'A browser is needed for this, and there is none. Install the package "chromium", or set CHROMIUM_PATH.',
  'not-drawn': 'The page could not be drawn by the browser.',
  'not-drawn-yet': 'The page could not be drawn by the browser. itibar tries again at the next run.',
  grew: 'The page grew too big while its scripts ran, so it was not read.',
  'slow-page': 'The page took too long.',
  wall: '{host} shows {what} instead of its content. itibar does not get around it.',
  'mail-pause': '{host} asks for a pause before the mailbox is read again. itibar waits.',
  'mail-password':
    "{host} does not take the mailbox's user name and password. Correct keys.imap (user:password); many providers want IMAP switched on and an app password.",
  'mail-missing': 'There is no such mailbox at {host}. Correct its name in the settings of this source.',
  'mail-too-big': '{host} answered with more than was asked for, so the mailbox was not read.',
  'not-imap': '{host} does not answer in proper IMAP ({code}).',
  'mail-open': '{host} offers no encrypted connection, so no password is sent there. Use its TLS port (993).',
  'mail-refused': '{host} does not let the mailbox be read. Check its name and the rights of the user.',
  'mail-key': 'The mailbox needs a user name and a password: user:password.',
  'mail-search': 'The mailbox could not be searched.',
  'stream-open': '{host} is no encrypted stream (wss or https). Correct the address.',
  'stream-silent': '{host} fell silent, so the stream is opened again.',
  'stream-ended': '{host} ended the stream ({code}). itibar opens it again.',
  'stream-endless': 'The stream sent one message without end, so it was left.',
  'socket-endless': '{host} sent one message without end, so the stream was left.',
  'not-socket': '{host} does not speak proper WebSocket ({code}).',
  'no-socket': '{host} does not open a proper WebSocket. Check the address.',
  'stream-moved': '{host} sends the stream elsewhere ({status}). Correct the address.',
  'socket-refused': '{host} answers, but opens no WebSocket ({status}).',
  'mail-token':
    '{host} does not take the access token of the mailbox. Check that IMAP is switched on for the user in keys.imap and that the app was allowed to read mail by IMAP; docs/operations.md says how.',
  'mail-no-oauth': '{host} offers no sign-in by OAuth. Set keys.imap to user:password instead.',
  'mail-token-url': 'keys.imap.oauth.tokenUrl must be an https address. Correct it.',
  'mail-app':
    '{host} does not know the app that reads the mailbox ({code}). Correct clientId and clientSecret under keys.imap.oauth.',
  'mail-refresh':
    '{host} gives no access to the mailbox any more ({code}). Make a new refresh token and set it under keys.imap.oauth; docs/operations.md says how.',
  'mail-no-access': '{host} gives no access to the mailbox at the moment ({status}). itibar tries again.',
  'stream-polled': '{why} Until it answers, pages are read instead.',
  'stream-none': '{host} answers, but not with a stream of events ({status}).',
  'stream-over': '{host} says that there is no stream any more ({status}).',
  'stream-unreadable': 'The stream of {title} runs, but nothing in it can be read. The source may need an update.',
  'jetstream-lost':
    'Jetstream no longer had the place where it was left (about 36 hours are kept): what was written before that is missing. A search fills it, see keys.bluesky.',
  'jetstream-gap':
    'Jetstream begins later than where it was left (about 36 hours are kept): what was written in between is missing.',
  'nothing-read':
    '{title} answered, but nothing in the answer could be read as an item. Its page may have changed; look at it in a browser.',
  'no-texts': '{title} gave items, but none of them has a text. Its page may have changed; look at it in a browser.',
  'unknown-source': 'This version has no source "{id}". Remove it from the watch, or update itibar.',
  'bad-settings': 'The settings of {title} in this watch cannot be used ({problem}). Correct them on the watch.',
  budget:
    'The month’s budget for {title} is spent. Reading goes on when the next month (UTC) begins; to go on now, raise {setting} in the configuration.',
  'empty-page':
    'The address answered with an empty page. Open it in a browser; if it is empty there too, the site has dropped it.',
  'robot-check':
    'The site shows a robot check instead of its content. It is left alone for a while; use its official interface or a search source for it.',
  'not-json': 'The answer is not JSON any more. Check the parameters; the site may have changed its interface.',
  html: 'The address answers with a web page and not with {wanted}. Check it in a browser; the site may have moved it or may ask for a login.',
  truncated:
    'The document breaks off in the middle. It is read again later; when this stays so, tell the site or raise fetch.maxBytes.',
  shape:
    'The answer no longer has the documented shape. Check the parameters; when they are right, the source needs an update.',
  'not-a-page':
    'The address does not answer with a web page. Check it in a browser; the site may be closed for maintenance.',
  'huge-page':
    'The page is larger or nested deeper than any page of a forum, so it was not read. Look at it in a browser.',
  'no-feed':
    'The address does not hold a feed that can be read. Check it in a browser, or look for the site’s feed address.',
  'only-listen':
    'Without a key Bluesky can only be listened to, and that is what `itibar start` and `itibar worker` do. Set keys.bluesky (handle:app-password) to search as well.',
  'listen-brand':
    'Without a brand the stream can only be listened to, and that is what `itibar start` and `itibar worker` do. Name the brand to read its page as well.',
  'import-only': 'Imports are not read from the web: use `itibar import FILE`.',
  'hook-only': 'The webhook is not read: records are sent to /hooks/<name>.',
  'no-name': 'There is nothing to search for: give the watch a query with a name in it.',
  'no-word': 'There is nothing to search for: give the watch a query with a word in it.',
  'no-part': 'Nothing of the query can be searched for: give it a name to look for.',
  'short-word': 'The search needs a word of three letters or more: add one to the query.',
  'short-forum-word': 'The forum’s search needs a word of three letters or more: add one to the query.',
  'short-discourse':
    'The forum’s search needs a word of three letters or more: add one to the query, or set mode to "latest".',
  'short-gdelt':
    'GDELT needs a word of three letters or more: add one to the watch’s query, or set the parameter query.',
  'no-page': 'The address does not show a web page that can be read. Open it in a browser.',
  'no-text':
    'The page has no text of its own that could be followed. When a browser shows one, set "drawn"; otherwise name another page.',
  'no-video': 'Comments are read under something: name a video or a channel.',
  'no-subreddit': 'Comments are read of a subreddit: name one, or set mode to "search".',
  'zoho-token':
    'Zoho does not accept the refresh token. Make a new one for this region and set it as the key "zoho-desk".',
  'no-engine':
    'None of the engines behind your SearXNG answered. Look at its /stats page and switch on engines that work.',
  serpapi: 'SerpApi refused the search. Look at your plan and key in its dashboard.',
  'forum-search': 'The forum refused the search. Try other words, or set mode to "latest".',
  'forum-form':
    'This forum does not search for visitors who come by an address: it shows the empty form. Read single topics with "thread", or its feed with the source "feed".',
  'gdelt-slow': 'GDELT asks for fewer questions. itibar waits and then goes on by itself.',
  'gdelt-question': 'GDELT does not understand the question. Set the parameter query yourself.',
  'key-form': 'The key keys.{name} must have the form {shape}. Correct it in the configuration.',
  'key-refused': 'The service gave no access for the key keys.{name}. Check it, or make a new one.',
  'meta-slow': 'Meta asks for fewer questions. itibar waits and then goes on by itself.',
  'meta-token':
    'Meta does not accept the token: it has run out or was withdrawn. Make a new one and set it as the key of this source.',
  'meta-permission':
    'Meta does not answer this question: the app lacks a permission or the id is wrong. Compare with the permissions in the legal note of this source.',
} as const;

export interface Problem {
  id: keyof typeof PROBLEMS;
  facts: Record<string, string>;
}

const MAX_LENGTH = 2000;

interface Pattern {
  id: Problem['id'];
  names: string[];
  expression: RegExp;
}

/** Those with the most words of their own first: a general one must not swallow a special one. */
const PATTERNS: Pattern[] = Object.entries(PROBLEMS)
  .map(([id, sentence]) => ({ id: id as Problem['id'], sentence, own: sentence.replace(/\{\w+\}/g, '').length }))
  .sort((a, b) => b.own - a.own)
  .map(({ id, sentence }) => ({
    id,
    names: [...sentence.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? ''),
    expression: new RegExp(
      `^${sentence
        .split(/\{\w+\}/)
        .map(escaped)
        .join('(.{1,300})')}$`,
      'su',
    ),
  }));

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
}

/** Which problem a stored sentence tells of; null for one that is not in the list. */
export function readProblem(sentence: string): Problem | null {
  if (sentence.length > MAX_LENGTH) return null;
  for (const { id, names, expression } of PATTERNS) {
    const found = expression.exec(sentence);
    if (found) return { id, facts: Object.fromEntries(names.map((name, index) => [name, found[index + 1] ?? ''])) };
  }
  return null;
}

/** The words of one language. */
export function sayIn(t: Translate, locale: Locale): Say {
  return (key, params) => t(locale, key, params);
}

/** A stored sentence in the language of `say`, which knows the keys of the locale files. */
export function problemText<T extends string | null>(say: Say, sentence: T): T | string {
  const problem = sentence === null ? null : readProblem(sentence);
  if (!problem) return sentence;
  const { why } = problem.facts;
  // One sentence may hold another one.
  return say(`problem.${problem.id}`, { ...problem.facts, ...(why ? { why: problemText(say, why) } : {}) });
}

/** A source's health with everything that was said of it in the language of `say`. */
export function localHealth<T extends SourceHealth | null>(say: Say, health: T): T {
  if (health === null) return health;
  return {
    ...health,
    suspendedReason: problemText(say, health.suspendedReason),
    lastError: problemText(say, health.lastError),
    recentRuns: health.recentRuns.map((run) => ({ ...run, error: problemText(say, run.error) })),
  };
}
