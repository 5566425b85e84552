// Finds the Chromium of this machine. Nothing is downloaded: where there is none, sources that need one say so.

import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { AppError } from '../../core/errors.ts';

const USUAL = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
const NAMES = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome', 'chrome'];

/**
 * Path of the browser: CHROMIUM_PATH when it is set (and nothing else then), the usual places, the names on PATH.
 * Throws AppError 'fetch.no-browser' with what to do.
 */
export function findChromium(env: Record<string, string | undefined>): string {
  const wanted = env['CHROMIUM_PATH'];
  const places = wanted
    ? [wanted]
    : [...USUAL, ...(env['PATH'] ?? '').split(delimiter).flatMap((folder) => NAMES.map((name) => join(folder, name)))];
  const found = places.find(isProgram);
  if (found) return found;
  throw new AppError(
    'fetch.no-browser',
    wanted
      ? 'CHROMIUM_PATH names no program that can be run. Correct it, or remove it to look in the usual places.'
      : 'A browser is needed for this, and there is none. Install the package "chromium", or set CHROMIUM_PATH.',
  );
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
