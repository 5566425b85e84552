// What is brought to us: signed webhook bodies and imported files. One bad record never stops the rest.

import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import iconv from 'iconv-lite';
import { describe, expect, it } from 'vitest';
import { AppError } from '../../../core/errors.ts';
import { decodeChunks, type ImportRow, importFormat, readImport } from '../../../crawlers/parse/import-rows.ts';
import { parseWebhookBody, verifyWebhook } from '../../../crawlers/sources/webhook.ts';
import { signBody } from '../../../demo/support.ts';
import { fixture, NOW } from './support.ts';

const OPTIONS = { timeZone: 'Europe/Istanbul', now: NOW };

async function rows(input: Buffer | string, format: 'csv' | 'jsonl', size = 11): Promise<ImportRow[]> {
  const bytes = Buffer.from(input);
  async function* pieces() {
    for (let from = 0; from < bytes.length; from += size) yield bytes.subarray(from, from + size);
  }
  const found: ImportRow[] = [];
  for await (const row of readImport(decodeChunks(pieces()), { ...OPTIONS, format })) found.push(row);
  return found;
}

const textOf = (row: ImportRow | undefined) => (row && 'raw' in row ? row.raw.text : undefined);

describe('the webhook’s signature', () => {
  const secret = 'gizli-anahtar-123';
  const [timestamp, body] = ['1795500000', '{"text":"Şikâyet"}'];
  const signature = createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex');

  it('is taken bare and with its name, and from the demo’s support desk', () => {
    for (const given of [signature, `sha256=${signature}`, signature.toUpperCase(), signBody(secret, timestamp, body)])
      expect(verifyWebhook({ secret, timestamp, signature: given, body })).toBe(true);
  });

  it('is refused when anything differs', () => {
    const good = { secret, timestamp, signature, body };
    const wrong = [
      { body: `${body} ` },
      { timestamp: '1795500001' },
      { secret: 'baska' },
      { secret: '' },
      { signature: '' },
      { signature: signature.slice(2) },
      { signature: `sha1=${signature}` },
    ];
    for (const change of wrong) expect(verifyWebhook({ ...good, ...change })).toBe(false);
    fc.assert(fc.property(fc.string(), (text) => !verifyWebhook({ ...good, signature: text })));
  });
});

describe('what became of a record', () => {
  it.each([
    ['Çözüldü', 'solved'],
    ['KAPANDI', 'solved'],
    ['Çözülmedi', 'open'],
    ['Yanıtlandı', 'answered'],
    ['Yanıtlanmadı', 'open'],
    ['pending', 'open'],
    ['yayında', null],
  ])('"%s" is %s', (durum, state) => {
    const { items } = parseWebhookBody(
      { metin: 'a', durum, yanit: 'Bakıyoruz.', yanitTarihi: '24.11.2026 09:30' },
      OPTIONS,
    );
    const answeredAt = Date.UTC(2026, 10, 24, 6, 30);
    expect(items[0]?.raw.resolution).toEqual({ state, answer: 'Bakıyoruz.', answeredAt });
  });
});

describe('the webhook’s body', () => {
  it('may be one record, a list or {items}; what cannot be read is named by its place', () => {
    const { items, rejected } = parseWebhookBody(JSON.parse(fixture('webhook', 'body.json')), OPTIONS);
    expect(items.map(({ index, raw }) => [index, raw.nativeId, raw.title, raw.text])).toEqual([
      [0, 'destek-1', null, 'Siparişim 10 gündür gelmedi'],
      [1, 'destek-2', 'İade', 'Para iadem yatmadı'],
    ]);
    expect(rejected).toEqual([{ index: 2, error: 'text is missing' }]);
    expect(parseWebhookBody({ text: 'tek' }, OPTIONS).items).toHaveLength(1);
    expect(parseWebhookBody([{ text: 'a' }, 5, null, []], OPTIONS).rejected.map(({ index }) => index)).toEqual([
      1, 2, 3,
    ]);
  });

  it.each([['metin'], [5], [null], [Array.from({ length: 5001 }, () => ({ text: 'x' }))]])(
    'is refused as a whole when it is none of these',
    (body) => {
      expect(() => parseWebhookBody(body, OPTIONS)).toThrow(AppError);
    },
  );

  it('never throws for a record, whatever is in it', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.dictionary(fc.constantFrom('text', 'date', 'url', 'rating', 'author', 'id', 'kanal'), fc.jsonValue()),
        ),
        (records) => {
          const { items, rejected } = parseWebhookBody(records, OPTIONS);
          expect(items.length + rejected.length).toBe(records.length);
        },
      ),
    );
  });
});

describe('an imported CSV', () => {
  it('knows Turkish headers, semicolons, line breaks in cells, and says which line is wrong', async () => {
    const found = await rows(fixture('import', 'rows.csv'), 'csv');
    expect(found).toMatchObject([
      {
        line: 2,
        raw: {
          nativeId: '1',
          title: 'Kargo',
          text: 'Kargom gelmedi;\niki satır',
          url: 'https://forum.example/1',
          channel: 'complaint',
          siteName: 'Şikayetvar',
          engagement: { rating: 1 },
          publishedAt: Date.UTC(2026, 10, 24, 5, 15),
        },
      },
      {
        line: 4,
        raw: {
          text: '=HYPERLINK("x")',
          url: 'https://www.forum.example/2',
          channel: 'social',
          engagement: { rating: 4.5 },
        },
      },
      { line: 5, error: 'text is missing' },
      { line: 6, error: expect.stringContaining('date') },
    ]);
  });

  it('reads the same in windows-1254, with a byte order mark, in any pieces', async () => {
    const text = 'metin,yazar\r\n"Şikâyet, ığdır",Ömer\r\nİkinci,Çağla\r\n';
    const expected = await rows(text, 'csv');
    expect(expected.map(textOf)).toEqual(['Şikâyet, ığdır', 'İkinci']);
    for (const bytes of [iconv.encode(text, 'windows-1254'), Buffer.from(`\ufeff${text}`)])
      for (const size of [1, 7, 10_000]) expect(await rows(bytes, 'csv', size)).toEqual(expected);
  });

  it('is refused when no column can hold the text, and gives nothing when it is empty', async () => {
    await expect(rows('a,b\n1,2\n', 'csv')).rejects.toThrow(/metin/);
    expect(await rows('', 'csv')).toEqual([]);
    expect(await rows('metin\n', 'csv')).toEqual([]);
  });

  it('survives rows that are too long, too short and badly quoted', async () => {
    const found = await rows('metin;puan\nbir;1;fazla\niki\n"üç" dört;2\nbeş;9\n', 'csv');
    expect(found.map((row) => textOf(row) ?? 'error')).toEqual(['bir', 'iki', '"üç" dört', 'error']);
  });
});

describe('an imported JSONL', () => {
  it('counts blank lines and goes on after bad ones', async () => {
    const found = await rows(fixture('import', 'rows.jsonl'), 'jsonl');
    expect(found.map((row) => [row.line, 'raw' in row ? row.raw.text : row.error])).toEqual([
      [1, 'Ürün kırık geldi'],
      [2, 'İyi hizmet'],
      [4, 'it is not JSON'],
      [5, 'text is missing'],
    ]);
  });

  it('refuses a line that never ends without keeping it', async () => {
    const found = await rows(`{"text":"a"}\n"${'x'.repeat(5_000_000)}"\n{"text":"b"}\n`, 'jsonl', 100_000);
    expect(found.map((row) => [row.line, textOf(row) ?? 'error'])).toEqual([
      [1, 'a'],
      [2, 'error'],
      [3, 'b'],
    ]);
  });

  it('gives every line one row, in order', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.string({ minLength: 1 }).filter((text) => text.trim() !== ''),
          { maxLength: 20 },
        ),
        async (texts) => {
          const found = await rows(texts.map((text) => `${JSON.stringify({ text })}\n`).join(''), 'jsonl', 13);
          expect(found.map(({ line }) => line)).toEqual(texts.map((_, index) => index + 1));
        },
      ),
      { numRuns: 30 },
    );
  });
});

describe('importFormat', () => {
  it.each([
    ['a.csv', '', 'csv'],
    ['a.JSONL', '', 'jsonl'],
    ['-', '{"text":1}', 'jsonl'],
    ['-', 'metin;tarih', 'csv'],
  ])('%s beginning with %j is %s', (name, head, format) => {
    expect(importFormat(name, head)).toBe(format);
  });
});
