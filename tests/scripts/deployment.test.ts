// The files for people with Docker, read as what they are: settings and commands in them must be there, and the image must
// bring along every file that the compiled program reads. Building the image itself is for a machine that has Docker.

import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { loadConfig } from '../../config/load.ts';
import { profileOf } from '../../config/profile.ts';
import { packageRoot } from '../../config/root.ts';

interface Service {
  command?: string[];
  environment?: Record<string, string>;
  image?: string;
}

const read = (name: string) => readFileSync(join(packageRoot, name), 'utf8');
const compose = parse(read('compose.yml'), { merge: true }) as { services: Record<string, Service> };
const services = Object.entries(compose.services);
const ours = services.filter(([, { image }]) => image === 'itibar');

describe('compose.yml', () => {
  it('is a scaled profile for each of its processes, with settings that exist', () => {
    expect(ours.map(([name]) => name).sort()).toEqual(['api', 'scheduler', 'worker']);
    for (const [, { environment }] of ours)
      expect(profileOf(loadConfig({ env: environment ?? {}, cwd: '/' }).config)).toBe('scaled');
  });

  it('names a Redis that keeps what it is given', () => {
    expect(compose.services['redis']?.command?.join(' ')).toMatch(/--appendonly yes.*--maxmemory-policy noeviction/);
  });

  it('uses commands and options that there are', { timeout: 60_000 }, async () => {
    const run = promisify(execFile);
    for (const [, { command = [] }] of ours) {
      const [name = '', ...options] = command;
      const { stdout } = await run(process.execPath, ['--import', 'tsx', 'cli/index.ts', name, '--help'], {
        cwd: packageRoot,
      });
      for (const option of options.filter((word) => word.startsWith('--'))) expect(stdout).toContain(option);
      expect(stdout).toContain(`Usage: itibar ${name}`);
    }
  });

  it('has an example of settings that can be read', () => {
    const lines = read('.env.example').split('\n');
    const pairs = lines.filter((line) => /^[A-Z]/.test(line)).map((line) => line.split(/=(.*)/s) as [string, string]);
    expect(pairs.length).toBeGreaterThan(3);
    expect(() => loadConfig({ env: Object.fromEntries(pairs), cwd: '/' })).not.toThrow();
  });
});

describe('Dockerfile', () => {
  const [build = '', image = ''] = read('Dockerfile')
    .split(/^FROM .*(?:AS build)?$/m)
    .slice(1);

  it('takes only what is let in, and lets in every folder of the program', () => {
    const kept = read('.dockerignore')
      .split('\n')
      .filter((line) => line.startsWith('!'))
      .map((line) => line.slice(1));
    const sources = (JSON.parse(read('tsconfig.build.json')) as { include: string[] }).include;
    expect(sources.filter((path) => !kept.includes(path))).toEqual([]);
    const copied = [...`${build}${image}`.matchAll(/^COPY (?!--from)(.+) \S+$/gm)].flatMap(([, paths = '']) =>
      paths.split(' '),
    );
    for (const path of copied.filter((one) => one !== '.')) {
      expect([path, existsSync(join(packageRoot, path))]).toEqual([path, true]);
      expect([path, kept.includes(path.split('/')[0] ?? '')]).toEqual([path, true]);
    }
  });

  it('brings what the compiled program reads, and is run by an ordinary user', () => {
    for (const path of ['dist', 'dashboard/dist', 'analyzers/model', 'locales', 'node_modules', 'package.json'])
      expect(image).toContain(path);
    expect(image).toMatch(/^USER node$/m);
    expect(image).toContain('chromium');
  });
});
