// A real itibar with its page, the sample web in the middle of its crisis, and a real Chromium that looks at it. The
// crisis is lived through in seconds; from then on time passes as usual. E2E_SHOTS=FOLDER keeps a picture of every page.

import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as realSleep } from 'node:timers/promises';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { describe, it } from 'vitest';
import { setupLink } from '../../cli/commands/service.ts';
import { SECOND, systemClock } from '../../core/clock.ts';
import { demoBrand } from '../../demo/brand.ts';
import { type SampleWeb, startSampleWeb } from '../../demo/web.ts';
import { deadPort } from '../alerts/receivers.ts';
import { CountingClock, freshData, live, type System, startSystem } from '../flow/support.ts';
import { memoryLog } from '../queue/support.ts';
import { chromiumOptions, findChromium } from '../support/chromium.ts';
import { ROOT } from '../support/source-files.ts';

/** Skipped by name where there is no browser; fails in CI. */
export function describeBrowser(name: string, fn: () => void): void {
  if (findChromium()) {
    describe(name, fn);
    return;
  }
  const title = `${name} (skipped: no Chromium on this machine)`;
  if (process.env['CI'])
    describe(title, () => {
      it('finds a Chromium in CI', () => {
        throw new Error('CI must run this suite: install the package "chromium" or set CHROMIUM_PATH.');
      });
    });
  else describe.skip(title, fn);
}

function newestIn(folder: string): number {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return Math.max(0, ...files.map((file) => statSync(join(file.parentPath, file.name)).mtimeMs));
}

/** Builds the page when it is missing or older than its sources. */
export function buildDashboard(): void {
  const built = join(ROOT, 'dashboard', 'dist', 'index.html');
  const newest = Math.max(newestIn(join(ROOT, 'dashboard', 'src')), newestIn(join(ROOT, 'locales')));
  if (existsSync(built) && statSync(built).mtimeMs >= newest) return;
  const vite = join(ROOT, 'node_modules', 'vite', 'bin', 'vite.js');
  const result = spawnSync(process.execPath, [vite, 'build', 'dashboard'], { cwd: ROOT, encoding: 'utf8' });
  if (result.status !== 0) throw new Error(`The dashboard does not build:\n${result.stderr}`);
}

export interface World {
  system: System;
  web: SampleWeb;
  url: string;
  /** The first-login link. */
  link: string;
  stop(): Promise<void>;
}

/** How far into the story the tests begin: the wave has its incident, the talk goes on. */
const STORY_MS = 130 * SECOND;

export async function startWorld(): Promise<World> {
  buildDashboard();
  const clock = new CountingClock(systemClock.now() - STORY_MS);
  const web = await startSampleWeb({ clock, log: memoryLog().log, seed: 1 });
  const data = freshData();
  const { host, port } = web.sites.mail;
  const brand = demoBrand(web.sites);
  const system = await startSystem(clock, data.dir, {
    server: { port: await deadPort() },
    fetch: { allowHosts: web.hosts, minInterval: 100 },
    mail: { host, port, from: 'itibar <itibar@demo.example>', to: ['iletisim@pazarlamacim.example'] },
    brands: [{ ...brand, watches: brand.watches?.map((watch) => ({ ...watch, every: '10s' })) }],
  });
  const { url } = await system.app.serve();
  await live(clock, system, STORY_MS, { stepMs: 5 * SECOND });
  const pump = letTimePass(clock);
  const link = (await setupLink(system.app, url)) ?? '';
  return {
    ...{ system, web, url, link },
    async stop() {
      await pump.stop();
      await system.close();
      await web.stop();
      data.remove();
    },
  };
}

function letTimePass(clock: CountingClock): { stop(): Promise<void> } {
  let isOn = true;
  const pump = (async () => {
    while (isOn) {
      await realSleep(40);
      const behindMs = systemClock.now() - clock.now();
      if (behindMs > 0) await clock.advance(Math.min(behindMs, SECOND));
    }
  })();
  return {
    async stop() {
      isOn = false;
      await pump;
    },
  };
}

export interface Visit {
  page: Page;
  context: BrowserContext;
  /** Errors of scripts, refusals of the content policy, dialogs that a script opened. */
  troubles: string[];
}

export function openBrowser(): Promise<Browser> {
  return chromium.launch({ ...chromiumOptions(), headless: true });
}

/** A fresh person: no cookies, Turkish, a desktop screen unless told. */
export async function visit(browser: Browser, size = { width: 1360, height: 900 }): Promise<Visit> {
  const context = await browser.newContext({ viewport: size, locale: 'tr-TR', timezoneId: 'Europe/Istanbul' });
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  const troubles: string[] = [];
  page.on('pageerror', (error) => troubles.push(`error: ${error.message}`));
  page.on('dialog', (dialog) => {
    troubles.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on('console', (line) => {
    if (/Content Security Policy|Refused to/i.test(line.text())) troubles.push(`policy: ${line.text()}`);
  });
  return { page, context, troubles };
}

export const PERSON = { name: 'Ayşe Işık', email: 'ayse@pazarlamacim.example', password: 'uzun-ve-guzel-bir-parola' };

export async function setUp(page: Page, link: string): Promise<void> {
  await page.goto(link);
  const form = page.getByTestId('setup-form');
  await form.locator('[name=name]').fill(PERSON.name);
  await form.locator('[name=email]').fill(PERSON.email);
  await form.locator('[name=password]').fill(PERSON.password);
  await form.locator('[type=submit]').click();
}

export async function signIn(page: Page): Promise<void> {
  const form = page.getByTestId('login-form');
  await form.locator('[name=email]').fill(PERSON.email);
  await form.locator('[name=password]').fill(PERSON.password);
  await form.locator('[type=submit]').click();
  await page.getByTestId('nav-today').waitFor();
}

export async function shoot(page: Page, name: string): Promise<void> {
  const folder = process.env['E2E_SHOTS'];
  if (!folder) return;
  mkdirSync(folder, { recursive: true });
  await page.screenshot({ path: join(folder, `${name}.png`), fullPage: true });
}
