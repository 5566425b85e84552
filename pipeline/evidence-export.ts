// Evidence packs as one ZIP, streamed: the files, a manifest with their hashes, a list of addresses and a page that says
// what all this proves. Names inside are ours alone, so that no site can write elsewhere when it is unpacked.

import type { Readable } from 'node:stream';
import { csvCell } from '../core/csv.ts';
import { sha256 } from '../core/id.ts';
import type { Evidence, EvidenceFile } from '../core/types.ts';
import { audit } from './audit.ts';
import type { Deps } from './deps.ts';
import { type ReadmeFacts, readmeEn, readmeTr } from './evidence-readme.ts';
import { fault } from './fault.ts';

/** Whose packs: of a mention, a story, an incident, or one pack by itself. */
export interface EvidenceSubject {
  kind: 'mention' | 'story' | 'incident' | 'pack';
  id: string;
}

export interface CheckedFile extends EvidenceFile {
  /** 'altered': what lies there is not what was captured. 'missing': nothing lies there on this machine. */
  state: 'whole' | 'altered' | 'missing';
  /** What was found instead. */
  foundSha256: string | null;
}

export interface EvidenceZip {
  fileName: string;
  manifestSha256: string;
  packCount: number;
  /** Files that are missing or altered, of all packs. */
  brokenCount: number;
  stream: Readable;
}

const PAGE = 200;
const MAX_PACKS = 2000;

/** Recomputes the hash of every file of a pack from the disk. */
export async function verifyPack(deps: Pick<Deps, 'vault'>, { files }: Evidence): Promise<CheckedFile[]> {
  const checked: CheckedFile[] = [];
  for (const file of files) {
    const found = await deps.vault.measure(file.sha256);
    const state = found === null ? 'missing' : found.sha256 === file.sha256 ? 'whole' : 'altered';
    checked.push({ ...file, state, foundSha256: state === 'altered' ? (found?.sha256 ?? null) : null });
  }
  return checked;
}

/** Oldest first. Throws 'evidence.not-found' and 'incident.not-found'. */
export async function packsOf(deps: Deps, { kind, id }: EvidenceSubject): Promise<Evidence[]> {
  if (kind === 'pack') {
    const record = await deps.store.evidence.get(id);
    if (!record) throw fault(deps, 'evidence.not-found');
    return [record];
  }
  const found: Evidence[] = [];
  const filter = await filterOf(deps, { kind, id });
  let cursor: string | null = null;
  do {
    const page: { items: Evidence[]; nextCursor: string | null } = await deps.store.evidence.list(filter, {
      limit: PAGE,
      cursor,
    });
    found.push(...page.items);
    cursor = page.nextCursor;
  } while (cursor !== null && found.length < MAX_PACKS);
  return found.reverse();
}

/** What store.evidence.list() takes for a subject. Throws 'incident.not-found'. */
export async function filterOf(
  deps: Deps,
  { kind, id }: EvidenceSubject,
): Promise<{ mentionIds?: string[]; storyIds?: string[] }> {
  if (kind === 'mention') return { mentionIds: [id] };
  if (kind === 'story') return { storyIds: [id] };
  const incident = await deps.store.incidents.get(id);
  if (!incident) throw fault(deps, 'incident.not-found');
  return { mentionIds: incident.mentionIds, storyIds: incident.storyIds };
}

/** Starts the ZIP; it is made while `stream` is read. Throws 'evidence.not-found' when there are no packs. */
export async function exportEvidence(
  deps: Deps,
  subject: EvidenceSubject,
  { version, by }: { version: string; by: string },
): Promise<EvidenceZip> {
  const records = await packsOf(deps, subject);
  if (records.length === 0) throw fault(deps, 'evidence.not-found');
  const packs: Pack[] = [];
  for (const record of records)
    packs.push({ record, folder: safeName(record.id), files: await verifyPack(deps, record) });
  const createdAt = new Date(deps.clock.now()).toISOString();
  const manifest = `${JSON.stringify(manifestOf(packs, subject, { version, createdAt }), null, 2)}\n`;
  const manifestSha256 = sha256(manifest);
  const brokenCount = packs.flatMap(({ files }) => files).filter(({ state }) => state !== 'whole').length;
  const facts = { packCount: packs.length, brokenCount, manifestSha256 };
  await audit(deps, by, 'evidence.exported', subject.id, facts);
  const texts = textsOf(packs, manifest, { createdAt, version, packCount: packs.length, manifestSha256 });
  const stream = await zip(deps, packs, texts);
  return { fileName: `itibar-kanit-${safeName(subject.id)}.zip`, ...facts, stream };
}

interface Pack {
  record: Evidence;
  folder: string;
  files: CheckedFile[];
}

/** Letters, digits, dash, dot and underline; never a way up, never hidden. */
export function safeName(name: string): string {
  return (
    name
      .replace(/[^A-Za-z0-9._-]/g, '_')
      .replace(/^\.+/, '_')
      .slice(0, 80) || '_'
  );
}

function pathIn(folder: string, { name }: EvidenceFile): string {
  return `${folder}/${safeName(name)}`;
}

function manifestOf(
  packs: readonly Pack[],
  subject: EvidenceSubject,
  { version, createdAt }: { version: string; createdAt: string },
): object {
  return {
    tool: { name: 'itibar', version },
    ...{ createdAt, subject, hash: 'SHA-256' },
    packs: packs.map(({ record, folder, files }) => {
      const { id, mentionId, url, finalUrl, status, reason, by, outcome, error, previousId, change } = record;
      const capturedAt = new Date(record.capturedAt).toISOString();
      return {
        ...{ id, folder, mentionId, url, finalUrl, status, capturedAt, reason, by, outcome, error, previousId, change },
        files: files.map((file) => ({ ...file, path: pathIn(folder, file), capturedAt, address: finalUrl ?? url })),
      };
    }),
  };
}

function textsOf(packs: readonly Pack[], manifest: string, facts: ReadmeFacts): [string, string][] {
  const sums = packs.flatMap(({ folder, files }) => files.map((file) => `${file.sha256}  ${pathIn(folder, file)}\n`));
  return [
    ['BENIOKU.txt', readmeTr(facts)],
    ['README.txt', readmeEn(facts)],
    ['manifest.json', manifest],
    ['SHA256SUMS', `${facts.manifestSha256}  manifest.json\n${sums.join('')}`],
    ['adresler.csv', addressesOf(packs)],
  ];
}

/** A spreadsheet takes a file for UTF-8 only when it begins with the byte order mark. */
function addressesOf(packs: readonly Pack[]): string {
  const rows = packs.map(({ record, folder, files }) => {
    const { url, finalUrl, status, capturedAt, outcome, change, error } = record;
    const picture = files.find(({ name }) => name === 'screenshot.png')?.sha256;
    const at = new Date(capturedAt).toISOString();
    return [url, finalUrl, at, status, outcome, change?.kind, error, folder, picture].map(csvCell).join(',');
  });
  const head = 'adres,son_adres,yakalanma_utc,http,sonuc,degisiklik,not,klasor,goruntu_sha256';
  return `\ufeff${[head, ...rows].join('\r\n')}\r\n`;
}

/** One file after the other, each opened when its turn comes. What is missing stands in the manifest. */
async function zip(deps: Deps, packs: readonly Pack[], texts: readonly [string, string][]): Promise<Readable> {
  const { ZipFile } = await import('yazl');
  const out = new ZipFile();
  const mtime = new Date(deps.clock.now());
  for (const [name, text] of texts) out.addBuffer(Buffer.from(text), name, { mtime });
  for (const { record, folder, files } of packs) {
    for (const file of files.filter(({ state }) => state !== 'missing')) {
      const options = { mtime: new Date(record.capturedAt), compress: file.name.endsWith('.json') };
      out.addReadStreamLazy(pathIn(folder, file), options, (give) => {
        deps.vault.open(file.sha256).then(
          (stream) => (stream ? give(null, stream) : give(fault(deps, 'evidence.file.not-found'), NO_STREAM)),
          (error: unknown) => give(error, NO_STREAM),
        );
      });
    }
  }
  const stream = out.outputStream as Readable;
  out.on('error', (error: Error) => stream.destroy(error));
  out.end();
  return stream;
}

/** yazl looks at the error first. */
const NO_STREAM = null as unknown as NodeJS.ReadableStream;
