// A small IMAP4rev1 server for tests (RFC 3501): LOGIN, AUTHENTICATE XOAUTH2 with an initial response (SASL-IR), EXAMINE, UID SEARCH, UID FETCH with partial bodies and literals.
// It keeps what it was asked, and would mark a message as read as a real server does, so that tests see who does that.

import type { Socket } from 'node:net';

export interface StoredMail {
  uid: number;
  /** INTERNALDATE, epoch ms. */
  at: number;
  source: Buffer;
}

export interface ImapMailbox {
  uidValidity: number;
  uidNext: number;
  mails: StoredMail[];
  /** UIDs that a client's reading has marked. */
  seen: Set<number>;
}

export interface ImapStore {
  user: string;
  password: string;
  /** Access tokens that are good; serve with the capabilities "IMAP4rev1 SASL-IR AUTH=XOAUTH2". */
  tokens?: Set<string>;
  mailboxes: Record<string, ImapMailbox>;
  /** Command lines in their order, without tags and passwords. */
  commands: string[];
  /** Bytes written instead of the usual answer to a command whose line matches; `tag` begins the last line. */
  instead?: (line: string, tag: string) => string | null;
}

/** A store whose INBOX holds the sources with UIDs from `firstUid` on. */
export function imapStore(sources: readonly (Buffer | string)[], facts: Partial<StoredMail> = {}): ImapStore {
  const first = facts.uid ?? 1;
  const at = facts.at ?? Date.UTC(2026, 10, 24, 6, 0, 0);
  const mails = sources.map((source, index) => ({ uid: first + index, at, source: Buffer.from(source) }));
  const inbox = { uidValidity: 1_764_000_000, uidNext: first + mails.length, mails, seen: new Set<number>() };
  return { user: 'destek@markam.example', password: 'gizli-parola-1', mailboxes: { INBOX: inbox }, commands: [] };
}

/** Serves one connection; to be handed to net.createServer or tls.createServer. */
export function serveImap(socket: Socket, store: ImapStore, capabilities = 'IMAP4rev1'): void {
  const session: Session = {
    store,
    capabilities,
    mailbox: null,
    isReadOnly: false,
    refusedTag: null,
    send: (text) => socket.write(text, 'latin1'),
  };
  let buffer = '';
  socket.on('error', () => undefined);
  socket.setEncoding('latin1');
  socket.on('data', (chunk: string) => {
    buffer += chunk;
    for (let end = buffer.indexOf('\r\n'); end !== -1; end = buffer.indexOf('\r\n')) {
      const literal = /\{(\d+)(\+?)\}$/.exec(buffer.slice(0, end));
      const size = Number(literal?.[1] ?? 0);
      if (literal && buffer.length < end + 2 + size + 2) {
        if (literal[2] === '' && buffer.length === end + 2) session.send('+ go on\r\n');
        return;
      }
      const text = literal ? buffer.slice(end + 2, end + 2 + size) : '';
      const rest = literal ? buffer.indexOf('\r\n', end + 2 + size) : end;
      const line = literal
        ? `${buffer.slice(0, literal.index)}"${text}"${buffer.slice(end + 2 + size, rest)}`
        : buffer.slice(0, end);
      buffer = buffer.slice(rest + 2);
      if (!answer(line, session)) return void socket.end();
    }
  });
  session.send('* OK test server ready\r\n');
}

interface Session {
  store: ImapStore;
  capabilities: string;
  mailbox: ImapMailbox | null;
  isReadOnly: boolean;
  /** Tag of an AUTHENTICATE whose refusal was explained and not yet finished. */
  refusedTag: string | null;
  send(text: string): void;
}

/** False when the connection ends. */
function answer(line: string, session: Session): boolean {
  const [, tag = '*', command = ''] = /^(\S+) (.*)$/s.exec(line) ?? [];
  const { store, send } = session;
  // The client answers the explanation of a refusal with an empty line.
  if (line === '' && session.refusedTag) return refuse(session);
  store.commands.push(command.replace(/^(LOGIN|AUTHENTICATE \S+) .*/is, '$1'));
  const instead = store.instead?.(command, tag);
  if (typeof instead === 'string') {
    send(instead);
    return true;
  }
  const name = /^(?:UID )?\w+/i.exec(command)?.[0].toUpperCase() ?? '';
  const ok = (text: string) => send(`${text}${tag} OK ${name} done\r\n`);
  if (name === 'CAPABILITY') ok(`* CAPABILITY ${session.capabilities}\r\n`);
  else if (name === 'LOGIN') login(command, tag, session);
  else if (name === 'AUTHENTICATE') authenticate(command, tag, session);
  else if (name === 'EXAMINE' || name === 'SELECT') open(command, tag, session);
  else if (name === 'LIST' || name === 'LSUB')
    ok(
      Object.keys(store.mailboxes)
        .map((box) => `* ${name} () "/" ${box}\r\n`)
        .join(''),
    );
  else if (name === 'UID SEARCH') ok(`* SEARCH ${search(command, session).join(' ')}\r\n`);
  else if (name === 'UID FETCH') {
    for (const part of fetch(command, session)) send(part);
    ok('');
  } else if (name === 'NOOP' || name === 'CLOSE') ok('');
  else if (name === 'LOGOUT') {
    ok('* BYE\r\n');
    return false;
  } else send(`${tag} BAD unknown command\r\n`);
  return true;
}

function login(command: string, tag: string, { store, send }: Session): void {
  const [user, password] = [...command.matchAll(/"((?:[^"\\]|\\.)*)"|(\S+)/g)]
    .slice(1)
    .map(([, quoted, bare]) => (quoted ?? bare ?? '').replace(/\\(.)/g, '$1'));
  const isRight = user === store.user && password === store.password;
  send(isRight ? `${tag} OK in\r\n` : `${tag} NO [AUTHENTICATIONFAILED] ${user} may not\r\n`);
}

/** developers.google.com/gmail/imap/xoauth2-protocol: a refusal is explained as JSON in base64 before the tagged NO. */
function authenticate(command: string, tag: string, session: Session): void {
  const [, sent = ''] = /^AUTHENTICATE XOAUTH2 (\S+)$/i.exec(command) ?? [];
  // Fields end with \x01, the last one with two of them.
  const [user, bearer = ''] = Buffer.from(sent, 'base64').toString().split('\x01');
  if (user === `user=${session.store.user}` && session.store.tokens?.has(bearer.replace('auth=Bearer ', '')))
    return void session.send(`${tag} OK in\r\n`);
  session.refusedTag = tag;
  session.send(`+ ${Buffer.from('{"status":"400","schemes":"Bearer"}').toString('base64')}\r\n`);
}

function refuse(session: Session): boolean {
  session.send(`${session.refusedTag} NO [AUTHENTICATIONFAILED] Invalid credentials\r\n`);
  session.refusedTag = null;
  return true;
}

function open(command: string, tag: string, session: Session): void {
  const path = /^\w+ "?([^"]*?)"?(?: \(.*\))?$/.exec(command)?.[1] ?? '';
  const mailbox = session.store.mailboxes[path] ?? null;
  session.mailbox = mailbox;
  session.isReadOnly = /^EXAMINE/i.test(command);
  const lines =
    mailbox === null
      ? `${tag} NO [NONEXISTENT] no such mailbox\r\n`
      : `* FLAGS (\\Seen)\r\n* ${mailbox.mails.length} EXISTS\r\n* 0 RECENT\r\n* OK [UIDVALIDITY ${mailbox.uidValidity}] x\r\n* OK [UIDNEXT ${mailbox.uidNext}] x\r\n${tag} OK [READ-${session.isReadOnly ? 'ONLY' : 'WRITE'}] open\r\n`;
  session.send(lines);
}

/** UID sets, SINCE and FROM: all that is asked here. */
function search(command: string, { mailbox }: Session): number[] {
  const mails = mailbox?.mails ?? [];
  const since = Date.parse(`${/SINCE "?([\w-]+)/i.exec(command)?.[1] ?? '1-Jan-1970'} UTC`);
  const from = /FROM "?([^\s"]+)/i.exec(command)?.[1]?.toLowerCase();
  const set = /^UID SEARCH (?:.* )?UID "?([\d:*,]+)/i.exec(command)?.[1] ?? '1:*';
  return chosen(mails, set)
    .filter(({ at }) => at >= since)
    .filter(
      ({ source }) =>
        from === undefined || /^From:.*$/im.exec(source.toString('latin1'))?.[0].toLowerCase().includes(from),
    )
    .map(({ uid }) => uid);
}

/** RFC 3501: "*" is the highest UID there is, and a range may be written either way round. */
function chosen(mails: readonly StoredMail[], set: string): StoredMail[] {
  const highest = Math.max(0, ...mails.map(({ uid }) => uid));
  const ranges = set.split(',').map((range) => range.split(':').map((end) => (end === '*' ? highest : Number(end))));
  return mails.filter(({ uid }) => ranges.some(([a = 0, b = a]) => uid >= Math.min(a, b) && uid <= Math.max(a, b)));
}

function* fetch(command: string, session: Session): Generator<string> {
  const [, set = '', wish = ''] = /^UID FETCH (\S+) (.*)$/i.exec(command) ?? [];
  const [, peek, from, length] = /BODY(\.PEEK)?\[\]<(\d+)\.(\d+)>/i.exec(wish) ?? [];
  for (const mail of chosen(session.mailbox?.mails ?? [], set)) {
    const number = (session.mailbox?.mails.indexOf(mail) ?? 0) + 1;
    if (length !== undefined && peek === undefined && !session.isReadOnly) session.mailbox?.seen.add(mail.uid);
    const body = mail.source.subarray(Number(from ?? 0), Number(from ?? 0) + Number(length ?? mail.source.length));
    const date = new Date(mail.at).toUTCString().replace(/^\w+, (\d+) (\w+) (\d+) ([\d:]+) GMT$/, '$1-$2-$3 $4 +0000');
    yield `* ${number} FETCH (UID ${mail.uid} INTERNALDATE "${date}" RFC822.SIZE ${mail.source.length} BODY[]<${from ?? 0}> {${body.length}}\r\n${body.toString('latin1')})\r\n`;
  }
}
