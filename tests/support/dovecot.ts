// A Dovecot server for tests, where its package (dovecot-imapd) is installed: one user, one maildir, loopback only.
// Where it is not, suites are skipped by name: the small server of imap-server.ts holds the same promises everywhere.

import { spawn } from 'node:child_process';
import {
  accessSync,
  chmodSync,
  chownSync,
  constants,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'vitest';
import { freePort } from './mongo.ts';

const PATHS = ['/usr/sbin/dovecot', '/usr/local/sbin/dovecot', '/opt/homebrew/sbin/dovecot'];
const START_TRIES = 200;
/** `nobody` of Debian: Dovecot hands no mail to root. */
const MAIL_ID = 65_534;

export interface Dovecot {
  host: string;
  user: string;
  password: string;
  /** Puts a mail into INBOX, as unread. */
  deliver(source: Buffer, name: string): void;
  /** Names of the files in INBOX: those in `new` were never touched, and flags stand behind ":2,". */
  files(): { fresh: string[]; known: string[] };
  stop(): Promise<void>;
}

function findServer(): string | null {
  // Only root may start one that gives its work to another user.
  if (process.getuid?.() !== 0) return null;
  return PATHS.find((path) => isExecutable(path)) ?? null;
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** `tokenInfoUrl`: where Dovecot asks whose an access token is; it is put behind. Without it only passwords are taken. */
export async function startDovecot({ tokenInfoUrl }: { tokenInfoUrl?: string } = {}): Promise<Dovecot> {
  const path = findServer();
  if (path === null) throw new Error('no dovecot');
  const dir = mkdtempSync(join(tmpdir(), 'itibar-dovecot-'));
  chmodSync(dir, 0o755);
  const port = await freePort();
  const [user, password] = ['destek@markam.example', 'gizli-parola-1'];
  const mail = join(dir, 'mail');
  for (const folder of [mail, ...['cur', 'new', 'tmp'].map((name) => join(mail, name))]) {
    mkdirSync(folder);
    chownSync(folder, MAIL_ID, MAIL_ID);
  }
  writeFileSync(join(dir, 'users'), `${user}:{PLAIN}${password}\n`);
  if (tokenInfoUrl !== undefined)
    writeFileSync(
      join(dir, 'oauth2.conf'),
      `tokeninfo_url = ${tokenInfoUrl}\nintrospection_mode = auth\nusername_attribute = email\n`,
    );
  writeFileSync(join(dir, 'dovecot.conf'), configuration(dir, mail, port, tokenInfoUrl !== undefined));
  const child = spawn(path, ['-F', '-c', join(dir, 'dovecot.conf')], { stdio: 'ignore' });
  for (let tries = 0; !(await isOpen(port)); tries++) {
    if (tries === START_TRIES || child.exitCode !== null) throw new Error('dovecot did not start');
    await new Promise((done) => setTimeout(done, 25));
  }
  return {
    ...{ host: `127.0.0.1:${port}`, user, password },
    deliver: (source, name) => {
      const file = join(mail, 'new', name);
      writeFileSync(file, source);
      chownSync(file, MAIL_ID, MAIL_ID);
    },
    files: () => ({ fresh: readdirSync(join(mail, 'new')), known: readdirSync(join(mail, 'cur')) }),
    stop: async () => {
      const ended = new Promise((done) => child.once('exit', done));
      if (child.exitCode === null && child.kill('SIGTERM')) await ended;
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

function configuration(dir: string, mail: string, port: number, hasTokens: boolean): string {
  const tokens = `passdb {\n  driver = oauth2\n  mechanisms = xoauth2 oauthbearer\n  args = ${dir}/oauth2.conf\n}`;
  return `
base_dir = ${dir}/run
log_path = ${dir}/log
protocols = imap
ssl = no
disable_plaintext_auth = no
auth_mechanisms = plain login${hasTokens ? ' xoauth2' : ''}
auth_failure_delay = 0
mail_location = maildir:${mail}
first_valid_uid = 1
${hasTokens ? tokens : ''}
passdb {
  driver = passwd-file
  args = ${dir}/users
}
userdb {
  driver = static
  args = uid=${MAIL_ID} gid=${MAIL_ID} home=${mail}
}
service anvil {
  unix_listener anvil-auth-penalty {
    mode = 0
  }
}
service imap-login {
  chroot =
  inet_listener imap {
    address = 127.0.0.1
    port = ${port}
  }
  inet_listener imaps {
    port = 0
  }
}
`;
}

function isOpen(port: number): Promise<boolean> {
  return new Promise((done) => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.destroy();
      done(true);
    }).on('error', () => done(false));
  });
}

/** A suite over a real Dovecot; without one it is skipped by name. */
export function describeDovecot(name: string, fn: () => void): void {
  if (findServer() !== null) return void describe(name, fn);
  describe.skip(`${name} (skipped: no Dovecot, or not root)`, () => {
    it.todo('needs the package dovecot-imapd');
  });
}
