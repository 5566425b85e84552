// Inbound webhooks: a help desk or a form sends what it got, signed with a shared secret. No session, no cookie.
// Must check the signature over the bytes as they came, before anything reads them.

import express, { type Express, type RequestHandler } from 'express';
import { MINUTE, SECOND } from '../../core/clock.ts';
import { AppError } from '../../core/errors.ts';
import type { RawMention } from '../../core/types.ts';
import { findBrand } from '../../pipeline/brands.ts';
import type { Deps } from '../../pipeline/deps.ts';
import { fault } from '../../pipeline/fault.ts';
import { ingest } from '../../pipeline/ingest.ts';
import { hookAnswer } from '../schema-access.ts';

const SOURCE_ID = 'webhook';
const MAX_BODY = 5_000_000;
const MAX_AGE_MS = 5 * MINUTE;

/** The two functions of the webhook source, handed in because the API imports no crawler. */
export interface InboundParts {
  /** True when `signature` ('sha256=<hex>' or bare hex) is the HMAC-SHA256 of `timestamp.body`. */
  verify(input: { secret: string; timestamp: string; signature: string; body: string; now: number }): boolean;
  /** Items of a parsed JSON body; those that cannot be read by their place, with a sentence. */
  parse(body: unknown): { items: { index: number; raw: RawMention }[]; rejected: { index: number; error: string }[] };
}

/** POST /hooks/:name. Sending the same body again adds nothing. */
export function mountHooks(app: Express, deps: Deps, inbound: InboundParts, limiter: RequestHandler): void {
  const raw = express.raw({ type: () => true, limit: MAX_BODY });
  app.post('/hooks/:name', limiter, raw, async (request, response) => {
    const name = String(request.params.name ?? '');
    const hook = Object.hasOwn(deps.config.webhooks, name) ? deps.config.webhooks[name] : undefined;
    if (!hook) throw fault(deps, 'hook.not-found');
    const body = Buffer.isBuffer(request.body) ? request.body.toString('utf8') : '';
    const timestamp = request.get('x-itibar-timestamp') ?? '';
    const signature = request.get('x-itibar-signature') ?? '';
    checkSignature(deps, inbound, { secret: hook.secret, timestamp, signature, body });
    response.json(hookAnswer.parse(await take(deps, inbound, hook.brand, body)));
  });
}

function checkSignature(
  deps: Deps,
  inbound: InboundParts,
  signed: { secret: string; timestamp: string; signature: string; body: string },
): void {
  const now = deps.clock.now();
  const sentAt = /^\d{1,13}$/.test(signed.timestamp) ? Number(signed.timestamp) * SECOND : Number.NaN;
  if (!(Math.abs(now - sentAt) <= MAX_AGE_MS)) throw fault(deps, 'hook.late.denied');
  if (!inbound.verify({ ...signed, now })) throw fault(deps, 'hook.denied');
}

async function take(deps: Deps, inbound: InboundParts, brandName: string, body: string) {
  const { items, rejected } = readItems(deps, inbound, body);
  const brand = await brandOf(deps, brandName);
  const result = await ingest(deps, {
    sourceId: SOURCE_ID,
    channel: 'support',
    raws: items.map(({ raw }) => raw),
    brandId: brand.id,
    isBackfill: false,
  });
  const empty = result.unreadable.map((at) => ({ index: items[at]?.index ?? at, error: 'There is no text in it.' }));
  return {
    accepted: result.addedIds.length + result.knownCount,
    rejected: [...rejected, ...empty].sort((a, b) => a.index - b.index),
  };
}

function readItems(deps: Deps, inbound: InboundParts, body: string): ReturnType<InboundParts['parse']> {
  try {
    return inbound.parse(JSON.parse(body));
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof AppError) throw fault(deps, 'hook.invalid');
    throw error;
  }
}

/** A brand that is missing is the installation's mistake, and says so. */
async function brandOf(deps: Deps, name: string) {
  try {
    return await findBrand(deps, name);
  } catch (error) {
    if (error instanceof AppError) throw fault(deps, 'hook.brand.not-found');
    throw error;
  }
}
