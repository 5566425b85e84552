// Asking a person. Only where a terminal is on both ends; a script is never kept waiting for an answer.
// Must never echo a password.

import { createInterface } from 'node:readline/promises';
import { UsageError } from './output.ts';

export function canAsk(): boolean {
  return process.stdin.isTTY === true && process.stderr.isTTY === true;
}

/** The answer, trimmed; `fallback` when only Enter was pressed. */
export async function ask(question: string, fallback = ''): Promise<string> {
  const reader = createInterface({ input: process.stdin, output: process.stderr });
  try {
    const answer = (await reader.question(fallback ? `${question} [${fallback}] ` : `${question} `)).trim();
    return answer || fallback;
  } finally {
    reader.close();
  }
}

/** True for y, yes, e, evet; `fallback` for Enter. */
export async function confirm(question: string, fallback = true): Promise<boolean> {
  const answer = (await ask(`${question} (${fallback ? 'Y/n' : 'y/N'})`)).toLocaleLowerCase('tr');
  return answer === '' ? fallback : /^(y|yes|e|evet)$/.test(answer);
}

/** A password: typed twice and unseen on a terminal, else the first line of standard input. Throws UsageError. */
export async function readPassword(what: string): Promise<string> {
  const password = canAsk() ? await typedTwice(what) : await firstLine();
  if ([...password].length < 10) throw new UsageError('A password needs at least 10 characters.');
  return password;
}

async function typedTwice(what: string): Promise<string> {
  const first = await unseen(`${what}: `);
  if (first !== (await unseen('Once more: '))) throw new UsageError('The two passwords are not the same.');
  return first;
}

async function firstLine(): Promise<string> {
  if (process.stdin.isTTY)
    throw new UsageError('Pipe the password into standard input; it is never taken as an option.');
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) {
    chunks.push(chunk as Buffer);
    if (chunk.includes(10)) break;
  }
  return Buffer.concat(chunks).toString('utf8').split(/\r?\n/)[0] ?? '';
}

/** Reads keys one by one, so that nothing of what is typed is shown. */
function unseen(question: string): Promise<string> {
  const { stdin } = process;
  process.stderr.write(question);
  stdin.setRawMode(true);
  stdin.resume();
  stdin.setEncoding('utf8');
  return new Promise((resolve, reject) => {
    let typed = '';
    const finish = (end: () => void) => {
      stdin.off('data', read);
      stdin.setRawMode(false);
      stdin.pause();
      process.stderr.write('\n');
      end();
    };
    const read = (keys: string) => {
      for (const key of keys) {
        if (key === '\r' || key === '\n') return finish(() => resolve(typed));
        if (key === '\u0003' || key === '\u0004') return finish(() => reject(new UsageError('Nothing was changed.')));
        if (key === '\u007f' || key === '\b') typed = [...typed].slice(0, -1).join('');
        else if (key >= ' ') typed += key;
      }
    };
    stdin.on('data', read);
  });
}
