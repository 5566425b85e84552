// Packs as a ZIP and their hashes: what stands in it fits the manifest, tampering shows, and no name leads elsewhere.

import { createHash } from 'node:crypto';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import { exportEvidence, packsOf, safeName, verifyPack } from '../../pipeline/evidence-export.ts';
import { openVault } from '../../store/vault.ts';
import { readZip } from '../support/zip.ts';
import { AWAY, type EvidenceWorld, openEvidence, pageOf, URL_OF_PAGE } from './evidence-support.ts';

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
const BY = { version: '9.9.9', by: 'usr_1' };

/** With files in a folder that the test knows. */
async function openFiled(): Promise<EvidenceWorld & { fileOf(hash: string): string }> {
  const world = await openEvidence();
  const dir = await mkdtemp(join(tmpdir(), 'itibar-export-'));
  onTestFinished(() => rm(dir, { recursive: true, force: true }));
  world.deps.vault = openVault({ dir, clock: world.clock });
  return { ...world, fileOf: (hash) => join(dir, hash.slice(0, 2), hash) };
}

async function zipOf(world: EvidenceWorld, subject = { kind: 'mention' as const, id: world.mentionId }) {
  const { stream, ...zip } = await exportEvidence(world.deps, subject, BY);
  return { ...zip, files: readZip(await buffer(stream)) };
}

const textIn = (files: Map<string, Buffer>, name: string) => files.get(name)?.toString() ?? '';

describe('an exported pack', () => {
  it('holds every file with its hash, size, time and address, under a manifest whose hash is told', async () => {
    const world = await openFiled();
    await world.run('severe');
    const zip = await zipOf(world);
    const [pack] = await world.packs();
    expect([...zip.files.keys()]).toEqual([
      ...['BENIOKU.txt', 'README.txt', 'manifest.json', 'SHA256SUMS', 'adresler.csv'],
      ...['mention.json', 'page.warc.gz', 'screenshot.png', 'text.json'].map((name) => `${pack?.id}/${name}`),
    ]);
    expect(zip).toMatchObject({ fileName: `itibar-kanit-${world.mentionId}.zip`, packCount: 1, brokenCount: 0 });
    const manifest = zip.files.get('manifest.json') ?? Buffer.alloc(0);
    expect(sha256(manifest)).toBe(zip.manifestSha256);
    const { tool, hash, packs } = JSON.parse(manifest.toString());
    expect([tool, hash]).toEqual([{ name: 'itibar', version: '9.9.9' }, 'SHA-256']);
    expect(packs).toMatchObject([{ url: URL_OF_PAGE, finalUrl: URL_OF_PAGE, status: 200, outcome: 'ok' }]);
    for (const file of packs[0].files) {
      const bytes = zip.files.get(file.path) ?? Buffer.alloc(0);
      expect(file).toMatchObject({ sha256: sha256(bytes), sizeBytes: bytes.length, state: 'whole' });
      expect(file).toMatchObject({ capturedAt: '2026-11-24T06:00:00.000Z', address: URL_OF_PAGE });
    }
    const [entry] = await world.deps.store.audit.list(1);
    const facts = { packCount: 1, brokenCount: 0, manifestSha256: zip.manifestSha256 };
    expect(entry).toMatchObject({ action: 'evidence.exported', by: 'usr_1', subject: world.mentionId, facts });
  });

  it('can be checked with sha256sum', async () => {
    const world = await openFiled();
    await world.run('severe');
    const { files } = await zipOf(world);
    const lines = textIn(files, 'SHA256SUMS').trim().split('\n');
    expect(lines).toHaveLength(5);
    for (const line of lines) {
      const [hash, name = ''] = line.split('  ');
      expect(sha256(files.get(name) ?? Buffer.alloc(0))).toBe(hash);
    }
  });

  it('says in both languages what a hash proves and what it does not, and names the notary', async () => {
    const world = await openFiled();
    await world.run('severe');
    const { files, manifestSha256 } = await zipOf(world);
    const [turkish, english] = [textIn(files, 'BENIOKU.txt'), textIn(files, 'README.txt')];
    for (const text of [turkish, english]) {
      expect(text).toContain(manifestSha256);
      expect(text).toContain('198/A');
    }
    expect(turkish).toMatch(/NEYİ KANITLAMAZ[\s\S]*kimin yazdığını/);
    expect(english).toMatch(/DOES NOT PROVE[\s\S]*Who wrote/);
  });

  it('shows a file that was changed and one that is gone, and hands the rest over', async () => {
    const world = await openFiled();
    await world.run('severe');
    const [pack] = await world.packs();
    const hashOf = (name: string) => pack?.files.find((file) => file.name === name)?.sha256 ?? '';
    await chmod(world.fileOf(hashOf('screenshot.png')), 0o600);
    await writeFile(world.fileOf(hashOf('screenshot.png')), 'fotomontaj');
    await rm(world.fileOf(hashOf('text.json')));
    const checked = pack ? await verifyPack(world.deps, pack) : [];
    expect(checked.map(({ name, state }) => [name, state])).toEqual([
      ...[
        ['mention.json', 'whole'],
        ['page.warc.gz', 'whole'],
      ],
      ...[
        ['screenshot.png', 'altered'],
        ['text.json', 'missing'],
      ],
    ]);
    expect(checked[2]?.foundSha256).toBe(sha256(Buffer.from('fotomontaj')));
    const zip = await zipOf(world);
    expect(zip.brokenCount).toBe(2);
    expect([...zip.files.keys()].filter((name) => name.includes('/'))).toHaveLength(3);
    expect(textIn(zip.files, 'manifest.json')).toContain('"state": "altered"');
  });

  it('of a mention, a story or an incident holds all their packs, oldest first', async () => {
    const world = await openFiled();
    await world.run('severe');
    await world.clock.advance(1000);
    await world.run('asked');
    const newestFirst = await world.packs();
    const at = world.clock.now();
    const incident = {
      ...{ id: 'inc_1', brandId: world.brand.id, fingerprint: 'f', ruleId: 'severe', title: 'x', reason: 'x' },
      ...{ severity: 1 as const, leadType: null, state: 'open' as const, ownerId: null, openedAt: at, updatedAt: at },
      ...{ acknowledgedAt: null, resolvedAt: null, storyIds: [], mentionIds: [world.mentionId], mentionCount: 1 },
      revision: 1,
    };
    const entry = { id: 'tim_1', incidentId: 'inc_1', at, kind: 'opened', by: 'system', text: '' };
    await world.deps.store.incidents.open(incident, entry);
    const oldestFirst = newestFirst.toReversed().map(({ id }) => id);
    const ids = async (kind: 'mention' | 'story' | 'incident' | 'pack', id: string) =>
      (await packsOf(world.deps, { kind, id })).map((pack) => pack.id);
    expect(await ids('mention', world.mentionId)).toEqual(oldestFirst);
    expect(await ids('story', newestFirst[0]?.storyIds[0] ?? '')).toEqual(oldestFirst);
    expect(await ids('incident', 'inc_1')).toEqual(oldestFirst);
    expect(await ids('pack', oldestFirst[0] ?? '')).toEqual(oldestFirst.slice(0, 1));
    await expect(packsOf(world.deps, { kind: 'pack', id: 'evd_none' })).rejects.toMatchObject({
      code: 'evidence.not-found',
    });
    await expect(exportEvidence(world.deps, { kind: 'mention', id: 'men_none' }, BY)).rejects.toMatchObject({
      code: 'evidence.not-found',
    });
  });
});

describe('hostile names', () => {
  it('never lead out of the folder or into a formula', async () => {
    const world = await openFiled();
    world.answers(pageOf('=HYPERLINK("http://x")', { finalUrl: 'https://x.example/../../etc/passwd?=cmd|calc' }));
    await world.run('severe');
    const [pack] = await world.packs();
    const evil = { name: '../../../etc/cron.d/x', sha256: pack?.files[0]?.sha256 ?? '', sizeBytes: 1 };
    const error = '=cmd|"/c calc"!A1';
    const id = '..\\..\\evd/../=1+1';
    await world.deps.store.evidence.add({
      ...awayRecord(world),
      id,
      files: [evil],
      error,
      url: '@SUM(1)',
      finalUrl: '+1',
    });
    const { files } = await zipOf(world);
    for (const name of files.keys()) expect(name).toMatch(/^[\w-][\w.-]*(?:\/[\w-][\w.-]*)?$/);
    const rows = parse(textIn(files, 'adresler.csv'), { bom: true }) as string[][];
    expect(rows).toHaveLength(3);
    for (const cell of rows.flat()) expect(cell).not.toMatch(/^\s*[=+\-@]/);
  });

  it('are made safe whatever they are', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (name) => {
        expect(safeName(name)).toMatch(/^[A-Za-z0-9_-][A-Za-z0-9._-]{0,79}$/);
      }),
    );
  });
});

const awayRecord = (world: EvidenceWorld) => ({
  ...{ mentionId: world.mentionId, storyIds: [], author: { name: null, handle: null }, status: AWAY.status },
  ...{ capturedAt: world.clock.now(), reason: 'asked' as const, by: 'cli', outcome: 'network' as const },
  ...{ previousId: null, change: null, checks: { count: 0, lastAt: null, nextAt: null, isGoneOnce: false } },
});
