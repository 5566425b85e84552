// The few fixed words of a mail. They live here because render() is pure and gets no translator; a test keeps the
// severity words the same as in locales/. Must never hold anything that depends on the message.

import type { Locale } from '../../core/ports.ts';
import type { AlertMessage, SeverityLevel } from '../../core/types.ts';

export interface MailWords {
  severity: Record<SeverityLevel, string>;
  kind: Record<AlertMessage['kind'], string>;
  why: string;
  facts: string;
  samples: string;
  unknownAuthor: string;
  source: string;
  footer: string;
}

export const WORDS: Record<Locale, MailWords> = {
  tr: {
    severity: { 1: 'KRİZ', 2: 'YÜKSEK', 3: 'VAKA', 4: 'İZLE' },
    kind: {
      opened: 'Yeni vaka',
      updated: 'Vaka güncellendi',
      resolved: 'Vaka kapandı',
      digest: 'Günlük özet',
      test: 'Deneme',
    },
    why: 'Neden haber veriyoruz?',
    facts: 'Bilgiler',
    samples: 'Örnekler',
    unknownAuthor: 'yazar bilinmiyor',
    source: 'Kaynakta gör',
    footer: 'Bu iletiyi itibar kendiliğinden gönderdi; yanıtlar okunmaz.',
  },
  en: {
    severity: { 1: 'CRISIS', 2: 'HIGH', 3: 'CASE', 4: 'WATCH' },
    kind: {
      opened: 'New incident',
      updated: 'Incident updated',
      resolved: 'Incident closed',
      digest: 'Daily digest',
      test: 'Test',
    },
    why: 'Why are we telling you?',
    facts: 'Facts',
    samples: 'Samples',
    unknownAuthor: 'author unknown',
    source: 'See at the source',
    footer: 'This message was sent automatically by itibar; replies are not read.',
  },
};

/** '24 Kasım 09:05' in the team's zone. */
export function formatAt(at: number, locale: Locale, timeZone: string): string {
  return new Intl.DateTimeFormat(locale === 'tr' ? 'tr-TR' : 'en-GB', {
    timeZone,
    day: 'numeric',
    month: 'long',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).format(at);
}
