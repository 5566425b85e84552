// Evidence packs: the list, a capture on request, and the files. Files come from strangers' sites: they are sent as
// attachments in a sandbox, under names of our own. Lists are for everybody; files are unmasked, so not for viewers.

import { pipeline } from 'node:stream/promises';
import type { Express, Request, Response } from 'express';
import { z } from 'zod';
import type { Say } from '../../core/alerting.ts';
import { messageOf } from '../../core/errors.ts';
import { problemText, sayIn } from '../../core/problems.ts';
import type { Evidence } from '../../core/types.ts';
import { audit } from '../../pipeline/audit.ts';
import { askForCapture } from '../../pipeline/capture.ts';
import type { Deps } from '../../pipeline/deps.ts';
import { type EvidenceSubject, exportEvidence, filterOf, safeName } from '../../pipeline/evidence-export.ts';
import { fault } from '../../pipeline/fault.ts';
import { maskLoose } from '../../pipeline/mask.ts';
import { type Caller, checkAccess } from '../auth.ts';
import { readPage } from '../page.ts';
import { localeOf, readInput } from '../problem.ts';
import { route } from '../route.ts';
import * as schema from '../schema-evidence.ts';

const TYPES: Record<string, string> = {
  png: 'image/png',
  json: 'application/json; charset=utf-8',
  gz: 'application/gzip',
  zip: 'application/zip',
};

/** The picture is shown on every card; opening the other files is written down. */
const SHOWN = 'screenshot.png';

function viewOf(say: Say, pack: Evidence): z.input<typeof schema.evidence> {
  const { author: _author, change, storyIds: _storyIds, ...record } = pack;
  const masked = change && { ...change, removed: change.removed.map(maskLoose), added: change.added.map(maskLoose) };
  return { ...record, error: problemText(say, record.error), change: masked };
}

export const evidenceRoutes = [
  route({
    method: 'get',
    path: '/api/evidence',
    summary: 'Evidence packs, the newest first: of a mention, a story or an incident, or all',
    access: 'viewer',
    query: schema.evidenceQuery,
    answer: schema.evidencePage,
    handle: async ({ deps, query, locale }) => {
      const subject = subjectOf(query);
      const filter = subject ? await filterOf(deps, subject) : {};
      const page = await readPage(deps, query.cursor, (cursor) =>
        deps.store.evidence.list(filter, { limit: query.limit, cursor }),
      );
      return { items: page.items.map((pack) => viewOf(sayIn(deps.t, locale), pack)), nextCursor: page.nextCursor };
    },
  }),
  route({
    method: 'post',
    path: '/api/evidence',
    summary: 'Capture the page of a mention now; the pack is there some seconds later',
    access: 'member',
    body: schema.evidenceBody,
    answer: z.object({ isQueued: z.literal(true) }),
    handle: async ({ deps, body, by }) => {
      if (!(await deps.store.mentions.get(body.mentionId))) throw fault(deps, 'mention.not-found');
      await askForCapture(deps, body.mentionId, by);
      return { isQueued: true as const };
    },
  }),
];

function subjectOf({ mentionId, storyId, incidentId, packId }: schema.SubjectQuery): EvidenceSubject | null {
  if (packId) return { kind: 'pack', id: packId };
  if (mentionId) return { kind: 'mention', id: mentionId };
  if (storyId) return { kind: 'story', id: storyId };
  return incidentId ? { kind: 'incident', id: incidentId } : null;
}

/** The two addresses that answer with bytes. Both for members and up. */
export function mountEvidenceFiles(app: Express, deps: Deps, version: string): void {
  app.get('/api/evidence/export', async (request, response) => {
    const by = memberOf(deps, response);
    const query = readInput(deps, schema.exportQuery, request.query, localeOf(deps, request, response));
    const subject = subjectOf(query);
    if (!subject) throw fault(deps, 'evidence.not-found');
    const { fileName, manifestSha256, stream } = await exportEvidence(deps, subject, { version, by });
    response.set('x-manifest-sha256', manifestSha256);
    await send(deps, { request, response, stream, fileName });
  });
  app.get('/api/evidence/:id/files/:name', async (request, response) => {
    const by = memberOf(deps, response);
    const { id, name } = request.params;
    const record = await deps.store.evidence.get(id);
    const file = record?.files.find((one) => one.name === name);
    if (!record || !file) throw fault(deps, 'evidence.not-found');
    const stream = await deps.vault.open(file.sha256);
    if (!stream) throw fault(deps, 'evidence.file.not-found');
    if (name !== SHOWN) await audit(deps, by, 'evidence.opened', id, { name });
    response.set('cache-control', 'private, max-age=3600');
    await send(deps, { request, response, stream, fileName: `${safeName(id)}-${safeName(file.name)}` });
  });
}

function memberOf(deps: Deps, response: Response): string {
  const caller = (response.locals.caller ?? null) as Caller | null;
  checkAccess(deps, caller, 'member');
  return caller?.id ?? '';
}

interface Sending {
  request: Request;
  response: Response;
  stream: NodeJS.ReadableStream;
  fileName: string;
}

/** Whoever breaks off the download is nobody's fault. */
async function send(deps: Deps, { request, response, stream, fileName }: Sending): Promise<void> {
  response.set({
    'content-type': TYPES[fileName.split('.').at(-1) ?? ''] ?? 'application/octet-stream',
    'content-disposition': `attachment; filename="${fileName}"`,
    'x-content-type-options': 'nosniff',
    'content-security-policy': "sandbox; default-src 'none'",
  });
  try {
    await pipeline(stream, response);
  } catch (error) {
    if (!request.destroyed) deps.log.error({ problem: messageOf(error), fileName }, 'a file of evidence broke off');
    response.destroy();
  }
}
