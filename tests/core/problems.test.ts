import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadTranslate } from '../../config/i18n.ts';
import type { Locale } from '../../core/ports.ts';
import { PROBLEMS, problemText, readProblem } from '../../core/problems.ts';
import { judgeError } from '../../crawlers/fetch/failure.ts';
import { judgeReply } from '../../crawlers/fetch/outcome.ts';

const t = loadTranslate();
const say = (locale: Locale) => (key: string, params?: Record<string, string | number>) => t(locale, key, params);
const ROOT = join(import.meta.dirname, '../..');

/** What stands before a sentence that a run may leave. In the layers of the fetcher, also a choice between two of them. */
const BEFORE = {
  source: /(?:new AppError\(\s*'(?:source|fetch)\.[a-z-]+',\s*|failure\(\s*'[a-z-]+',\s*)$/,
  layer:
    /(?:new AppError\(\s*'(?:source|fetch)\.[a-z-]+',\s*|[a-z]\(\s*|failure\(\s*'[a-z-]+',\s*|return |sentence = |error: |\?\? )$/,
};
const LITERAL = /'((?:[^'\\\n]|\\.)*)'|`((?:[^`\\]|\\.)*)`|"((?:[^"\\\n]|\\.)*)"/g;

/** The sentences in the code of a folder, with an x for every value in them. */
function sentencesOf(folder: string, before: RegExp): string[] {
  const files = readdirSync(join(ROOT, folder), { encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));
  return files.flatMap((file) => {
    const code = readFileSync(join(ROOT, folder, file), 'utf8');
    return [...code.matchAll(LITERAL)]
      .filter(({ index }) => before.test(code.slice(Math.max(0, index - 120), index)))
      .map(([, single, template, double]) => single ?? template ?? double ?? '')
      .map((text) => text.replace(/\$\{[^}]*\}/g, 'x').replaceAll("\\'", "'"))
      .filter((text) => /^\S+ .*\.$/.test(text));
  });
}

/** Of our own stop, never of a run. */
const INNER = ['Nobody waits for this page any more.', 'itibar is being stopped.'];

describe('a sentence of a failed run', () => {
  it('is the same in the list and in the English locale file, and has its facts in Turkish too', () => {
    for (const [id, sentence] of Object.entries(PROBLEMS)) {
      const names = [...sentence.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? '');
      const facts = Object.fromEntries(names.map((name) => [name, `{${name}}`]));
      expect(t('en', `problem.${id}`, facts)).toBe(sentence);
      expect(t('tr', `problem.${id}`, facts)).not.toBe(sentence);
    }
  });

  it('is read back into its problem and its facts', () => {
    for (const [id, sentence] of Object.entries(PROBLEMS)) {
      const values = [...sentence.matchAll(/\{\w+\}/g)].map((_, index) => `deger${index + 1}.example`);
      const told = values.reduce((text, value) => text.replace(/\{\w+\}/, value), sentence as string);
      const read = readProblem(told);
      expect([told, read?.id]).toEqual([told, id]);
      expect(Object.values(read?.facts ?? {})).toEqual(values);
    }
  });

  it('of the crawlers is in the list, whatever file it stands in', () => {
    const found = [
      ...sentencesOf('crawlers', BEFORE.source),
      ...sentencesOf('crawlers/fetch', BEFORE.layer),
      ...sentencesOf('crawlers/parse', BEFORE.source),
      ...sentencesOf('crawlers/sources', BEFORE.source),
    ];
    expect(found.length).toBeGreaterThan(70);
    const unknown = found.filter((text) => !INNER.includes(text) && readProblem(text) === null);
    expect([...new Set(unknown)]).toEqual([]);
  });

  it('may hold another one, which is told in the same language', () => {
    const sentence =
      'a.example says that this page does not exist (404). Check the address or name. Until it answers, pages are read instead.';
    expect(problemText(say('en'), sentence)).toBe(sentence);
    expect(problemText(say('tr'), sentence)).toBe(
      'a.example böyle bir sayfa olmadığını söylüyor (404). Adresi ya da adı denetleyin. Yanıt verene kadar sayfalar okunuyor.',
    );
  });

  it('is told in the language of the reader, and stays as it is where nobody knows it', () => {
    const now = Date.UTC(2026, 10, 24);
    const reply = { url: 'https://site.example/x', status: 429, headers: {}, body: '', receivedAt: now };
    const { error } = judgeReply(reply, now);
    expect(problemText(say('tr'), error)).toBe(
      'site.example daha az istek istiyor (429). itibar bekler ve kendiliğinden sürdürür.',
    );
    expect(problemText(say('en'), error)).toBe(error);
    const broken = judgeError(Object.assign(new Error('x'), { code: 'ECONNRESET' }), 'site.example').error;
    expect(problemText(say('tr'), broken)).toBe('site.example ile bağlantı koptu (ECONNRESET). itibar yeniden dener.');
    expect(problemText(say('tr'), 'Something of an old version.')).toBe('Something of an old version.');
    expect(problemText(say('tr'), null)).toBeNull();
  });
});
