// Personal data is masked before a mention is stored: digits and the letters of e-mail addresses become dots, the length
// stays. Fetched, pushed, imported and mailed mentions all come through mentions.add(), so this is the one place. What makes
// an item the same item was worked out before, from the whole text.

import { fullText } from '../core/mention.ts';
import type { Store } from '../core/ports.ts';
import { fold } from '../core/text/fold.ts';
import type { Mention, Resolution } from '../core/types.ts';
import { type MaskSpan, maskSpans } from './mask.ts';

type Find = (text: string) => readonly MaskSpan[];

/** The same store, whose new mentions hold no personal data that `find` finds. */
export function withMaskedTexts(store: Store, find: Find): Store {
  const mentions: Store['mentions'] = {
    ...store.mentions,
    add: (hits) => store.mentions.add(hits.map((hit) => ({ ...hit, mention: maskedMention(hit.mention, find) }))),
  };
  return { ...store, mentions };
}

/** The same object when there is nothing to mask. */
export function maskedMention(mention: Mention, find: Find): Mention {
  const mask = (text: string) => maskSpans(text, find(text));
  const orNull = (text: string | null) => (text === null ? null : mask(text));
  const [title, text] = [orNull(mention.title), mask(mention.text)];
  const resolution = maskedResolution(mention.resolution, mask);
  const isSame = title === mention.title && text === mention.text && resolution === mention.resolution;
  if (isSame) return mention;
  const sightings = mention.sightings.map((seen) => ({
    ...seen,
    title: orNull(seen.title),
    facts: { ...seen.facts, resolution: maskedResolution(seen.facts.resolution, mask) },
  }));
  return { ...mention, title, text, resolution, sightings, folded: fold(fullText({ title, text })) };
}

function maskedResolution(resolution: Resolution | null, mask: (text: string) => string): Resolution | null {
  if (resolution?.answer == null) return resolution;
  const answer = mask(resolution.answer);
  return answer === resolution.answer ? resolution : { ...resolution, answer };
}
