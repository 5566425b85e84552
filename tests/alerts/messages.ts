// Messages of every kind for tests of notifiers, and one in which every text is an attack.

import { buildDigest } from '../../alerts/digest/build.ts';
import type { AlertMessage } from '../../core/types.ts';
import { sampleAlert, sampleDigestInput } from '../../scripts/mail-preview.ts';

export const KINDS = ['opened', 'updated', 'resolved', 'digest', 'test'] as const;

export function messageOf(kind: AlertMessage['kind'], locale: 'tr' | 'en'): AlertMessage {
  if (kind === 'digest') return buildDigest(sampleDigestInput(locale));
  if (kind !== 'test') return sampleAlert(locale, 2, kind);
  return { ...sampleAlert(locale, 2, 'test'), severity: null, facts: [], samples: [] };
}

/** Markup, header breaks, hidden direction marks and spreadsheet formulas in every text there is. */
export const ATTACK =
  '"><script>alert(1)</script><img src=x onerror=alert(1)>\r\nBcc: victim@evil.example\r\n\r\n\u202e=HYPERLINK("http://evil.example")\u0000';

export function hostileMessage(kind: AlertMessage['kind'] = 'opened'): AlertMessage {
  const message = messageOf(kind, 'tr');
  return {
    ...message,
    brandName: ATTACK,
    title: ATTACK,
    reason: ATTACK,
    facts: [{ label: ATTACK, value: ATTACK }],
    samples: [{ text: ATTACK, author: ATTACK, sourceTitle: ATTACK, url: `javascript:alert('${ATTACK}')`, at: null }],
    sections: message.sections.map(() => ({
      title: ATTACK,
      items: [{ text: ATTACK, detail: ATTACK, url: `data:text/html,${ATTACK}`, severity: 1 }],
      empty: ATTACK,
    })),
    links: [{ label: ATTACK, url: 'javascript:alert(1)' }],
  };
}
