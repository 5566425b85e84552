// The whole configuration as one zod tree. Every leaf has a default or is optional: itibar starts with no file at all.
// Loaded once by load.ts, frozen and handed down; nothing else reads files or the environment.

import { z } from 'zod';
import { LISTED_KINDS, WATCH_KINDS } from '../core/types.ts';

const DURATION_UNITS: Record<string, number> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** '15m', '2h', '30s', '1d' or a number of milliseconds -> milliseconds. */
export const duration = z
  .union([z.number().int().positive(), z.string()])
  .transform((value, context) => {
    if (typeof value === 'number') return value;
    const match = /^(\d+(?:\.\d+)?)\s*(s|m|h|d)$/.exec(value.trim());
    if (match) return Math.round(Number(match[1]) * (DURATION_UNITS[match[2] ?? 's'] ?? 1000));
    if (/^\d+$/.test(value)) return Number(value);
    context.addIssue({ code: 'custom', message: 'must be a duration such as 30s, 15m, 2h or 1d' });
    return z.NEVER;
  })
  .describe('A duration: 30s, 15m, 2h, 1d, or milliseconds');

const severity = z.coerce.number().int().min(1).max(4);

const watchSeed = z.strictObject({
  name: z.string().min(1),
  kind: z.enum(WATCH_KINDS).default('brand'),
  query: z.string().min(1),
  every: duration.prefault('15m'),
  sources: z
    .array(z.strictObject({ id: z.string(), params: z.record(z.string(), z.unknown()).default({}) }))
    .default([])
    .describe('Sources to read; none = every search source that works without parameters'),
});

const brandSeed = z.strictObject({
  name: z.string().min(1),
  aliases: z.array(z.string()).default([]),
  domains: z.array(z.string()).default([]),
  accounts: z.array(z.string()).default([]),
  competitors: z.array(z.string()).default([]),
  entities: z
    .array(
      z.strictObject({
        kind: z.enum(LISTED_KINDS),
        name: z.string().min(1),
        aliases: z.array(z.string()).max(20).default([]),
      }),
    )
    .max(1000)
    .default([])
    .describe('Products, sellers, branches, executives and competitors that texts may name'),
  watches: z.array(watchSeed).default([]),
});

const route = z.strictObject({
  id: z.string().regex(/^[a-z0-9-]+$/),
  notifier: z.string(),
  minSeverity: severity.default(3).describe('Least severe level that is sent: 2 = levels 1 and 2'),
  settings: z.record(z.string(), z.unknown()).default({}),
});

const sourceKey = z.string().trim().min(8, 'must be the whole key, 8 letters or more');

/** No colon and no space: the parts are put together with colons for the source. */
const keyPart = z.string().regex(/^[^:\s]*$/, 'must hold no colon and no space');

/** keys.imap for mailboxes that take no password: Gmail and Outlook among them. */
const mailboxOauth = z
  .strictObject({
    user: keyPart.min(3),
    oauth: z.strictObject({
      tokenUrl: z
        .url()
        .describe('https://oauth2.googleapis.com/token, or login.microsoftonline.com/…/oauth2/v2.0/token'),
      clientId: keyPart.min(1),
      clientSecret: keyPart.default('').describe('secret'),
      refreshToken: keyPart.default('').describe('secret; empty = the app signs in for itself (Microsoft 365)'),
      scope: z.string().default(''),
    }),
  })
  .refine(({ oauth }) => oauth.refreshToken !== '' || oauth.clientSecret !== '', {
    path: ['oauth', 'refreshToken'],
    message: 'must be there, or clientSecret for an app that signs in for itself',
  })
  .transform(({ user, oauth: { clientId, clientSecret, refreshToken, scope, tokenUrl } }) =>
    [user, 'oauth2', clientId, clientSecret, refreshToken, ...[scope, tokenUrl].map(encodeURIComponent)].join(':'),
  );

export const configSchema = z.strictObject({
  locale: z.enum(['tr', 'en']).default('tr').describe('Language of mails, alerts and the first screen'),
  timeZone: z.string().default('Europe/Istanbul').describe('IANA zone of the team'),
  contact: z
    .string()
    .default('')
    .describe('Mail or web address shown in the user agent, so that site owners can reach you'),
  data: z
    .strictObject({ dir: z.string().default('data').describe('Folder of the database and its backups') })
    .prefault({}),
  server: z
    .strictObject({
      host: z.string().default('127.0.0.1'),
      port: z.coerce.number().int().min(0).max(65535).default(4280),
      publicUrl: z.string().default('').describe('Address that links in mails use; empty = http://host:port'),
      trustProxy: z.boolean().default(false).describe('True behind a reverse proxy that sets X-Forwarded-*'),
    })
    .prefault({}),
  metrics: z
    .strictObject({
      isEnabled: z.boolean().default(false).describe('GET /metrics in the form of Prometheus'),
      token: z
        .string()
        .default('')
        .describe('secret; who sends it as bearer token may read /metrics; empty = only from this machine'),
    })
    .prefault({}),
  log: z.strictObject({ level: z.enum(['debug', 'info', 'warn', 'error']).default('info') }).prefault({}),
  store: z
    .strictObject({
      kind: z.enum(['sqlite', 'mongo']).default('sqlite').describe('sqlite: a file in data.dir; mongo: a server'),
      url: z
        .string()
        .default('')
        .describe('secret; address of MongoDB when kind is mongo: mongodb://user:password@host:27017/itibar'),
    })
    .refine(({ kind, url }) => kind !== 'mongo' || /^mongodb(\+srv)?:\/\//.test(url), {
      path: ['url'],
      message: 'must be an address of MongoDB when store.kind is mongo: mongodb://user:password@host:27017/itibar',
    })
    .prefault({}),
  queue: z
    .strictObject({
      kind: z
        .enum(['local', 'bullmq'])
        .default('local')
        .describe('local: a table in the store; bullmq: a Redis server'),
      url: z
        .string()
        .default('')
        .describe('secret; address of Redis when kind is bullmq: redis://:password@host:6379/0'),
      lease: duration
        .prefault('30s')
        .describe('How long a job stays away when its worker was killed; renewed while the worker lives'),
    })
    .refine(({ kind, url }) => kind !== 'bullmq' || /^rediss?:\/\//.test(url), {
      path: ['url'],
      message: 'must be an address of Redis when queue.kind is bullmq: redis://:password@host:6379/0',
    })
    .prefault({}),
  fetch: z
    .strictObject({
      timeout: duration.prefault('20s'),
      maxBytes: z.coerce
        .number()
        .int()
        .positive()
        .default(10_000_000)
        .describe('Most bytes of one reply, after decompression'),
      minInterval: duration.prefault('1500').describe('Least pause between two requests to one host'),
      allowHosts: z
        .array(z.string())
        .default([])
        .describe('host:port pairs on private networks that may be fetched all the same'),
      concurrency: z.coerce.number().int().min(1).max(64).default(8),
    })
    .prefault({}),
  mail: z
    .strictObject({
      host: z.string().default('').describe('SMTP server; empty = mail is off'),
      port: z.coerce.number().int().default(587),
      secure: z.boolean().default(false).describe('TLS from the first byte (port 465)'),
      user: z.string().default(''),
      password: z.string().default('').describe('secret'),
      from: z.string().default('itibar <itibar@localhost>'),
      to: z.array(z.string()).default([]).describe('Who gets alerts and the digest'),
    })
    .prefault({}),
  routes: z.array(route).default([]).describe('Where alerts go, besides mail (mail.to) and the log'),
  digest: z
    .strictObject({
      cron: z.string().default('30 7 * * 1-5').describe('When the digest is mailed, in timeZone'),
      isEnabled: z.boolean().default(true),
    })
    .prefault({}),
  rules: z
    .strictObject({
      sensitivity: z.enum(['low', 'balanced', 'high']).default('balanced').describe('az / dengeli / çok'),
      severeAt: severity.default(2).describe('One mention of this level or worse opens an incident'),
      storyGrowth: z.coerce
        .number()
        .int()
        .min(2)
        .default(5)
        .describe('Negative mentions of one story in storyWindow that open an incident'),
      storyWindow: duration.prefault('6h'),
      minVolume: z.coerce
        .number()
        .int()
        .min(1)
        .default(8)
        .describe('Fewer mentions an hour than this never count as a wave'),
    })
    .prefault({}),
  evidence: z
    .strictObject({
      isAutomatic: z.boolean().default(true).describe('Keep the page of every mention of severity 1 and 2'),
    })
    .prefault({}),
  privacy: z
    .strictObject({
      masksStored: z
        .boolean()
        .default(true)
        .describe('Mask personal data in texts before they are stored; false = only where they are shown'),
    })
    .prefault({}),
  retention: z.strictObject({ mentions: duration.prefault('730d') }).prefault({}),
  webhooks: z
    .record(
      z.string().regex(/^[a-z0-9-]+$/),
      z
        .strictObject({
          secret: z.string().min(8, 'must be the whole secret, 8 letters or more').describe('secret'),
          brand: z.string(),
          source: z
            .string()
            .default('webhook')
            .describe('Who sends: webhook (a script of yours), zendesk, instagram …'),
          verifyToken: z.string().default('').describe('secret; what Meta is to send when it proves the address'),
          params: z.record(z.string(), z.unknown()).default({}).describe('Of the source, such as subdomain'),
        })
        .refine(({ secret, source }) => secret.length >= 16 || !['webhook', 'freshdesk'].includes(source), {
          path: ['secret'],
          message: 'must have 16 letters or more: you choose it, so choose a long one',
        }),
    )
    .default({})
    .describe('Inbound signed webhooks by name'),
  keys: z
    .record(z.string().regex(/^[a-z0-9-]+$/), z.union([sourceKey, mailboxOauth]))
    .default({})
    .describe(
      'secret: keys of sources by name, such as youtube; ITIBAR_KEYS is a JSON object; imap may hold {user, oauth}',
    ),
  budgets: z
    .record(z.string().regex(/^[a-z0-9-]+$/), z.coerce.number().positive())
    .default({ x: 20 })
    .describe(
      'Dollars a month for a source, over all watches: reading slows down as they go and stops when they are gone',
    ),
  brands: z.array(brandSeed).default([]).describe('Seed: written into the store when the brand is not there yet'),
});

export type Config = z.infer<typeof configSchema>;
