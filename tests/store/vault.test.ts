// Files of evidence on a real disk: written once, read only, known by what is in them.

import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { describe, expect, it, onTestFinished } from 'vitest';
import { FakeClock, MINUTE } from '../../core/clock.ts';
import { sha256 } from '../../core/id.ts';
import { openVault } from '../../store/vault.ts';

async function vaultIn(name = 'evidence') {
  const home = await mkdtemp(join(tmpdir(), 'itibar-vault-'));
  onTestFinished(() => rm(home, { recursive: true, force: true }));
  const clock = new FakeClock();
  const dir = join(home, name);
  return { vault: openVault({ dir, clock }), clock, dir, home };
}

const pathOf = (dir: string, hash: string) => join(dir, hash.slice(0, 2), hash);

describe('the vault', () => {
  it('keeps a file under its hash, for reading only, and leaves nothing half written', async () => {
    const { vault, dir } = await vaultIn();
    const kept = await vault.put(Buffer.from('kanıt'));
    expect(kept).toEqual({ sha256: sha256('kanıt'), sizeBytes: 6 });
    expect((await stat(pathOf(dir, kept.sha256))).mode & 0o777).toBe(0o400);
    expect(await readdir(join(dir, kept.sha256.slice(0, 2)))).toEqual([kept.sha256]);
    const stream = await vault.open(kept.sha256);
    expect(stream && (await text(stream))).toBe('kanıt');
    expect(await vault.measure(kept.sha256)).toEqual(kept);
  });

  it('never writes over what is there, even when somebody changed it: that shows', async () => {
    const { vault, dir } = await vaultIn();
    const { sha256: hash } = await vault.put(Buffer.from('asıl'));
    await chmod(pathOf(dir, hash), 0o600);
    await writeFile(pathOf(dir, hash), 'sahte');
    await vault.put(Buffer.from('asıl'));
    expect(await readFile(pathOf(dir, hash), 'utf8')).toBe('sahte');
    expect(await vault.measure(hash)).toEqual({ sha256: sha256('sahte'), sizeBytes: 5 });
  });

  it('has nothing for unknown hashes and takes no path for one', async () => {
    const { vault } = await vaultIn();
    expect(await vault.open('0'.repeat(64))).toBeNull();
    expect(await vault.measure('0'.repeat(64))).toBeNull();
    await expect(vault.open('../../etc/passwd')).rejects.toMatchObject({ code: 'evidence.invalid' });
  });

  it('deletes what nobody holds and is not fresh, and half written files', async () => {
    const { vault, clock, dir } = await vaultIn();
    const [held, loose] = [await vault.put(Buffer.from('a')), await vault.put(Buffer.from('b'))];
    await clock.advance(20 * MINUTE);
    const fresh = await vault.put(Buffer.from('c'));
    const again = await vault.put(Buffer.from('d'));
    await mkdir(join(dir, 'zz'), { recursive: true });
    const asked: string[] = [];
    const findUnheld = async (hashes: string[]) => {
      asked.push(...hashes);
      return hashes.filter((hash) => hash !== held.sha256);
    };
    expect(await vault.sweep(findUnheld, clock.now() - 10 * MINUTE)).toBe(1);
    expect(asked.sort()).toEqual([held, loose, fresh, again].map((one) => one.sha256).sort());
    expect(await vault.measure(loose.sha256)).toBeNull();
    for (const kept of [held, fresh, again]) expect(await vault.measure(kept.sha256)).toEqual(kept);
  });

  it('counts a file as fresh when it is put again', async () => {
    const { vault, clock } = await vaultIn();
    const first = await vault.put(Buffer.from('a'));
    await clock.advance(20 * MINUTE);
    await vault.put(Buffer.from('a'));
    expect(await vault.sweep(async (hashes) => hashes, clock.now() - 10 * MINUTE)).toBe(0);
    expect(await vault.measure(first.sha256)).toEqual(first);
  });

  it('sweeps nothing where nothing was ever kept', async () => {
    const { vault } = await vaultIn();
    expect(await vault.sweep(async (hashes) => hashes, 1)).toBe(0);
  });

  it('says what to do when the folder cannot be written', async () => {
    const { vault, home } = await vaultIn('file/evidence');
    await writeFile(join(home, 'file'), 'kein Ordner');
    await expect(vault.put(Buffer.from('a'))).rejects.toMatchObject({
      code: 'evidence.unwritable',
      message: expect.stringMatching(/capture again/),
    });
  });
});
