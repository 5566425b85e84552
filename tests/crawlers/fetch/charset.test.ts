import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import iconv from 'iconv-lite';
import { describe, expect, it } from 'vitest';
import { decodeText } from '../../../crawlers/fetch/charset.ts';
import { describeShared } from '../../support/shared.ts';

const TURKISH = 'Kargom gelmedi; iade isteğime yanıt yok. ŞİKÂYET: güvenilir mi? Ğ ğ ı ş ö ç ü';
const rss = (encoding: string, text = TURKISH) =>
  `<?xml version="1.0" encoding="${encoding}"?><rss><channel><title>${text}</title></channel></rss>`;
const encoded = (text: string, charset: string) => iconv.encode(text, charset);

describe('decodeText', () => {
  it.each([
    ['header windows-1254', encoded(TURKISH, 'windows-1254'), 'text/html; charset=windows-1254'],
    ['header ISO-8859-9', encoded(TURKISH, 'iso-8859-9'), 'text/html; charset="ISO-8859-9"'],
    ['XML declaration', encoded(rss('windows-1254'), 'windows-1254'), 'text/xml'],
    ['meta charset', encoded(`<meta charset=iso-8859-9>${TURKISH}`, 'iso-8859-9'), 'text/html'],
    [
      'meta http-equiv',
      encoded(`<meta http-equiv="Content-Type" content="text/html; charset=windows-1254">${TURKISH}`, 'windows-1254'),
      null,
    ],
    [
      'meta after a long script',
      encoded(`<script>${'x'.repeat(9000)}</script><meta charset="windows-1254">${TURKISH}`, 'windows-1254'),
      null,
    ],
    ['UTF-8 mark against the header', Buffer.from(`\ufeff${TURKISH}`), 'text/html; charset=windows-1254'],
    ['UTF-16 mark', encoded(TURKISH, 'utf-16'), 'text/html; charset=utf-8'],
    ['no declaration, UTF-8', Buffer.from(TURKISH), null],
    ['no declaration, windows-1254', encoded(TURKISH, 'windows-1254'), null],
    ['UTF-8 declared as ISO-8859-9', Buffer.from(rss('ISO-8859-9')), 'application/rss+xml; charset=ISO-8859-9'],
    ['windows-1254 declared as UTF-8', encoded(rss('utf-8'), 'windows-1254'), 'application/rss+xml; charset=utf-8'],
    ['windows-1254 declared as ISO-8859-1', encoded(TURKISH, 'windows-1254'), 'text/html; charset=ISO-8859-1'],
    [
      'default header, truth in meta',
      encoded(`<meta charset="windows-1254">${TURKISH}`, 'windows-1254'),
      'text/html; charset=iso-8859-1',
    ],
    ['unknown label', Buffer.from(TURKISH), 'text/html; charset=klingon'],
    ['two bytes claimed in ASCII', Buffer.from(rss('UTF-16')), 'text/xml'],
  ])('reads Turkish text: %s', (_, bytes, contentType) => {
    expect(decodeText(bytes, contentType).text).toContain(TURKISH);
  });

  it('keeps UTF-8 text when a few bytes are damaged', () => {
    const bytes = Buffer.concat([Buffer.from(TURKISH), Buffer.from([0xc3]), Buffer.from(` ${TURKISH}`)]);
    expect(decodeText(bytes, 'text/html; charset=utf-8').text).toBe(`${TURKISH}\ufffd ${TURKISH}`);
  });

  it('reads the quotes that pages declared as ISO-8859-1 really hold', () => {
    expect(decodeText(Buffer.from([0x93, 0x61, 0x94]), 'text/html; charset=iso-8859-1').text).toBe('“a”');
  });

  it('takes Icelandic for what it is', () => {
    const text = 'Það er gott að læra íslensku, því þýðir það';
    expect(decodeText(encoded(text, 'windows-1252'), 'text/html; charset=iso-8859-1').text).toBe(text);
  });

  it('reads undeclared Cyrillic', () => {
    const text = 'Заказ не пришёл, деньги не возвращают';
    expect(decodeText(encoded(text, 'windows-1251'), null).text).toBe(text);
  });

  it('reads declared East Asian text whose bytes could be UTF-8', () => {
    expect(decodeText(encoded('联通', 'gbk'), 'text/html; charset=gbk').text).toBe('联通');
  });

  it('reads every text in UTF-8 back, whatever single-byte charset is claimed', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme' }),
        fc.constantFrom('utf-8', 'windows-1254', 'iso-8859-9', ''),
        (text, claimed) => {
          const clean = text.replace(/\p{Surrogate}/gu, '');
          const bytes = Buffer.from(`ş${clean}`);
          expect(decodeText(bytes, claimed && `text/plain; charset=${claimed}`).text).toBe(`ş${clean}`);
        },
      ),
    );
  });

  it('never throws on rubbish', () => {
    fc.assert(
      fc.property(fc.uint8Array(), fc.string(), (bytes, contentType) => {
        expect(typeof decodeText(Buffer.from(bytes), contentType).text).toBe('string');
      }),
    );
  });
});

describeShared('decodeText over collected files', (at) => {
  it.each([
    ['encoding_ISO-8859-1.xml', null, /[äöüß]/],
    ['encoding_WINDOWS-1251.xml', null, /[а-я]{4}/],
    ['no_encoding_ISO-8859-1.xml', null, /[éèàç]/],
    ['koi8r.xml', 'text/xml; charset=koi8-r', /[а-я]{4}/],
    ['iso-8859-1-meta-after-1024.html', 'text/html', /[éèàçöüä]/],
    ['iso88591_utf8_mismatch.xml', null, /./],
    ['windows-1252-incorrect-prolog.xml', null, /./],
    ['utf8-incorrect-prolog.xml', null, /./],
    ['urdu_UTF8.xml', null, /[\u0600-\u06ff]{3}/],
  ])('reads %s without a replacement character', (name, contentType, expected) => {
    const { text } = decodeText(readFileSync(at('fixtures', 'encodings', name)), contentType);
    expect(text).not.toContain('\ufffd');
    expect(text).toMatch(expected);
  });
});
