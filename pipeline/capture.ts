// The job that keeps evidence: of a severe mention once, whenever somebody asks, and again when a captured page has to be
// looked at. A change or a deletion becomes a pack of its own and a line in the timeline of the open incident.

import { CONFIRM_PAUSE_MS, nextCheckAt } from '../core/evidence.ts';
import { newId } from '../core/id.ts';
import type { CapturedPage, JobContext, JobPayloads, JudgedMention } from '../core/ports.ts';
import type { Evidence } from '../core/types.ts';
import { audit } from './audit.ts';
import type { Deps } from './deps.ts';
import { captureMention, chainOf, changeSince, keepPack, takePage } from './evidence.ts';

type Payload = JobPayloads['capture'];
type Context = Pick<JobContext, 'signal'>;

const DUE_BATCH = 200;
const BY_ITSELF = 'system';

/** Does nothing for a mention that is gone, nor for a severe one that has a pack already. */
export async function captureJob(deps: Deps, payload: Payload, context: Context): Promise<void> {
  const { mentionId, reason, by = BY_ITSELF } = payload;
  const found = await deps.store.mentions.get(mentionId);
  if (!found) return endChecks(deps, mentionId);
  if (reason === 'check') return checkPage(deps, found, context);
  if (reason === 'severe' && (await chainOf(deps, mentionId)).length > 0) return;
  const id = newId('evd');
  const record = await captureMention(deps, { id, mentionId, reason, by, signal: context.signal });
  if (reason === 'asked') await audit(deps, by, 'evidence.captured', record.id, { mentionId, outcome: record.outcome });
}

/** Asks for the capture of a mention on somebody's behalf. Safe to ask twice. */
export async function askForCapture(deps: Deps, mentionId: string, by: string): Promise<void> {
  await deps.queue.enqueue('capture', { mentionId, reason: 'asked', by }, { key: `asked:${mentionId}`, priority: 5 });
}

/** Queues a look at every captured page that is due. Returns how many. */
export async function queueChecks(deps: Deps): Promise<number> {
  const due = await deps.store.evidence.listDue(deps.clock.now(), DUE_BATCH);
  for (const { mentionId } of due)
    await deps.queue.enqueue('capture', { mentionId, reason: 'check' }, { key: `check:${mentionId}`, priority: -5 });
  return due.length;
}

/** Nobody can say any more what a page without its mention should hold. */
async function endChecks(deps: Deps, mentionId: string): Promise<void> {
  const [newest] = await chainOf(deps, mentionId);
  if (!newest || newest.checks.nextAt === null) return;
  await deps.store.evidence.noteChecks(newest.id, { ...newest.checks, nextAt: null });
}

/** A plain look first; only what changed is captured whole, and then it must still have changed. */
async function checkPage(deps: Deps, found: JudgedMention, context: Context): Promise<void> {
  const chain = await chainOf(deps, found.mention.id);
  const [newest] = chain;
  if (!newest || newest.checks.nextAt === null || newest.checks.nextAt > deps.clock.now()) return;
  const { signal } = context;
  const look = await takePage(deps, newest.url, { isDrawn: false, signal });
  const isFirstPage = look.outcome === 'ok' && !chain.some(({ outcome }) => outcome === 'ok');
  const isChanged = (await changeSince(deps, chain, found, look)) !== null;
  if (look.outcome === 'gone' && isChanged && !newest.checks.isGoneOnce) {
    const nextAt = deps.clock.now() + CONFIRM_PAUSE_MS;
    return noteLook(deps, newest, { nextAt, isGoneOnce: true, count: newest.checks.count });
  }
  if (isFirstPage || isChanged) {
    const page = await takePage(deps, newest.url, { isDrawn: true, signal });
    if (await keepChanged(deps, found, page, { chain, isFirstPage })) return;
  }
  const count = newest.checks.count + 1;
  await noteLook(deps, newest, { count, nextAt: nextCheckAt(count, deps.clock.now()), isGoneOnce: false });
}

/** False when the second look found nothing that is worth a pack. */
async function keepChanged(
  deps: Deps,
  found: JudgedMention,
  page: CapturedPage,
  { chain, isFirstPage }: { chain: readonly Evidence[]; isFirstPage: boolean },
): Promise<boolean> {
  const change = await changeSince(deps, chain, found, page);
  if (change === null && !(isFirstPage && page.outcome === 'ok')) return false;
  const checkCount = (chain[0]?.checks.count ?? 0) + 1;
  const request = { id: newId('evd'), mentionId: found.mention.id, reason: 'check' as const, by: BY_ITSELF };
  await keepPack(deps, found, page, { ...request, chain, change, checkCount });
  return true;
}

async function noteLook(
  deps: Deps,
  { id }: Evidence,
  checks: Pick<Evidence['checks'], 'count' | 'nextAt' | 'isGoneOnce'>,
): Promise<void> {
  await deps.store.evidence.noteChecks(id, { ...checks, lastAt: deps.clock.now() });
}
