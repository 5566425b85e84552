// One live look at a stream: opened where it stands now, listened to for some seconds, and left. Stores nothing, and moves
// no cursor.

import { SECOND } from '../core/clock.ts';
import { hideKeys, type Keys } from '../core/keys.ts';
import { toMention } from '../core/mention.ts';
import type { OpenStream, Source, SourceStream, StreamPlan } from '../core/ports.ts';
import type { Deps } from './deps.ts';
import type { TryResult } from './try-source.ts';

const LISTEN_MS = 10 * SECOND;
const MAX_MENTIONS = 50;

/** Adds an attempt for every address that was tried, and what the first one that opened gave. */
export async function tryStream(
  deps: Deps,
  { manifest, stream }: Source & { stream: SourceStream },
  { params, keys }: { params: Record<string, unknown>; keys: Keys },
  result: TryResult,
): Promise<void> {
  for (const plan of stream.open(params, null, keys)) {
    const isNext = await tryAddress(deps, { manifest, stream }, plan, result);
    if (!isNext) return;
  }
}

/** True when the next address may be better. */
async function tryAddress(
  deps: Deps,
  { manifest, stream }: Pick<Source, 'manifest'> & { stream: SourceStream },
  plan: StreamPlan,
  result: TryResult,
): Promise<boolean> {
  const { clock, config, fetcher } = deps;
  const startedAt = clock.now();
  const leaving = new AbortController();
  const { minIntervalMs, obeysRobots } = manifest.politeness;
  const opened = await fetcher.listen(plan, { minIntervalMs, obeysRobots, signal: leaving.signal });
  const attempt = {
    ...{ url: plan.url, method: 'LISTEN', outcome: opened.outcome as string, status: opened.status, sizeBytes: 0 },
    durationMs: clock.now() - startedAt,
    error: opened.error === null ? null : hideKeys(opened.error, config.keys),
  };
  result.attempts.push(attempt);
  result.isGood = opened.stream !== null;
  if (opened.stream === null) return opened.outcome === 'gone' || opened.outcome === 'broken';
  const stopped = clock.sleep(LISTEN_MS, leaving.signal).then(
    () => opened.stream?.close(),
    () => undefined,
  );
  const { messageCount, unreadableCount } = await hear(deps, { manifest, stream }, opened.stream, result);
  leaving.abort(new Error('heard enough'));
  await stopped;
  attempt.sizeBytes = opened.stream.receivedBytes;
  attempt.durationMs = clock.now() - startedAt;
  if (messageCount === 0) attempt.outcome = 'empty';
  else if (unreadableCount === messageCount) Object.assign(attempt, { outcome: 'changed' });
  result.isGood = attempt.outcome !== 'changed';
  return false;
}

async function hear(
  { clock, config }: Deps,
  { manifest, stream }: Pick<Source, 'manifest'> & { stream: SourceStream },
  open: OpenStream,
  result: TryResult,
): Promise<{ messageCount: number; unreadableCount: number }> {
  const heard = { messageCount: 0, unreadableCount: 0 };
  let cursor: unknown = null;
  while (result.mentions.length < MAX_MENTIONS) {
    const messages = await open.take(MAX_MENTIONS);
    if (messages.length === 0) break;
    const now = clock.now();
    const read = stream.read(messages, { cursor, now, timeZone: config.timeZone });
    cursor = read.cursor;
    heard.messageCount += messages.length;
    heard.unreadableCount += read.unreadableCount;
    const facts = { sourceId: manifest.id, channel: manifest.channel, seenAt: now, isBackfill: false };
    for (const raw of read.mentions) {
      const mention = toMention(raw, facts);
      if (mention && result.mentions.length < MAX_MENTIONS) result.mentions.push(mention);
    }
  }
  open.close();
  return heard;
}
