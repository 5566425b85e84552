// Finds a Chromium that is already on the machine. Nothing is ever downloaded.

import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const PLACES = [
  '/usr/bin/chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

/** Nothing of its own: no first-run pages, no updates, no calls home. */
const STILL = [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** CHROMIUM_PATH when it is set, else the usual places, else PATH; null when there is none. */
export function findChromium(env: Record<string, string | undefined> = process.env): string | null {
  const wished = env['CHROMIUM_PATH'];
  if (wished) return isExecutable(wished) ? wished : null;
  const folders = (env['PATH'] ?? '').split(delimiter).filter(Boolean);
  const candidates = [...PLACES, ...NAMES.flatMap((name) => folders.map((folder) => join(folder, name)))];
  return candidates.find(isExecutable) ?? null;
}

/** What playwright-core needs to start it. Chromium has no sandbox for root, so in containers it is switched off. */
export function chromiumOptions(): { executablePath: string; args: string[] } {
  const executablePath = findChromium();
  if (!executablePath) throw new Error('No Chromium found: install the package "chromium" or set CHROMIUM_PATH.');
  const asRoot = process.getuid?.() === 0 ? ['--no-sandbox', '--disable-dev-shm-usage'] : [];
  return { executablePath, args: [...asRoot, ...STILL] };
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
