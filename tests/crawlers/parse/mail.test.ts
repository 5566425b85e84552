// Reading one mail: charsets, parts and encodings of real programs, compared with mailparser, and mails made to hurt.

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import iconv from 'iconv-lite';
import { simpleParser } from 'mailparser';
import { describe, expect, it } from 'vitest';
import { addressOf, headerOf, messageIdsOf, readMail } from '../../../crawlers/parse/mail.ts';
import { kindOf } from '../../../crawlers/parse/mail-kind.ts';
import { ownWords } from '../../../crawlers/parse/mail-text.ts';

const FIXTURES = join(import.meta.dirname, '../../fixtures');
const emls = ['imap', 'sikayetvar-mail'].flatMap((folder) =>
  readdirSync(join(FIXTURES, folder))
    .filter((name) => name.endsWith('.eml'))
    .map((name) => join(FIXTURES, folder, name)),
);

const lines = (...parts: string[]) => Buffer.from(parts.join('\r\n'));
const headed = (headers: string, body: Buffer | string = '') =>
  readMail(Buffer.concat([Buffer.from(`${headers}\r\n\r\n`), Buffer.from(body)]));

describe('readMail', () => {
  it.each(emls)('reads %s as mailparser does', async (path) => {
    const bytes = readFileSync(path);
    const ours = readMail(bytes);
    const theirs = await simpleParser(bytes);
    expect(headerOf(ours, 'subject')).toBe(theirs.subject);
    const [from] = theirs.from?.value ?? [];
    expect(addressOf(ours, 'from')).toEqual({ name: from?.name || null, address: from?.address?.toLowerCase() });
    expect(messageIdsOf(ours, 'message-id')).toEqual([theirs.messageId?.replace(/[<>]/g, '')]);
    expect(ours.html.trim()).toBe((theirs.html || '').trim());
    if (/^text\/plain/.test(headerOf(ours, 'content-type') ?? 'text/plain'))
      expect(ours.text.trim()).toBe(theirs.text?.trim());
  });

  it.each(['windows-1254', 'iso-8859-9', 'utf-8'])(
    'reads Turkish letters of %s as they are and in quotes',
    (charset) => {
      const text = 'Işıklı şemsiye, ığdır, ÇÖĞÜŞİ';
      const bytes = iconv.encode(text, charset);
      const escapes = [...bytes].map((byte) => `=${byte.toString(16).toUpperCase().padStart(2, '0')}`);
      const quoted = escapes.map((byte, at) => (at % 20 === 19 ? `${byte}=\r\n` : byte)).join('');
      const head = `Content-Type: text/plain; charset=${charset}`;
      expect(headed(head, bytes).text).toBe(text);
      expect(headed(`${head}\r\nContent-Transfer-Encoding: quoted-printable`, quoted).text).toBe(text);
      expect(headed(`${head}\r\nContent-Transfer-Encoding: base64`, bytes.toString('base64')).text).toBe(text);
    },
  );

  it('reads windows-1254 that nobody declared, or that was declared as something unknown', () => {
    const bytes = iconv.encode('Ürünüm hâlâ gelmedi, çok kızgınım; iade istiyorum.', 'windows-1254');
    for (const head of [
      'X-A: b',
      'Content-Type: text/plain; charset=x-bilinmeyen',
      'Content-Type: text/plain; charset="us-ascii"',
    ])
      expect(headed(head, bytes).text).toBe('Ürünüm hâlâ gelmedi, çok kızgınım; iade istiyorum.');
  });

  it('reads headers with bare bytes, folded ones, and letters cut in two', () => {
    const bare = readMail(
      Buffer.concat([
        Buffer.from('Subject: '),
        iconv.encode('Şikâyetim var, ışık yanmıyor', 'windows-1254'),
        Buffer.from('\r\n\r\nx'),
      ]),
    );
    expect(headerOf(bare, 'subject')).toBe('Şikâyetim var, ışık yanmıyor');
    const cut = headed('Subject: =?utf-8?B?xZ5payA=?=\r\n =?UTF-8?B?xQ==?=\r\n\t=?utf-8?B?nw==?= ve sonu');
    expect(headerOf(cut, 'subject')).toBe('Şik ş ve sonu');
    expect(headerOf(headed('Subject:   '), 'subject')).toBeNull();
  });

  it('takes a name out of an address line, and never an address for a name', () => {
    const from = (value: string) => addressOf(headed(`From: ${value}`), 'from');
    expect(from('"Kara, Elif" <Elif@Posta.example>')).toEqual({ name: 'Kara, Elif', address: 'elif@posta.example' });
    expect(from('elif@posta.example')).toEqual({ name: null, address: 'elif@posta.example' });
    expect(from('"elif@posta.example" <elif@posta.example>')).toEqual({ name: null, address: 'elif@posta.example' });
    expect(from("'Elif' <e@p.example>, Can <c@p.example>")).toEqual({ name: 'Elif', address: 'e@p.example' });
    expect(from('nobody')).toBeNull();
  });

  it('joins the lines that format=flowed broke, and leaves a signature mark alone', () => {
    const body = 'Birinci satır \r\ndevam ediyor.\r\n\r\n-- \r\nElif';
    expect(headed('Content-Type: text/plain; format=flowed', body).text.split('\n')).toEqual([
      'Birinci satır devam ediyor.',
      '',
      '-- ',
      'Elif',
      '',
    ]);
  });

  it('reads text around pictures, leaves attachments and forwarded mails out', () => {
    const mail = readMail(
      lines(
        'Content-Type: multipart/mixed; boundary=b',
        '',
        '--b',
        '',
        'Önce.',
        '--b',
        'Content-Type: image/png',
        '',
        'PNG',
        '--b',
        'Content-Type: text/plain; charset=utf-8',
        '',
        'Sonra.',
        '--b',
        'Content-Type: text/plain',
        'Content-Disposition: attachment; filename=gizli.txt',
        '',
        'Ekteki.',
        '--b',
        'Content-Type: message/rfc822',
        '',
        'Subject: iç',
        '',
        'İçteki.',
        '--b--',
        'Artık.',
      ),
    );
    expect(mail.text).toBe('Önce.\nSonra.');
  });
});

describe('mails made to hurt', () => {
  const nested = (depth: number): string =>
    depth === 0
      ? 'Content-Type: text/plain\r\n\r\nen içteki'
      : `Content-Type: multipart/mixed; boundary=b${depth}\r\n\r\n--b${depth}\r\n${nested(depth - 1)}\r\n--b${depth}--`;

  it('are read to a bounded depth', () => {
    expect(readMail(Buffer.from(nested(6))).text).toBe('en içteki');
    expect(readMail(Buffer.from(nested(400))).text).toBe('');
  });

  it.each([
    ['ten thousand parts', `Content-Type: multipart/mixed; boundary=b\r\n\r\n${'--b\r\n\r\nx\r\n'.repeat(10_000)}`],
    [
      'a multipart that holds itself',
      `Content-Type: multipart/mixed; boundary=b\r\n\r\n${'--b\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n'.repeat(4000)}`,
    ],
    ['blanks without end', `X: y\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n${' '.repeat(250_000)}x`],
    ['empty lines without end', `X: y\r\n\r\n${'\r\n'.repeat(125_000)}`],
    ['farewells without end', `X: y\r\n\r\nx\r\n${'Saygılarımla\r\n\r\n'.repeat(12_000)}`],
    [
      'attributions that never come true',
      `X: y\r\n\r\n${`${'1 saat tarihinde '.repeat(30)} yazdı :x:\r\n`.repeat(450)}`,
    ],
    ['quotes without end', `X: y\r\n\r\n${'Kimden: a\r\n> x\r\n'.repeat(15_000)}`],
    ['words that are no words', `Subject: ${'=?utf-8?B?'.repeat(20_000)}\r\n\r\nx`],
    ['headers without end', `${'X-A: b\r\n'.repeat(30_000)}`],
    ['elements without end', `Content-Type: text/html\r\n\r\n${'<div class=gmail_quote>'.repeat(11_000)}`],
    [
      'a boundary full of signs',
      `Content-Type: multipart/mixed; boundary="(a+)+$[.*"\r\n\r\n${'--(a+)+$[.*\r\n\r\naaaaaaaa!\r\n'.repeat(5000)}`,
    ],
    [
      'a zip in place of the text',
      `Content-Type: application/zip\r\nContent-Transfer-Encoding: base64\r\n\r\n${'UEsDBBQ'.repeat(30_000)}`,
    ],
  ])('with %s cost little and throw nothing', (_name, source) => {
    const mail = readMail(Buffer.from(source));
    expect(ownWords(mail.text).length).toBeLessThanOrEqual(100_000);
    expect(typeof kindOf(mail, 'destek@markam.example')).toBe('string');
    headerOf(mail, 'subject');
  });

  it('never throw, whatever the bytes are, nor when a real one breaks off anywhere', () => {
    const real = emls.map((path) => readFileSync(path));
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 400 }).map((array) => Buffer.from(array)),
      fc.tuple(fc.constantFrom(...real), fc.nat(2000)).map(([mail, end]) => mail.subarray(0, end)),
      fc
        .array(
          fc.constantFrom(
            '\r\n',
            '--b',
            'Content-Type: ',
            'multipart/mixed; boundary=b',
            'text/html',
            '=?utf-8?Q?',
            '?=',
            '=',
            '<a@b>',
            ':',
            ' ',
            'ş',
          ),
        )
        .map((parts) => Buffer.from(parts.join(''))),
    );
    fc.assert(
      fc.property(bytes, (raw) => {
        const mail = readMail(raw);
        const own = ownWords(mail.text);
        expect(own === '').toBe(mail.text.trim() === '');
        for (const name of ['from', 'reply-to']) expect(addressOf(mail, name)?.name ?? '').not.toContain('@');
        kindOf(mail, null);
      }),
    );
  });
});

describe('ownWords', () => {
  it.each([
    [
      'Outlook in Turkish',
      'Ürün bozuk.\n\nKimden: Markam <d@m.example>\nGönderildi: Pazartesi\nKime: Ali\nKonu: Sipariş\n\nMerhaba Ali Bey',
    ],
    ['Outlook in English', 'Ürün bozuk.\n\nFrom: Markam\nSent: Monday\nTo: Ali\n\nHello'],
    ['Gmail', 'Ürün bozuk.\n\nOn Mon, Nov 23, 2026 at 9:12 AM Markam Destek <d@m.example>\nwrote:\n\n> Merhaba'],
    [
      'Gmail in Turkish',
      'Ürün bozuk.\n\nMarkam <d@m.example>, 23 Kas 2026 Pzt, 09:12 tarihinde şunu yazdı:\n\nMerhaba',
    ],
    ['an original message', 'Ürün bozuk.\n\n-----Özgün İleti-----\nMerhaba'],
    ['a signature', 'Ürün bozuk.\n-- \nAli Veli\nMüdür'],
    ['a farewell', 'Ürün bozuk.\n\nİyi çalışmalar,\nAli Veli\n0532 000 00 00'],
    ['a telephone', 'Ürün bozuk.\n\niPhone’umdan gönderildi'],
    ['Outlook on a telephone', 'Ürün bozuk.\n\nAndroid için Outlook’u edinin<https://aka.ms/x>'],
    ['a disclaimer', 'Ürün bozuk.\n\nBu e-posta ve ekleri gizli bilgiler içerebilir. Yanlışlıkla aldıysanız siliniz.'],
  ])('cuts off what %s adds', (_name, text) => {
    expect(ownWords(text)).toBe('Ürün bozuk.');
  });

  it('keeps answers below quotes, greetings, and sentences that only look like a head', () => {
    expect(ownWords('On Mon, Nov 23, 2026 Markam wrote:\n> Hangi renk?\nMavi.\n> Beden?\nKırk iki.')).toBe(
      'Mavi.\nKırk iki.',
    );
    expect(ownWords('İyi günler,\nÜrünüm gelmedi.')).toBe('İyi günler,\nÜrünüm gelmedi.');
    const letter = 'Gönderen: kargo firması diyor ama yalan.\nBen almadım.';
    expect(ownWords(letter)).toBe(letter);
    const long = `Saygılar\n${'Bu uzun cümle bir imza değil, şikâyetin devamıdır ve burada kalmalıdır. '.repeat(3)}`;
    expect(ownWords(`Konu şu.\n${long}`)).toContain('kalmalıdır');
  });

  it('reads a mail that is nothing but a quote as a whole', () => {
    expect(ownWords('> Ürün bozuk çıktı.')).toBe('> Ürün bozuk çıktı.');
  });
});

describe('kindOf', () => {
  const kind = (headers: string, own: string | null = 'destek@markam.example') => kindOf(headed(headers), own);
  const from = 'From: Elif <elif@posta.example>';

  it.each([
    [from, 'person'],
    [`${from}\r\nAuto-Submitted: no`, 'person'],
    [`${from}\r\nAuto-Submitted: auto-replied`, 'auto-reply'],
    [`${from}\r\nX-Autoreply: yes`, 'auto-reply'],
    [`${from}\r\nSubject: OTOMATİK YANIT: izindeyim`, 'auto-reply'],
    [`${from}\r\nPrecedence: bulk`, 'newsletter'],
    [`${from}\r\nList-Id: <x.y>`, 'newsletter'],
    [`${from}\r\nReturn-Path: <>`, 'bounce'],
    ['From: MAILER-DAEMON@posta.example', 'bounce'],
    [`${from}\r\nContent-Type: multipart/report; boundary=x`, 'bounce'],
    ['From: Kargo <noreply@kargo.example>', 'machine'],
    ['Subject: x', 'machine'],
    ['From: Derya <derya@markam.example>', 'own'],
    ['From: Web <noreply@markam.example>\r\nReply-To: elif@posta.example', 'person'],
  ])('says of %j: %s', (headers, expected) => {
    expect(kind(headers)).toBe(expected);
  });

  it('takes no customer for a colleague where everybody has an address, nor when its own is not known', () => {
    expect(kind('From: a@gmail.com', 'markam@gmail.com')).toBe('person');
    expect(kind('From: markam@gmail.com', 'markam@gmail.com')).toBe('own');
    expect(kind('From: derya@markam.example', null)).toBe('person');
  });
});
