import { describe, expect, it } from 'vitest';
import { judgeText } from './support.ts';

const codeOf = async (text: string): Promise<string | null> => (await judgeText(text)).language.code;

describe('language', () => {
  it.each([
    'Kargom üç gündür gelmedi, arayan soran yok.',
    'kargom uc gundur gelmedi arayan soran yok',
    'KARGOM UC GUNDUR GELMEDI ARAYAN SORAN YOK',
    'bi daha alirsam ne olayim ya',
  ])('knows Turkish with and without its letters: %s', async (text) => {
    expect(await codeOf(text)).toBe('tr');
  });

  it.each([
    ['en', 'My parcel has not arrived for three days and nobody answers the phone.'],
    ['de', 'Mein Paket ist seit drei Tagen nicht angekommen und niemand antwortet mir.'],
    ['ar', 'لم تصل الشحنة منذ ثلاثة أيام ولا أحد يجيب على الهاتف'],
  ])('knows %s', async (code, text) => {
    expect(await codeOf(text)).toBe(code);
  });

  it.each(['', '123 456', 'ok', 'https://example.com'])('does not guess from next to nothing: "%s"', async (text) => {
    expect(await codeOf(text)).toBeNull();
  });

  it('leaves a text in a language it does not read unscored', async () => {
    const judged = await judgeText('Telcanım ist ein Betrug, sie haben meine Daten verkauft und mein Geld gestohlen.');
    expect(judged.sentiment).toMatchObject({ label: 'neutral', confidence: 0 });
    expect(judged.types).toEqual([]);
  });
});
