// Keeps evidence of mentions: the mention as we stored it, and its page as it was at that time. A site that refuses, a
// dead one, or a full disk gives a record that says so. Must never throw for what a site does, nor change a kept file.

import { AppError } from '../core/errors.ts';
import { compareTexts, EVIDENCE_FILES, nextCheckAt } from '../core/evidence.ts';
import { sha256 } from '../core/id.ts';
import type { CapturedPage, JudgedMention, PageText } from '../core/ports.ts';
import type {
  Evidence,
  EvidenceChange,
  EvidenceFile,
  EvidenceOutcome,
  EvidenceReason,
  Mention,
} from '../core/types.ts';
import type { Deps } from './deps.ts';
import { tellIncidents } from './evidence-incidents.ts';
import { fault } from './fault.ts';

/** After these a later look may find the page; a site that refuses is not asked again by itself. */
const WORTH_ANOTHER_LOOK: readonly EvidenceOutcome[] = [
  ...(['ok', 'gone', 'throttled', 'broken', 'network', 'timeout', 'unwritable'] as const),
];
/** Packs of one mention that are looked through for the last whole one. */
const MAX_CHAIN = 50;

export interface CaptureRequest {
  /** Id of the record. */
  id: string;
  mentionId: string;
  reason: EvidenceReason;
  by: string;
  signal?: AbortSignal;
}

/** True for addresses that a browser can go to. */
export function isWebAddress(url: string | null): url is string {
  return url !== null && /^https?:\/\//i.test(url);
}

/** Captures now and returns the record. Throws 'mention.not-found'. */
export async function captureMention(deps: Deps, request: CaptureRequest): Promise<Evidence> {
  const found = await deps.store.mentions.get(request.mentionId);
  if (!found) throw fault(deps, 'mention.not-found');
  const page = await takePage(deps, found.mention.url, { isDrawn: true, signal: request.signal });
  const chain = await chainOf(deps, request.mentionId);
  const change = await changeSince(deps, chain, found, page);
  return keepPack(deps, found, page, { ...request, chain, change, checkCount: 0 });
}

/** The page at the address, or why there is none. */
export async function takePage(
  deps: Deps,
  url: string | null,
  { isDrawn, signal }: { isDrawn: boolean; signal?: AbortSignal | undefined },
): Promise<CapturedPage> {
  if (isWebAddress(url)) return deps.parts.capturePage(url, { isDrawn, ...(signal ? { signal } : {}) });
  const error = deps.t(deps.config.locale, 'evidence.noAddress');
  return { outcome: 'refused', finalUrl: null, status: null, error, warc: null, screenshot: null, text: null };
}

/** Packs of the mention, newest first. */
export async function chainOf(deps: Deps, mentionId: string): Promise<Evidence[]> {
  return (await deps.store.evidence.list({ mentionIds: [mentionId] }, { limit: MAX_CHAIN })).items;
}

/** What is different from the last pack that held the page; null when nothing is, or there is no such pack. */
export async function changeSince(
  deps: Deps,
  chain: readonly Evidence[],
  { mention }: JudgedMention,
  page: CapturedPage,
): Promise<EvidenceChange | null> {
  const whole = chain.find(({ outcome, files }) => outcome === 'ok' && fileOf(files, EVIDENCE_FILES.text));
  const before = whole && (await readKept<PageText>(deps, whole, EVIDENCE_FILES.text));
  if (!before) return null;
  if (page.outcome === 'gone')
    return chain[0]?.outcome === 'gone' ? null : { kind: 'deleted', similarity: null, removed: [], added: [] };
  if (page.outcome !== 'ok' || page.text === null) return null;
  // The words as they were: a source may have brought us a newer version of the mention since.
  const copy = await readKept<{ mention: Mention }>(deps, whole, EVIDENCE_FILES.mention);
  const { title, text } = copy?.mention ?? mention;
  const isThread = mention.channel !== 'news' && mention.channel !== 'search';
  const change = compareTexts(before, page.text, { text: `${title ?? ''}\n${text}`, isThread });
  if (chain[0]?.outcome === 'gone')
    return { kind: 'returned', ...(change ?? { similarity: 1, removed: [], added: [] }) };
  return change && { kind: 'changed', ...change };
}

function fileOf(files: readonly EvidenceFile[], name: string): EvidenceFile | undefined {
  return files.find((file) => file.name === name);
}

/** Null when the file is not on this machine, or is not what was put there (`itibar evidence verify` says so). */
async function readKept<T>(deps: Deps, { files }: Evidence, name: string): Promise<T | null> {
  const file = fileOf(files, name);
  const stream = file && (await deps.vault.open(file.sha256));
  if (!stream) return null;
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  const text = Buffer.concat(chunks).toString();
  return sha256(text) === file.sha256 ? (JSON.parse(text) as T) : null;
}

export interface Keeping extends CaptureRequest {
  chain: readonly Evidence[];
  change: EvidenceChange | null;
  /** Looks so far, of the packs before. */
  checkCount: number;
}

/** Puts the files away, writes the record, and tells whoever has to know. */
export async function keepPack(
  deps: Deps,
  found: JudgedMention,
  page: CapturedPage,
  { id, mentionId, reason, by, chain, change, checkCount }: Keeping,
): Promise<Evidence> {
  const { mention } = found;
  const capturedAt = deps.clock.now();
  const kept = await keepFiles(deps, found, page);
  const outcome = kept.error === null ? page.outcome : 'unwritable';
  const isChecked = isWebAddress(mention.url) && WORTH_ANOTHER_LOOK.includes(outcome);
  const { name, handle } = mention.author;
  const record: Evidence = {
    ...{ id, mentionId, storyIds: await storiesOf(deps, found), author: { name, handle }, url: mention.url },
    ...{ finalUrl: page.finalUrl, status: page.status, capturedAt, reason, by, outcome },
    ...{ error: kept.error ?? page.error, files: kept.files, previousId: chain[0]?.id ?? null, change },
    checks: {
      ...{ count: checkCount, lastAt: null, isGoneOnce: false },
      nextAt: isChecked ? nextCheckAt(checkCount, capturedAt) : null,
    },
  };
  // First, so that a run that is cut off here tells it again.
  await tellIncidents(deps, record);
  await deps.store.evidence.add(record);
  const { files, error } = record;
  deps.log.info({ evidenceId: id, mentionId, reason, outcome, fileCount: files.length, problem: error }, 'captured');
  for (const storyId of record.storyIds) deps.events.emit({ kind: 'story', storyId });
  return record;
}

/** What can be kept is kept: a disk that is full after the second file leaves two. */
async function keepFiles(
  deps: Deps,
  { mention, judgement }: JudgedMention,
  page: CapturedPage,
): Promise<{ files: EvidenceFile[]; error: string | null }> {
  const { folded: _folded, ...copy } = mention;
  const judged = judgement && { severity: judgement.severity, types: judgement.types, sentiment: judgement.sentiment };
  const wanted: [string, Uint8Array | null][] = [
    [EVIDENCE_FILES.mention, asJson({ mention: copy, judgement: judged })],
    [EVIDENCE_FILES.warc, page.warc],
    [EVIDENCE_FILES.screenshot, page.screenshot],
    [EVIDENCE_FILES.text, page.text && asJson(page.text)],
  ];
  const files: EvidenceFile[] = [];
  try {
    for (const [name, bytes] of wanted) if (bytes !== null) files.push({ name, ...(await deps.vault.put(bytes)) });
    return { files, error: null };
  } catch (error) {
    if (!(error instanceof AppError && error.code === 'evidence.unwritable')) throw error;
    deps.log.error({ problem: error.message, ...error.facts }, 'evidence could not be kept');
    return { files, error: error.message };
  }
}

function asJson(value: unknown): Uint8Array {
  return Buffer.from(`${JSON.stringify(value, null, 2)}\n`);
}

/** Stories of the mention, over all brands whose watches found it. */
export async function storiesOf(deps: Deps, { mention, watchIds }: JudgedMention): Promise<string[]> {
  const watches = await deps.store.watches.list();
  const brandIds = new Set(watches.filter(({ id }) => watchIds.includes(id)).map(({ brandId }) => brandId));
  const judged = await Promise.all([...brandIds].map((brandId) => deps.store.judgements.get(mention.id, brandId)));
  return [...new Set(judged.flatMap((judgement) => (judgement ? [judgement.storyId] : [])))];
}
