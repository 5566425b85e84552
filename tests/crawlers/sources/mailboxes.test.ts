// The two sources that read a mailbox: what becomes a mention and what is left out, threads, paging and cursors, and whole
// runs through the real fetcher over the small mail server.

import { readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { systemClock } from '../../../core/clock.ts';
import type { Source } from '../../../core/ports.ts';
import type { Run, Subscription } from '../../../core/types.ts';
import { createCollect } from '../../../crawlers/collect.ts';
import type { MailboxParams } from '../../../crawlers/parse/mailbox.ts';
import { source as imap } from '../../../crawlers/sources/imap.ts';
import { source as sikayetvarMail } from '../../../crawlers/sources/sikayetvar-mail.ts';
import { imapStore, serveImap } from '../../support/imap-server.ts';
import { listen, reader, silentLog } from '../fetch/support.ts';
import { subscription, watch } from '../support.ts';
import { fixture, NOW, planned, read, reply } from './support.ts';

const FOLDER = join(import.meta.dirname, '../../fixtures');
const PARAMS = { host: 'imap.markam.example' };
const KEYS = { imap: 'destek@markam.example:gizli-parola-1' };
const URL = 'imaps://imap.markam.example:993/INBOX';

const emls = (folder: string) =>
  readdirSync(join(FOLDER, folder))
    .filter((name) => name.endsWith('.eml'))
    .sort()
    .map((name) => readFileSync(join(FOLDER, folder, name)));

/** parse() over mails of the test. */
function parsed(source: Source<MailboxParams>, mails: (string | Buffer)[], more: object = {}) {
  const messages = mails.map((mail, at) => ({
    uid: at + 1,
    receivedAt: NOW - 60_000,
    size: mail.length,
    source: Buffer.from(mail).toString('base64'),
  }));
  const body = { uidValidity: '7', lastUid: mails.length, hasMore: false, messages, ...more };
  return read(source, reply(URL, body), { params: PARAMS, keys: KEYS });
}

const mail = (headers: string, text = 'Kargom gelmedi.') =>
  `Message-ID: <a@b.example>\nDate: Tue, 24 Nov 2026 08:00:00 +0300\n${headers}\n\n${text}`;

describe.each(['imap', 'sikayetvar-mail'])('the fixture of %s', (folder) => {
  it('holds the mails that stand beside it', () => {
    const body = JSON.parse(fixture(folder, 'mailbox.json')) as { messages: { source: string }[] };
    expect(body.messages.map(({ source }) => source)).toEqual(emls(folder).map((eml) => eml.toString('base64')));
  });
});

describe('imap', () => {
  it('takes what customers wrote themselves, from every kind of mail program', () => {
    const { mentions, cursor } = parsed(imap, emls('imap'));
    expect(mentions.map(({ title, author }) => [title, author?.name])).toEqual([
      ['Kargom 9 gündür gelmedi', 'Elif Kara'],
      ['İade talebiniz alındı', 'Murat Yıldız'],
      ['Kartımdan iki kez çekim yapıldı', null],
      ['İletişim formu: Ürün bozuk çıktı', 'Şerife Oğuz'],
      ['Fatura', 'Kemal Ak'],
    ]);
    const texts = mentions.map(({ text }) => text);
    expect(texts[0]).toMatch(/^Merhaba,\n\n14 Kasım'da .*Üç kez aradım, her seferinde .* istiyorum\.$/s);
    expect(texts[1]).toMatch(/^İki haftadır ışıklı .* başvuracağım\.$/);
    expect(texts[2]).toBe(
      'Aynı sipariş için kartımdan iki kez çekim yapıldı.\n\nBankam işlemin sizden geldiğini söylüyor.',
    );
    expect(texts[4]).toBe('Faturadaki tutar yanlış, ekte gönderiyorum. 1.250 TL yerine 2.150 TL yazmışsınız.');
    expect(cursor).toEqual({ validity: '7', uid: 8 });
  });

  it('stores no mail address outside the texts, not even inside an id', () => {
    const { mentions } = parsed(imap, emls('imap'));
    for (const { text: _, ...rest } of mentions) expect(JSON.stringify(rest)).not.toMatch(/@|posta\.example/);
  });

  it('stores no password of the mailbox that somebody wrote into a mail', () => {
    const leaked = mail('From: A <a@x.example>\nSubject: gizli-parola-1', 'Parola gizli-parola-1 imiş.');
    expect(parsed(imap, [leaked]).mentions).toMatchObject([{ title: '•••', text: 'Parola ••• imiş.' }]);
  });

  it('joins a thread by its references', () => {
    const first = mail('From: A <a@x.example>').replace('<a@b.example>', '<kok@x.example>');
    const answer = mail(
      'From: A <a@x.example>\nIn-Reply-To: <ara@x.example>\nReferences: <kok@x.example> <ara@x.example>',
    );
    const [root, child] = parsed(imap, [first, answer]).mentions;
    expect(root?.threadId).toBe(root?.nativeId);
    expect(child?.threadId).toBe(root?.nativeId);
    expect(child?.parentId).not.toBe(child?.threadId);
  });

  it('is the same mention again after the mailbox was rebuilt', () => {
    const one = mail('From: A <a@x.example>');
    const ids = [parsed(imap, [one]), parsed(imap, ['x', one], { uidValidity: '8' })].map(
      ({ mentions }) => mentions.at(-1)?.nativeId,
    );
    expect(ids[0]).toBe(ids[1]);
  });

  it('leaves out colleagues and the notices of the complaint site, and says that it read them', () => {
    const left = [mail('From: Derya <derya@markam.example>'), mail('From: S <bildirim@mail.sikayetvar.com>')];
    expect(parsed(imap, left)).toMatchObject({ mentions: [], isMeasuredEmpty: true, cursor: { uid: 2 } });
  });

  it('believes the sender’s clock only near the time at which the mail came', () => {
    const at = (date: string) =>
      parsed(imap, [mail('From: A <a@x.example>').replace(/Date: .*/, `Date: ${date}`)]).mentions[0]?.publishedAt;
    expect(at('Mon, 23 Nov 2026 08:00:00 +0300')).toBe(Date.UTC(2026, 10, 23, 5));
    for (const wrong of ['Mon, 01 Jan 2001 08:00:00 +0300', 'Fri, 01 Jan 2099 08:00:00 +0300', 'dün'])
      expect(at(wrong)).toBe(NOW - 60_000);
  });

  it('passes over what cannot be read without losing its neighbours', () => {
    const { mentions } = parsed(imap, [Buffer.from([0, 255, 13, 10]), '', mail('From: A <a@x.example>')]);
    expect(mentions).toHaveLength(1);
  });

  it('asks for what is newer than its cursor, and for the next page behind the last', () => {
    expect(planned(imap, PARAMS)).toEqual([`${URL}?since=2026-11-17`]);
    expect(planned(imap, PARAMS, { cursor: { validity: '7', uid: 41 } })).toEqual([
      `${URL}?since=2026-11-17&validity=7&after=41`,
    ]);
    const custom = { ...PARAMS, port: 143, security: 'starttls', mailbox: 'Destek/Şikâyet', days: 1 };
    expect(planned(imap, custom)).toEqual(['imap://imap.markam.example:143/Destek/Şikâyet?since=2026-11-23']);
    const { next } = parsed(imap, [mail('From: A <a@x.example>')], { hasMore: true });
    expect(next?.[0]?.url).toBe(`${URL}?since=2026-11-17&validity=7&after=1`);
    expect(next?.[0]?.headers).toEqual({ authorization: `Basic ${Buffer.from(KEYS.imap).toString('base64')}` });
  });

  it.each(['', 'imap', '-x.example', 'imap.example/x', 'a@imap.example', 'imap.example:993'])(
    'takes %j for no server',
    (host) => {
      expect(imap.manifest.params.safeParse({ host }).success).toBe(false);
    },
  );
});

describe('sikayetvar-mail', () => {
  it('takes new, answered and solved complaints with their link, member and words', () => {
    const { mentions } = parsed(sikayetvarMail, emls('sikayetvar-mail'));
    const path = '/markam/kargom-12-gundur-gelmedi';
    expect(mentions.map(({ nativeId, parentId, author }) => [nativeId, parentId, author?.name])).toEqual([
      [path, undefined, 'Selin A.'],
      ['no:48151623', undefined, 'Okan T.'],
      [expect.stringMatching(`^${path}#mail_`), path, 'Selin A.'],
      [path, undefined, undefined],
      [`${path}#solved`, path, null],
    ]);
    const [fresh, waiting, answered, state, solved] = mentions;
    expect([fresh?.isOwnPage, waiting?.isOwnPage]).toEqual([true, false]);
    expect(fresh?.resolution).toEqual({ state: 'open' });
    expect(state).toMatchObject({ isExcerpt: true, resolution: { state: 'solved' } });
    expect(fresh).toMatchObject({
      url: `https://www.sikayetvar.com${path}`,
      title: 'Kargom 12 Gündür Gelmedi',
      text: '12 Kasım’da verdiğim sipariş hâlâ elime ulaşmadı.\nMüşteri hizmetleri telefonu yüzüme kapattı.',
      publishedAt: Date.UTC(2026, 10, 23, 7, 25),
      siteName: 'markam',
    });
    expect(waiting).toMatchObject({
      url: 'https://kurumsal.sikayetvar.com/panel/sikayetler/48151623',
      title: 'İade Param Yatmadı',
      text: 'Ürünü geri gönderdim, teslim aldınız; param üç haftadır yatmadı.',
    });
    expect(answered?.text).toBe('Paket hâlâ gelmedi, “yolda” demeniz bir şey değiştirmiyor.');
    expect(solved?.text).toBe('Kargom bugün geldi, ilgilenen Derya Hanım’a teşekkürler.');
  });

  const notice = (headers: string, text = 'Yeni şikayet var.\nBaşlık: Param yatmadı\nDetayı: İade edilmedi.') =>
    mail(`Content-Type: text/plain; charset=utf-8\n${headers}`, text);

  it('believes the site’s own domain only, and no mail that the receiving server doubts', () => {
    const count = (headers: string) => parsed(sikayetvarMail, [notice(headers)]).mentions.length;
    expect(count('From: S <bildirim@sikayetvar.com>')).toBe(1);
    expect(count('From: S <bildirim@mail.sikayetvar.com>')).toBe(1);
    for (const from of ['sikayetvar@posta.example', 'x@sikayetvar.com.evil.example', 'x@evilsikayetvar.com'])
      expect(count(`From: "bildirim@sikayetvar.com" <${from}>`)).toBe(0);
    const from = 'From: S <bildirim@sikayetvar.com>';
    expect(count(`Authentication-Results: mx; dmarc=fail\n${from}`)).toBe(0);
    expect(count(`Authentication-Results: mx; dkim=fail; spf=softfail\n${from}`)).toBe(0);
    expect(count(`Authentication-Results: mx; dkim=fail; spf=pass\n${from}`)).toBe(1);
  });

  it('takes no link that leads elsewhere, and makes an id without one', () => {
    const text = 'Yeni şikayet var.\nDetayı: İade edilmedi.\nhttps://sikayetvar.com.evil.example/markam/iade-edilmedi';
    const [one] = parsed(sikayetvarMail, [notice('From: S <b@sikayetvar.com>', text)]).mentions;
    expect(one).toMatchObject({ url: null, text: 'İade edilmedi.', nativeId: expect.stringMatching(/^mail_/) });
  });

  it('reads plain mails, and leaves other mails of the site out', () => {
    const text =
      'Merhaba,\nŞikayetinize yanıt verildi.\nŞikayet Başlığı: Param yatmadı\nYanıtı: Banka hâlâ bekletiyor.\n\nhttps://www.sikayetvar.com/markam/param-yatmadi';
    const mails = [
      notice('From: S <b@sikayetvar.com>', text),
      notice('From: S <b@sikayetvar.com>', 'Üyeliğiniz yenilendi.'),
    ];
    expect(parsed(sikayetvarMail, mails).mentions).toMatchObject([
      { title: 'Param yatmadı', text: 'Banka hâlâ bekletiyor.', parentId: '/markam/param-yatmadi' },
    ]);
  });

  it('asks the server for the site’s mails only', () => {
    expect(planned(sikayetvarMail, PARAMS)).toEqual([`${URL}?since=2026-11-17&from=sikayetvar.com`]);
  });
});

/** Without the pause between two sessions, for the real clock. */
function unhurried(source: Source<MailboxParams>): Source {
  const politeness = { ...source.manifest.politeness, minIntervalMs: 0 };
  return { ...source, manifest: { ...source.manifest, politeness } } as unknown as Source;
}

describe('a run over a mailbox', () => {
  it.each([imap, sikayetvarMail])(
    'of $manifest.id brings its mails once and then says that nothing is new',
    async (source) => {
      const noise = Array.from({ length: 27 }, (_, at) => mail(`From: x@liste.example\nList-Id: <l${at}>`));
      const store = imapStore([...emls(source.manifest.id), ...noise], { at: systemClock.now() - 3_600_000 });
      const { host } = await listen(createServer((socket) => serveImap(socket, store)));
      const runs: Run[] = [];
      const collect = createCollect({
        fetcher: reader([host]).fetcher,
        sources: new Map([[source.manifest.id, unhurried(source)]]),
        ...{
          clock: systemClock,
          log: silentLog,
          timeZone: 'Europe/Istanbul',
          keys: { imap: `${store.user}:${store.password}` },
        },
        budgets: {},
        history: { runs: async () => runs, health: async () => null },
      });
      const [name, port] = host.split(':');
      const params = { host: name, port: Number(port), security: 'starttls' };
      const mine = (cursor: unknown): Subscription => subscription({ sourceId: source.manifest.id, params, cursor });
      const first = await collect(mine(null), watch());
      expect(first.run).toMatchObject({ outcome: 'ok', error: null });
      expect(first.hits).toHaveLength(source === imap ? 5 : 4);
      expect(first.cursor).toEqual({ validity: '1764000000', uid: emls(source.manifest.id).length + 27 });
      const second = await collect(mine(first.cursor), watch());
      expect(second.run).toMatchObject({ outcome: 'not-modified', itemCount: 0 });
      expect(second.cursor).toBeUndefined();
    },
  );

  it('says which key is missing before it asks anybody', async () => {
    const collect = createCollect({
      fetcher: reader([]).fetcher,
      sources: new Map([['imap', unhurried(imap)]]),
      ...{ clock: systemClock, log: silentLog, timeZone: 'Europe/Istanbul', keys: {} },
      budgets: {},
      history: { runs: async () => [], health: async () => null },
    });
    const { run } = await collect(subscription({ sourceId: 'imap', params: PARAMS }), watch());
    expect(run).toMatchObject({ outcome: 'refused', error: expect.stringContaining('keys.imap') });
  });
});
