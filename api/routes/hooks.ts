// Inbound webhooks: a help desk, a network or a script sends what it got, signed as its service signs. No session, no
// cookie. Must check the signature over the bytes as they came, before anything reads them, and tell strangers nothing.

import express, { type Express, type Request, type RequestHandler } from 'express';
import { HOUR, MINUTE } from '../../core/clock.ts';
import { AppError } from '../../core/errors.ts';
import type { WebhookItems, WebhookRequest, WebhookSettings } from '../../core/ports.ts';
import type { Deps } from '../../pipeline/deps.ts';
import { fault } from '../../pipeline/fault.ts';
import { type Hook, hookOf } from '../../pipeline/hooks.ts';
import { ingest } from '../../pipeline/ingest.ts';
import { enqueuePull } from '../../pipeline/pull.ts';
import { hookAnswer } from '../schema-access.ts';

const MAX_BODY = 5_000_000;
const MAX_AGE_MS = 5 * MINUTE;
/** Published keys are read once an hour, and again when a signature does not fit, but not more often than this. */
const KEYS_KEPT_MS = HOUR;
const KEYS_AGAIN_MS = 5 * MINUTE;

type Settings = WebhookSettings<Record<string, unknown>>;

/** POST and GET /hooks/:name. Sending the same body again adds nothing. */
export function mountHooks(app: Express, deps: Deps, limiter: RequestHandler): void {
  const raw = express.raw({ type: () => true, limit: MAX_BODY });
  const publicKeys = createKeyring(deps);
  app.get('/hooks/:name', limiter, async (request, response) => {
    const hook = await openHook(deps, request);
    const settings: Settings = { ...hook.settings, publicKeys: null };
    const text = hook.webhook.challenge?.(textsOf(request.query), settings) ?? null;
    if (text === null) throw fault(deps, 'hook.denied');
    response.type('text/plain').send(text);
  });
  app.post('/hooks/:name', limiter, raw, async (request, response) => {
    const hook = await openHook(deps, request);
    const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
    const sent = { headers: textsOf(request.headers), body, now: deps.clock.now() };
    await checkSignature(deps, hook, sent, publicKeys);
    response.json(hookAnswer.parse(await take(deps, hook, body)));
  });
}

async function openHook(deps: Deps, request: Request): Promise<Hook> {
  return hookOf(deps, String(request.params.name ?? ''));
}

/** Only single values: what comes twice is nothing a service sends. */
function textsOf(values: Record<string, unknown>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(values).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
}

async function checkSignature(deps: Deps, hook: Hook, sent: WebhookRequest, keyring: Keyring): Promise<void> {
  const { webhook, settings } = hook;
  const sentAt = webhook.sentAt(sent);
  if (sentAt !== null && !(Math.abs(sent.now - sentAt) <= MAX_AGE_MS)) throw fault(deps, 'hook.late.denied');
  const isRight = (publicKeys: string | null) => webhook.isSigned(sent, { ...settings, publicKeys });
  if (isRight(await keyring(hook, KEYS_KEPT_MS))) return;
  if (webhook.publicKeys && isRight(await keyring(hook, KEYS_AGAIN_MS))) return;
  throw fault(deps, 'hook.denied');
}

type Keyring = (hook: Hook, maxAgeMs: number) => Promise<string | null>;

/** The keys that services publish. One that cannot be had leaves the earlier ones, and without any nothing is signed. */
function createKeyring(deps: Deps): Keyring {
  const known = new Map<string, { text: string | null; at: number }>();
  return async ({ webhook, settings }, maxAgeMs) => {
    const plan = webhook.publicKeys?.(settings.params);
    if (!plan) return null;
    const kept = known.get(plan.url);
    const now = deps.clock.now();
    if (kept && now - kept.at < maxAgeMs) return kept.text;
    const { outcome, reply, error } = await deps.fetcher.fetch(plan, {
      ...{ minIntervalMs: 0, obeysRobots: false, isConditional: false },
    });
    if (outcome !== 'ok') deps.log.warn({ problem: error }, 'the keys of a webhook could not be read');
    const text = outcome === 'ok' ? (reply?.body ?? null) : (kept?.text ?? null);
    known.set(plan.url, { text, at: now });
    return text;
  };
}

/** Stored before it is answered: whoever is told 200 sends it no more. What was only named is asked for by a job. */
async function take(deps: Deps, hook: Hook, body: Buffer) {
  const { items, rejected, named = [] } = readItems(deps, hook, body);
  const { id: sourceId, channel } = hook.source.manifest;
  const raws = items.map(({ raw }) => raw);
  const result = await ingest(deps, { sourceId, channel, raws, brandId: hook.brandId, isBackfill: false });
  for (const one of named) await enqueuePull(deps, hook.name, one);
  const empty = result.unreadable.map((at) => ({ index: items[at]?.index ?? at, error: 'There is no text in it.' }));
  return {
    accepted: result.addedIds.length + result.knownCount + named.length,
    rejected: [...rejected, ...empty].sort((a, b) => a.index - b.index),
  };
}

function readItems(deps: Deps, { webhook, settings }: Hook, body: Buffer): WebhookItems {
  const { timeZone } = deps.config;
  try {
    return webhook.parse(JSON.parse(body.toString('utf8')), {
      params: settings.params,
      now: deps.clock.now(),
      timeZone,
    });
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof AppError) throw fault(deps, 'hook.invalid');
    throw error;
  }
}
