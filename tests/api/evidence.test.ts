// Evidence over the API: who may see, ask and take away, and how files of strangers' sites are sent.

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type request from 'supertest';
import { describe, expect, it, onTestFinished } from 'vitest';
import { sha256 } from '../../core/id.ts';
import type { Evidence } from '../../core/types.ts';
import { openVault } from '../../store/vault.ts';
import { readZip } from '../support/zip.ts';
import { addIncident, addMention, type World, world } from './support.ts';

const HTML = '<script>alert(1)</script>';

interface Filed extends World {
  mentionId: string;
  pack: Evidence;
}

async function filed(): Promise<Filed> {
  const opened = await world();
  const { deps, clock } = opened;
  const dir = await mkdtemp(join(tmpdir(), 'itibar-api-'));
  onTestFinished(() => rm(dir, { recursive: true, force: true }));
  deps.vault = openVault({ dir, clock });
  const mentionId = await addMention(opened, { nativeId: 'a', text: 'Sahte site', url: 'https://x.example/1' });
  const [copy, picture] = [await deps.vault.put(Buffer.from(HTML)), await deps.vault.put(Buffer.from('png'))];
  const pack: Evidence = {
    ...{ id: 'evd_1', mentionId, storyIds: ['sto_1'], author: { name: 'Ali Veli', handle: 'aliveli' } },
    ...{ url: 'https://x.example/1', finalUrl: 'https://x.example/1', status: 200, capturedAt: clock.now() },
    ...{ reason: 'severe', by: 'system', outcome: 'ok', error: null, previousId: null },
    change: { kind: 'changed', similarity: 0.5, removed: ['Beni 0532 123 45 67 numaradan arayın.'], added: [] },
    files: [
      { name: 'mention.json', ...copy },
      { name: 'screenshot.png', ...picture },
    ],
    checks: { count: 0, lastAt: null, nextAt: null, isGoneOnce: false },
  };
  await deps.store.evidence.add(pack);
  return { ...opened, mentionId, pack };
}

const bytes = (test: request.Test) =>
  test.buffer(true).parse((response, done) => {
    const chunks: Buffer[] = [];
    response.on('data', (chunk: Buffer) => chunks.push(chunk));
    response.on('end', () => done(null, Buffer.concat(chunks)));
  });

describe('the list of packs', () => {
  it('is there for viewers, by mention, story and incident, with personal data masked and no author', async () => {
    const { viewer, mentionId, ...rest } = await filed();
    const incidentId = await addIncident(rest, { mentionIds: [mentionId] });
    for (const query of [`mentionId=${mentionId}`, 'storyId=sto_1', `incidentId=${incidentId}`, '']) {
      const { body } = await viewer.get(`/api/evidence?${query}`).expect(200);
      expect(body.items).toMatchObject([{ id: 'evd_1', outcome: 'ok', files: [{ name: 'mention.json' }, {}] }]);
      expect(JSON.stringify(body)).not.toMatch(/0532 123|Ali Veli|aliveli/);
    }
    expect((await viewer.get('/api/evidence?mentionId=men_other').expect(200)).body.items).toEqual([]);
    await viewer.get('/api/evidence?incidentId=inc_none').expect(404);
  });

  it('says why a page could not be read in the language of the reader', async () => {
    const { member, deps, pack } = await filed();
    const error = "There is no address for x.example. Check the spelling, or this machine's connection.";
    await deps.store.evidence.add({ ...pack, id: 'evd_2', outcome: 'network', error });
    const { body } = await member.get('/api/evidence').expect(200);
    expect(body.items.map((item: Evidence) => item.error)).toContain(
      'x.example için bir adres bulunamadı. Yazımı ya da bu makinenin bağlantısını denetleyin.',
    );
  });
});

describe('a capture on request', () => {
  it('is queued for members, and for nobody else', async () => {
    const { member, viewer, mentionId, jobs, deps } = await filed();
    await viewer.post('/api/evidence').send({ mentionId }).expect(403);
    await member.post('/api/evidence').send({ mentionId: 'men_none' }).expect(404);
    await member.post('/api/evidence').send({ mentionId, url: 'http://127.0.0.1/' }).expect(400);
    expect(jobs).toEqual([]);
    expect((await member.post('/api/evidence').send({ mentionId }).expect(200)).body).toEqual({ isQueued: true });
    const [user] = (await deps.store.users.list()).filter(({ role }) => role === 'member');
    expect(jobs).toEqual([{ name: 'capture', payload: { mentionId, reason: 'asked', by: user?.id } }]);
  });
});

describe('a file of a pack', () => {
  it('is sent as an attachment that no browser runs, and opening it is written down', async () => {
    const { member, deps } = await filed();
    const answer = await bytes(member.get('/api/evidence/evd_1/files/mention.json')).expect(200);
    expect(answer.body.toString()).toBe(HTML);
    expect(answer.headers).toMatchObject({
      'content-disposition': 'attachment; filename="evd_1-mention.json"',
      'x-content-type-options': 'nosniff',
      'content-security-policy': "sandbox; default-src 'none'",
      'content-type': 'application/json; charset=utf-8',
    });
    expect(await deps.store.audit.list(1)).toMatchObject([{ action: 'evidence.opened', subject: 'evd_1' }]);
  });

  it('is not for viewers, not for strangers, and only under the names that the pack has', async () => {
    const { viewer, member, deps, app } = await filed();
    const { default: supertest } = await import('supertest');
    await viewer.get('/api/evidence/evd_1/files/screenshot.png').expect(403);
    await supertest(app).get('/api/evidence/evd_1/files/screenshot.png').expect(401);
    await supertest(app).get('/api/evidence/export?packId=evd_1').expect(401);
    await member.get('/api/evidence/evd_1/files/..%2f..%2fitibar.db').expect(404);
    await member.get('/api/evidence/evd_2/files/screenshot.png').expect(404);
    const lost = sha256('nicht da');
    await deps.store.evidence.add({
      ...{ ...((await deps.store.evidence.get('evd_1')) as Evidence), id: 'evd_3' },
      files: [{ name: 'screenshot.png', sha256: lost, sizeBytes: 1 }],
    });
    const { body } = await member.get('/api/evidence/evd_3/files/screenshot.png').expect(404);
    expect(body.detail).toMatch(/bu makinede yok/);
  });
});

describe('the ZIP', () => {
  it('is downloaded by members under a name of our own, with the hash of its manifest', async () => {
    const { member, viewer, mentionId } = await filed();
    await viewer.get(`/api/evidence/export?mentionId=${mentionId}`).expect(403);
    const answer = await bytes(member.get(`/api/evidence/export?mentionId=${mentionId}`)).expect(200);
    const files = readZip(answer.body);
    expect([...files.keys()]).toContain('evd_1/screenshot.png');
    expect(answer.headers['x-manifest-sha256']).toBe(sha256(files.get('manifest.json')?.toString() ?? ''));
    expect(answer.headers['content-disposition']).toBe(`attachment; filename="itibar-kanit-${mentionId}.zip"`);
    expect(answer.headers['content-security-policy']).toContain('sandbox');
    await member.get('/api/evidence/export?mentionId=men_none').expect(404);
    await member.get('/api/evidence/export').expect(404);
  });
});
