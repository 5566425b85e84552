// Keys of sources: which of the configured secrets a source is handed, and how their values are kept out of everything
// that is stored or shown. Pure. Must never put a value into a message.

import { AppError } from './errors.ts';
import type { Reply, SourceManifest } from './ports.ts';

export type Keys = Readonly<Record<string, string>>;

export const HIDDEN_KEY = '•••';
/** Shorter parts of a key are words of their own and would be cut out of innocent texts. */
const MIN_PART = 8;

/**
 * The keys the manifest names in `needs` and `uses`, and no others. Throws 'source.key-missing' with the setting to fill
 * when one of `needs` is not configured. Inbound sources have settings of their own and get none.
 */
export function keysFor(
  manifest: Pick<SourceManifest, 'title' | 'needs' | 'uses' | 'isInbound'>,
  configured: Keys,
): Keys {
  if (manifest.isInbound) return {};
  const missing = missingKeys(manifest, configured);
  if (missing.length > 0) throw keyMissing(manifest.title, missing);
  const names = [...manifest.needs, ...(manifest.uses ?? [])];
  return Object.fromEntries(names.flatMap((name) => (isSet(configured, name) ? [[name, configured[name] ?? '']] : [])));
}

/** 'source.key-missing': which setting has to be filled, for a source with this title. */
export function keyMissing(title: string, names: readonly string[]): AppError {
  const settings = names.map((name) => `keys.${name}`).join(' and ');
  return new AppError(
    'source.key-missing',
    `${title} cannot be read without a key. Set ${settings} in the configuration (or ITIBAR_KEYS='{"${names[0]}":"…"}', or a file named by ITIBAR_KEYS_FILE) and start itibar again.`,
  );
}

/** Names of needed keys that are not configured; none for inbound sources. */
export function missingKeys(manifest: Pick<SourceManifest, 'needs' | 'isInbound'>, configured: Keys): string[] {
  return manifest.isInbound ? [] : manifest.needs.filter((name) => !isSet(configured, name));
}

function isSet(configured: Keys, name: string): boolean {
  return Object.hasOwn(configured, name) && (configured[name] ?? '').trim() !== '';
}

/** The text with every value of the keys replaced: as it is, as part of an address, in base64, and its parts around ":". */
export function hideKeys(text: string, keys: Keys): string {
  let hidden = text;
  for (const form of formsOf(keys)) if (hidden.includes(form)) hidden = hidden.replaceAll(form, HIDDEN_KEY);
  return hidden;
}

function formsOf(keys: Keys): string[] {
  const values = Object.values(keys).flatMap((value) => [
    value,
    ...value.split(':').filter((part) => part.length >= MIN_PART),
  ]);
  const forms = values.flatMap((value) => [
    value,
    encodeURIComponent(value),
    new URLSearchParams({ v: value }).toString().slice(2),
    Buffer.from(value).toString('base64'),
  ]);
  return [...new Set(forms)].filter((form) => form !== '').sort((a, b) => b.length - a.length);
}

/** Where a source's own mistake happened, for the log. */
export function traceOf(error: unknown, keys: Keys): string {
  return hideKeys(error instanceof Error ? (error.stack ?? error.message) : String(error), keys);
}

/** A reply as parse() may see it: some services repeat the key in their answer, and what is parsed is stored. */
export function withoutKeys(reply: Reply, keys: Keys): Reply {
  if (Object.keys(keys).length === 0) return reply;
  const headers = Object.fromEntries(
    Object.entries(reply.headers).map(([name, value]) => [name, hideKeys(value, keys)]),
  );
  return { ...reply, headers, url: hideKeys(reply.url, keys), body: hideKeys(reply.body, keys) };
}
