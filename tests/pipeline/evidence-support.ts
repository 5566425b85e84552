// Pages for tests of evidence: one site whose answer the test changes, and a severe mention of it.

import type { CapturedPage, JobPayloads } from '../../core/ports.ts';
import type { Evidence } from '../../core/types.ts';
import { analyzeJob } from '../../pipeline/analyze.ts';
import { captureJob } from '../../pipeline/capture.ts';
import { openWorld, store, type World, type WorldOptions } from './support.ts';

export const URL_OF_PAGE = 'https://forum.example/konu/1';
export const LEAK = 'Markam müşterilerinin kimlik bilgileri bu adreste satılıyor, sızıntı gerçek.';
export const REST = 'Ben de kendi bilgilerimi listede gördüm ve hemen savcılığa gittim.';

export function pageOf(text: string, change: Partial<CapturedPage> = {}): CapturedPage {
  return {
    ...{ outcome: 'ok', finalUrl: URL_OF_PAGE, status: 200, error: null },
    ...{ warc: Buffer.from(`warc ${text}`), screenshot: Buffer.from(`png ${text}`) },
    text: { title: 'Sızıntı', text, comments: [] },
    ...change,
  };
}

export const NOT_THERE = pageOf('', {
  outcome: 'gone',
  status: 404,
  screenshot: null,
  text: null,
  error: 'Sayfa yok.',
});
export const AWAY = pageOf('', {
  ...{ outcome: 'network', status: null, finalUrl: null, warc: null, screenshot: null, text: null },
  error: 'forum.example yanıt vermedi.',
});

export interface EvidenceWorld extends World {
  mentionId: string;
  /** What the site answers from now on. */
  answers(page: CapturedPage): void;
  /** How the site was asked, in order. */
  looks: { url: string; isDrawn: boolean }[];
  /** Runs a capture job as the worker would. */
  run(reason: JobPayloads['capture']['reason']): Promise<void>;
  /** Newest first. */
  packs(): Promise<Evidence[]>;
}

/** A judged mention of severity 1 whose page says LEAK and REST. */
export async function openEvidence(options: WorldOptions = {}): Promise<EvidenceWorld> {
  let page = pageOf(`${LEAK} ${REST}`);
  const looks: EvidenceWorld['looks'] = [];
  const world = await openWorld({
    capturePage: async (url, { isDrawn }) => {
      looks.push({ url, isDrawn });
      return isDrawn ? page : { ...page, screenshot: null };
    },
    ...options,
  });
  const author = { name: 'Ali Veli', handle: '@aliveli' };
  const [mentionId = ''] = await store(world, [{ nativeId: 'k1', url: URL_OF_PAGE, title: null, text: LEAK, author }]);
  await analyzeJob(world.deps, { mentionIds: [mentionId] });
  const { deps } = world;
  return {
    ...{ ...world, mentionId, looks },
    answers: (next) => {
      page = next;
    },
    run: (reason) => {
      const payload = { mentionId, reason, ...(reason === 'asked' ? { by: 'usr_1' } : {}) };
      return captureJob(deps, payload, { signal: new AbortController().signal });
    },
    packs: async () => (await deps.store.evidence.list({ mentionIds: [mentionId] }, { limit: 99 })).items,
  };
}
