// Writes every kind of mail in both languages as HTML files, to be looked at in a browser:
// `npx tsx scripts/mail-preview.ts FOLDER`. Invented brands only; must never send anything.

import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildDigest } from '../alerts/digest/build.ts';
import { renderMail } from '../alerts/mail/render.ts';
import { loadTranslate } from '../config/i18n.ts';
import type { DigestInput } from '../core/alerting.ts';
import { DAY, HOUR } from '../core/clock.ts';
import type { AlertMessage, Incident, SeverityLevel, Story } from '../core/types.ts';

type Language = AlertMessage['locale'];

const NOW = Date.UTC(2026, 10, 24, 6, 5);
const t = loadTranslate();

export function sampleAlert(
  locale: Language,
  severity: SeverityLevel,
  kind: AlertMessage['kind'] = 'opened',
): AlertMessage {
  const say = (key: string, params?: Record<string, string | number>) => t(locale, key, params);
  return {
    kind,
    locale,
    brandName: 'Markam',
    title: say('rule.volume.title-type', { type: say('type.outage') }),
    severity,
    mentionCount: 34,
    reason: `${say('rule.volume.negative', { count: 34, usual: 3, limit: 11 })} ${say('rule.volume.channels', { channels: [say('channel.complaint'), say('channel.social')].join(', ') })}`,
    facts: [
      { label: say('alert.fact.type'), value: say('type.outage') },
      { label: say('alert.fact.mentions'), value: '34' },
      { label: say('alert.fact.sources'), value: 'Örnek Sözlük, Şikâyet Panosu, Kısa Mesaj Ağı' },
      { label: say('alert.fact.owner'), value: say('alert.nobody') },
    ],
    samples: [
      {
        text: 'Markam uygulaması yine çöktü, ödeme ekranında kaldım. Iğdır’dan yazıyorum, kimse ulaşamıyor mu?',
        author: 'ığdırlı şoför',
        sourceTitle: 'Örnek Sözlük',
        url: 'https://ornek.invalid/1',
        at: NOW - 600_000,
      },
      {
        text: '<script>alert(1)</script> giriş yapılamıyor & sipariş görünmüyor',
        author: null,
        sourceTitle: 'Şikâyet Panosu',
        url: 'javascript:alert(1)',
        at: null,
      },
      {
        text: `${'ÇÖKTÜ '.repeat(90)}`,
        author: 'büyük harf',
        sourceTitle: 'Kısa Mesaj Ağı',
        url: 'https://ornek.invalid/3',
        at: NOW - 60_000,
      },
    ],
    sections: [],
    links: [
      { label: say('alert.link.take'), url: 'http://127.0.0.1:4280/incidents/inc_1?do=acknowledge' },
      { label: say('alert.link.false-alarm'), url: 'http://127.0.0.1:4280/incidents/inc_1?do=false-alarm' },
      { label: say('alert.link.open'), url: 'http://127.0.0.1:4280/incidents/inc_1' },
    ],
    at: NOW,
  };
}

/** Facts of an ordinary working day; `isCalm`: nothing happened at all. */
export function sampleDigestInput(locale: Language, isCalm = false): DigestInput {
  const story: Story = {
    id: 'sto_1',
    brandId: 'brd_1',
    title: 'Ödeme ekranında kalan siparişler',
    firstMentionId: 'men_1',
    firstSeenAt: NOW - 5 * HOUR,
    lastSeenAt: NOW - HOUR,
    mentionCount: 17,
    negativeCount: 15,
    channels: ['complaint'],
    sourceIds: ['sample'],
    authors: [],
    types: ['outage', 'complaint'],
    severity: 2,
    state: 'open',
    wakeAtCount: null,
    assigneeId: null,
  };
  const incident: Incident = {
    id: 'inc_1',
    brandId: 'brd_1',
    fingerprint: 'volume:negative:brd_1',
    ruleId: 'volume',
    title: t(locale, 'rule.volume.title-type', { type: t(locale, 'type.outage') }),
    reason: '',
    severity: 2,
    leadType: 'outage',
    state: 'open',
    ownerId: null,
    openedAt: NOW - 4 * HOUR,
    updatedAt: NOW,
    acknowledgedAt: null,
    resolvedAt: null,
    storyIds: [],
    mentionIds: [],
    mentionCount: 34,
    revision: 1,
  };
  const url = 'http://127.0.0.1:4280/incidents/inc_1';
  const fake = { ...story, id: 'sto_2', title: 'markam-iade.example adında bir site', types: ['fake-domain' as const] };
  const health = {
    sourceId: 'x',
    lastRunAt: NOW - HOUR,
    lastSuccessAt: NOW - HOUR,
    lastItemAt: NOW,
    consecutiveFailures: 0,
    suspendedUntil: null,
    suspendedReason: null,
    lastError: null,
    recentRuns: [],
    costs: [],
  };
  return {
    brandName: 'Markam',
    locale,
    timeZone: 'Europe/Istanbul',
    day: '2026-11-24',
    now: NOW,
    since: NOW - DAY,
    isTest: false,
    isLate: false,
    incidents: isCalm ? [] : [{ incident, ownerName: null, url }],
    stories: isCalm
      ? []
      : [
          { story, newCount: 17, newNegativeCount: 15, ownerName: 'Ayşe Işık', url },
          { story: fake, newCount: 3, newNegativeCount: 3, ownerName: null, url },
        ],
    all: { count: isCalm ? 0 : 412, before: 388 },
    negative: { count: isCalm ? 0 : 96, before: isCalm ? 0 : 61 },
    usualNegative: 58,
    complaints: { count: 44, before: 47 },
    aspects: [
      { id: 'app-website', count: 38, before: 9 },
      { id: 'delivery', count: 21, before: 21 },
      { id: 'return-refund', count: 14, before: 17 },
    ],
    sources: isCalm
      ? [{ title: 'Örnek Sözlük', health }]
      : [
          { title: 'Örnek Sözlük', health },
          {
            title: 'Şikâyet Panosu',
            health: {
              ...health,
              suspendedUntil: NOW + 2 * HOUR,
              suspendedReason: 'Site erişimi engelledi (403); iki saat sonra bir kez denenecek.',
            },
          },
          { title: 'Harita Yorumları', health: null },
        ],
    dashboardUrl: 'http://127.0.0.1:4280',
    say: (key, params) => t(locale, key, params),
  };
}

function main(folder: string): void {
  mkdirSync(folder, { recursive: true });
  for (const locale of ['tr', 'en'] as const) {
    for (const severity of [1, 2, 3] as const)
      writeFileSync(join(folder, `alert-${severity}-${locale}.html`), renderMail(sampleAlert(locale, severity)).html);
    const digest = renderMail(buildDigest(sampleDigestInput(locale)));
    writeFileSync(join(folder, `digest-${locale}.html`), digest.html);
    writeFileSync(join(folder, `digest-${locale}.txt`), `${digest.subject}\n\n${digest.text}`);
    const calm = renderMail(buildDigest(sampleDigestInput(locale, true)));
    writeFileSync(join(folder, `digest-calm-${locale}.html`), calm.html);
    const over = renderMail(sampleAlert(locale, 2, 'resolved'));
    writeFileSync(join(folder, `resolved-${locale}.html`), over.html);
    writeFileSync(join(folder, `alert-${locale}.txt`), renderMail(sampleAlert(locale, 1)).text);
  }
}

if (process.argv[1]?.endsWith('mail-preview.ts')) main(process.argv[2] ?? 'mail-preview');
