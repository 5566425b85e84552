// The program's own log: JSON lines on standard error, coloured sentences when a person looks at it.
// Values go into fields, never into the message; fields that hold secrets are cut out before anything is written.

import { pino } from 'pino';
import type { Log } from '../core/ports.ts';
import type { Config } from './schema.ts';

const SECRET_FIELDS = ['password', 'secret', 'token', 'authorization', 'cookie', 'apiKey', 'keys'];

/** `isPretty`: for people; the default is whether standard error is a terminal. */
export async function createLog(level: Config['log']['level'], isPretty = process.stderr.isTTY): Promise<Log> {
  const options = {
    level,
    base: null,
    redact: { paths: SECRET_FIELDS.flatMap((field) => [field, `*.${field}`, `*.*.${field}`]), censor: '•••' },
    serializers: { error: pino.stdSerializers.err },
  };
  // pino's own type has an index signature that TypeScript takes for a promise.
  const open = (stream: pino.DestinationStream): Log => pino(options, stream);
  if (!isPretty) return open(pino.destination({ dest: 2, sync: true }));
  const { default: pretty } = await import('pino-pretty');
  return open(pretty({ destination: 2, sync: true, translateTime: 'SYS:HH:MM:ss', ignore: 'pid,hostname' }));
}
