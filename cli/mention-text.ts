// A mention's text as the command line shows it: personal data masked, as on the page.

import { fullText } from '../core/mention.ts';
import type { JudgedMention } from '../core/ports.ts';
import { maskLoose, maskSpans } from '../pipeline/mask.ts';

/** Title and text with personal data masked. */
export function maskedText({ mention, judgement }: Pick<JudgedMention, 'mention' | 'judgement'>): string {
  return judgement ? maskSpans(fullText(mention), judgement.pii) : maskLoose(fullText(mention));
}

/** The same, in its two parts. */
export function maskedParts({ mention, judgement }: Pick<JudgedMention, 'mention' | 'judgement'>): {
  title: string | null;
  text: string;
} {
  const { title, text } = mention;
  if (!judgement) return { title: title && maskLoose(title), text: maskLoose(text) };
  const offset = title ? title.length + 1 : 0;
  return { title: title && maskSpans(title, judgement.pii), text: maskSpans(text, judgement.pii, offset) };
}
