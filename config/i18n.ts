// Words for people: reads locales/tr.json and locales/en.json once and hands out the function that everything
// user-facing speaks through. A key that one language lacks stops the start; nobody ever sees a raw key.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { AppError } from '../core/errors.ts';
import type { Locale, Translate } from '../core/ports.ts';
import { packageRoot } from './root.ts';

const LOCALES: readonly Locale[] = ['tr', 'en'];

/**
 * The translate function over the two locale files.
 * Loading throws AppError('i18n.missing') when the files' keys or a text's {parameters} differ;
 * translating throws it for an unknown key or a parameter that was not given.
 */
export function loadTranslate(folder: string = join(packageRoot, 'locales')): Translate {
  const words = new Map(LOCALES.map((locale) => [locale, readWords(join(folder, `${locale}.json`))] as const));
  checkAgreement(words.get('tr') ?? new Map(), words.get('en') ?? new Map());
  return (locale, key, params = {}) => {
    const text = words.get(locale)?.get(key);
    if (text === undefined) throw new AppError('i18n.missing', `There is no text "${key}" in locales/${locale}.json.`);
    return fill(text, key, params);
  };
}

function fill(text: string, key: string, params: Record<string, string | number>): string {
  return text.replace(/\{(\w+)\}/g, (_all, name: string) => {
    if (!Object.hasOwn(params, name))
      throw new AppError('i18n.missing', `Text "${key}" needs the parameter {${name}}.`);
    return String(params[name]);
  });
}

function readWords(file: string): Map<string, string> {
  const words = new Map<string, string>();
  const walk = (node: unknown, path: string): void => {
    if (typeof node === 'string') words.set(path, node);
    else if (typeof node === 'object' && node !== null && !Array.isArray(node)) {
      for (const [name, child] of Object.entries(node)) walk(child, path ? `${path}.${name}` : name);
    } else throw new AppError('i18n.invalid', `In ${file}, "${path}" must be a text or a group of texts.`);
  };
  try {
    walk(JSON.parse(readFileSync(file, 'utf8')), '');
  } catch (error) {
    if (error instanceof AppError) throw error;
    throw new AppError('i18n.invalid', `${file} cannot be read as JSON; correct the file or install itibar again.`, {
      cause: error,
    });
  }
  return words;
}

function checkAgreement(tr: Map<string, string>, en: Map<string, string>): void {
  const problems: string[] = [];
  for (const key of new Set([...tr.keys(), ...en.keys()])) {
    const [turkish, english] = [tr.get(key), en.get(key)];
    if (turkish === undefined) problems.push(`${key} (only in en.json)`);
    else if (english === undefined) problems.push(`${key} (only in tr.json)`);
    else if (parametersOf(turkish) !== parametersOf(english)) problems.push(`${key} (parameters differ)`);
  }
  if (problems.length > 0)
    throw new AppError('i18n.missing', `locales/tr.json and locales/en.json disagree: ${problems.join(', ')}.`);
}

function parametersOf(text: string): string {
  return [...new Set(text.match(/\{\w+\}/g) ?? [])].sort().join();
}
