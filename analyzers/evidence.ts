// What the models look at, put together once per text: hashed features, matched patterns and what stands around
// them, and facts from outside the text.
// Training and analysis both call this, so that they can never drift apart.

import type { AnalyzerInput } from '../core/ports.ts';
import { FeatureExtractor, type Features } from './model/features.ts';
import { ATTACK } from './patterns/attack.ts';
import { FAILURE } from './patterns/failure.ts';
import { frame } from './patterns/frames.ts';
import { IMITATION } from './patterns/imitation.ts';
import { compilePatterns, type Matcher, type PatternHit } from './patterns/match.ts';
import { PUBLIC } from './patterns/public.ts';
import { rolesOf } from './patterns/roles.ts';
import { TALK } from './patterns/talk.ts';
import type { TextView } from './text-view.ts';

export const PATTERNS = [...IMITATION, ...ATTACK, ...FAILURE, ...PUBLIC, ...TALK];

export interface Evidence {
  features: Features;
  hits: readonly PatternHit[];
  /** 'pattern:fraud.asks-secret', 'frame:denied' (patterns/frames.ts), 'channel:news', 'brand:named', 'title' … */
  facts: readonly string[];
}

export class EvidenceReader {
  #extractor = new FeatureExtractor();
  #matcher: Matcher = compilePatterns(PATTERNS);
  #view: TextView | null = null;
  #channel: string | null = null;
  #evidence: Evidence | null = null;

  /** The features' buffer is shared: ask again after part() was called. */
  read(view: TextView, input: Pick<AnalyzerInput, 'channel' | 'title'>): Evidence {
    if (this.#evidence && this.#view === view && this.#channel === input.channel) return this.#evidence;
    const roles = rolesOf(view.tokens);
    const { hits, frames } = frame(view, this.#matcher(view.tokens, roles), roles);
    const facts = [...hits.map((hit) => `pattern:${hit.pattern.id}`), ...frames.map((name) => `frame:${name}`)];
    if (input.channel) facts.push(`channel:${input.channel}`);
    if (view.named.length > 0) facts.push('brand:named');
    if (input.title) facts.push('title');
    this.#view = view;
    this.#channel = input.channel;
    const titleEnd = input.title?.length ?? 0;
    this.#evidence = { features: this.#extractor.extract({ ...view, titleEnd }), hits, facts };
    return this.#evidence;
  }

  /** Features of some of the tokens: to see which sentence a label comes from. Overwrites the shared buffer. */
  part(view: TextView, from: number, to: number): Features {
    this.#evidence = null;
    const tokens = view.tokens.slice(from, to);
    const start = tokens[0]?.start ?? 0;
    const end = tokens.at(-1)?.end ?? start;
    return this.#extractor.extract({ tokens, full: view.full.slice(start, end) });
  }
}
