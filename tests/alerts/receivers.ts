// Receivers on loopback for tests of notifiers: a web server and a mail server that answer as they are told and keep what
// they got. They end with the test.

import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type ParsedMail, simpleParser } from 'mailparser';
import { SMTPServer } from 'smtp-server';
import { onTestFinished } from 'vitest';

export interface Got {
  url: string;
  headers: IncomingHttpHeaders;
  body: string;
}

/** `answers` are given in turn, the last one again and again. */
export async function webReceiver(...answers: { status: number; headers?: Record<string, string>; body?: string }[]) {
  const got: Got[] = [];
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request.setEncoding('utf8')) body += chunk;
    got.push({ url: request.url ?? '', headers: request.headers, body });
    const answer = answers[Math.min(got.length, answers.length) - 1] ?? { status: 204 };
    response.writeHead(answer.status, answer.headers).end(answer.body);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { got, port: (server.address() as AddressInfo).port };
}

export interface MailOptions {
  /** SMTP code for MAIL FROM. */
  refuseSender?: number;
  /** Recipients that are refused, with 550. */
  refuseTo?: string[];
  /** The only login that is taken. */
  login?: { user: string; password: string };
  /** SMTP code after the text of the mail. */
  refuseData?: number;
  /** Where to listen; 0 = any free port. */
  port?: number;
}

function smtpError(code: number, message: string): Error {
  return Object.assign(new Error(message), { responseCode: code });
}

export async function mailReceiver(options: MailOptions = {}) {
  const mails: { mail: ParsedMail; raw: string; to: string[] }[] = [];
  const smtp = new SMTPServer({
    authOptional: !options.login,
    allowInsecureAuth: true,
    disabledCommands: ['STARTTLS'],
    disableReverseLookup: true,
    onAuth({ username, password }, _session, done) {
      const isRight = username === options.login?.user && password === options.login?.password;
      done(isRight ? null : smtpError(535, `Wrong: ${username} ${password}`), { user: username });
    },
    onMailFrom(_address, _session, done) {
      done(options.refuseSender ? smtpError(options.refuseSender, 'No') : null);
    },
    onRcptTo({ address }, _session, done) {
      done(options.refuseTo?.includes(address) ? smtpError(550, `No ${address} here`) : null);
    },
    onData(stream, session, done) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', async () => {
        if (options.refuseData) return done(smtpError(options.refuseData, 'No'));
        const raw = Buffer.concat(chunks);
        const to = session.envelope.rcptTo.map(({ address }) => address);
        mails.push({ mail: await simpleParser(raw), raw: raw.toString('utf8'), to });
        done();
      });
    },
  });
  smtp.on('error', () => undefined);
  const port = await new Promise<number>((done) => {
    const server = smtp.listen(options.port ?? 0, '127.0.0.1', () => done((server.address() as AddressInfo).port));
  });
  onTestFinished(() => new Promise<void>((done) => smtp.close(() => done())));
  return { mails, port };
}

/** A port on which nobody listens. */
export async function deadPort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  await new Promise((done) => server.close(done));
  return port;
}
